#include "line_buffer.h"

uint32_t line_random_next(line_random *random)
{
    uint64_t x = random->state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    random->state = x;
    return (uint32_t)((x * UINT64_C(0x2545F4914F6CDD1D)) >> 32);
}

void line_buffer_clear(line_buffer *buffer)
{
    buffer->start = 0;
    buffer->length = 0;
}

size_t line_buffer_room(const line_buffer *buffer)
{
    return LINE_BUFFER_BYTES - buffer->length;
}

static void put_byte(line_buffer *buffer, uint8_t byte)
{
    buffer->bytes[(buffer->start + buffer->length) % LINE_BUFFER_BYTES] = byte;
    buffer->length++;
}

size_t line_buffer_put(line_buffer *buffer, const uint8_t *bytes, size_t length, uint32_t garble_permille,
                       line_random *random)
{
    const size_t room = line_buffer_room(buffer);
    const size_t taken = length < room ? length : room;
    for (size_t i = 0; i < taken; i++) {
        const bool garbled = garble_permille > 0U && line_random_next(random) % 1000U < garble_permille;
        const unsigned flip = garbled ? 1U << (line_random_next(random) % 8U) : 0U;
        put_byte(buffer, (uint8_t)(bytes[i] ^ flip));
    }
    return taken;
}

void line_buffer_put_noise(line_buffer *buffer, size_t length, line_random *random)
{
    for (size_t i = 0; i < length && line_buffer_room(buffer) > 0U; i++) {
        put_byte(buffer, (uint8_t)(line_random_next(random) & 0xFFU));
    }
}

size_t line_buffer_peek(const line_buffer *buffer, const uint8_t **bytes)
{
    const size_t to_end = LINE_BUFFER_BYTES - buffer->start;
    *bytes = buffer->bytes + buffer->start;
    return buffer->length < to_end ? buffer->length : to_end;
}

void line_buffer_drop(line_buffer *buffer, size_t length)
{
    buffer->start = (buffer->start + length) % LINE_BUFFER_BYTES;
    buffer->length -= length;
}
