/*
 * Seeded random and mutated input, under the sanitizers: nothing reads or writes where it must not, and whatever was
 * decoded can be encoded again (so every field is within its range) and decodes to the same bytes.
 * Usage: fuzz_test [rounds [seed]]
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "havatar_serial.h"

enum { INPUT_MAX = 80, DEFAULT_ROUNDS = 400000 };

static uint64_t state;

static uint32_t next_random(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * UINT64_C(0x2545F4914F6CDD1D)) >> 32);
}

static unsigned decoded_count[HV_TYPE_PONG + 1];

static void encodes_again(const hv_message *message)
{
    uint8_t first[HV_MESSAGE_MAX_BYTES];
    uint8_t second[HV_MESSAGE_MAX_BYTES];
    size_t first_length = 0;
    size_t second_length = 0;
    hv_message again;
    decoded_count[message->type]++;
    CHECK(hv_encode(message, first, &first_length) == HV_REASON_ACCEPTED, "what was decoded is within range");
    CHECK(hv_decode(first, first_length, &again) == HV_REASON_ACCEPTED, "what was encoded decodes");
    CHECK(hv_encode(&again, second, &second_length) == HV_REASON_ACCEPTED, "again");
    CHECK(first_length == second_length && memcmp(first, second, first_length) == 0, "to the same bytes");
}

/* In a buffer of exactly the length, so that the sanitizer sees a read of one byte too many. */
static void decode_exactly(const uint8_t *bytes, size_t length)
{
    uint8_t *const exact = malloc(length > 0U ? length : 1U);
    if (exact == NULL) {
        abort();
    }
    memcpy(exact, bytes, length);
    hv_message message;
    if (hv_decode(exact, length, &message) == HV_REASON_ACCEPTED) {
        encodes_again(&message);
    }
    free(exact);
}

/* Usually a known type and its length, small numbers and a few bits of noise: most of it should get past the checks. */
static size_t likely_message(uint8_t bytes[INPUT_MAX])
{
    const unsigned type = 1U + next_random() % 9U;
    const size_t size = hv_message_bytes(type);
    const size_t length = next_random() % 16U == 0U || size == 0U ? next_random() % INPUT_MAX : size;
    for (size_t i = 0; i < length; i++) {
        bytes[i] = next_random() % 4U == 0U ? (uint8_t)(next_random() & 0xFFU) : (uint8_t)(next_random() % 3U);
    }
    bytes[0] = next_random() % 32U == 0U ? (uint8_t)(next_random() & 0xFFU) : 1U;
    bytes[1] = (uint8_t)type;
    return length;
}

static void mutate(uint8_t *bytes, size_t length)
{
    for (uint32_t flips = next_random() % 4U; flips > 0U && length > 0U; flips--) {
        bytes[next_random() % length] ^= (uint8_t)(1U << (next_random() % 8U));
    }
}

static void feed(hv_serial_decoder *decoder, const uint8_t *bytes, size_t length)
{
    hv_message message;
    hv_reason reason = HV_REASON_ACCEPTED;
    for (size_t i = 0; i < length; i++) {
        if (hv_serial_feed(decoder, bytes[i], &message, &reason)) {
            CHECK((unsigned)reason < HV_REASON_COUNT, "a reason of the list");
            if (reason == HV_REASON_ACCEPTED) {
                encodes_again(&message);
            }
        }
    }
}

/* Whatever went before, the frame after the next zero is read. */
static void in_step_after_zero(hv_serial_decoder *decoder)
{
    static const uint8_t DELIMITER = 0;
    const hv_message ping = {.type = HV_TYPE_PING, .ping = {.id = next_random(), .sender_ms = next_random()}};
    uint8_t frame[HV_FRAME_MAX_BYTES];
    size_t length = 0;
    CHECK(hv_serial_encode(&ping, frame, &length) == HV_REASON_ACCEPTED, "ping");
    feed(decoder, &DELIMITER, 1);
    hv_message message = {.type = HV_TYPE_PONG};
    hv_reason reason = HV_REASON_CRC;
    bool ended = false;
    for (size_t i = 0; i < length; i++) {
        ended = hv_serial_feed(decoder, frame[i], &message, &reason);
    }
    CHECK(ended && reason == HV_REASON_ACCEPTED && message.type == HV_TYPE_PING && message.ping.id == ping.ping.id,
          "in step again after a zero");
}

static void round_of_fuzz(hv_serial_decoder *decoder)
{
    uint8_t bytes[INPUT_MAX] = {0};
    const size_t length = likely_message(bytes);
    decode_exactly(bytes, length);
    uint8_t frame[HV_FRAME_MAX_BYTES];
    size_t frame_length = 0;
    if (hv_frame_encode(bytes, length, frame, &frame_length) == HV_REASON_ACCEPTED) {
        mutate(frame, next_random() % 2U == 0U ? frame_length : 0U);
        feed(decoder, frame, frame_length);
    }
    uint8_t noise[INPUT_MAX];
    for (size_t i = 0; i < sizeof noise; i++) {
        noise[i] = (uint8_t)(next_random() & 0xFFU);
    }
    const size_t noise_length = next_random() % INPUT_MAX;
    decode_exactly(noise, noise_length);
    feed(decoder, noise, noise_length);
    in_step_after_zero(decoder);
}

int main(int argc, char **argv)
{
    const unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : DEFAULT_ROUNDS;
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : UINT64_C(20240917);
    state = state != 0U ? state : 1U;
    hv_serial_decoder decoder;
    hv_serial_reset(&decoder);
    for (unsigned long i = 0; i < rounds; i++) {
        round_of_fuzz(&decoder);
    }
    for (unsigned type = HV_TYPE_DRIVE; type <= HV_TYPE_PONG; type++) {
        CHECK(decoded_count[type] > rounds / 10000U, "the input reaches behind the checks of every type");
    }
    return check_finish("fuzz");
}
