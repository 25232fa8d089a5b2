#include "frames.h"

#include <string.h>

enum { FINAL = 0x80, OPCODE = 0x0F, MASKED = 0x80, LENGTH = 0x7F, LENGTH_16 = 126, LENGTH_64 = 127, MASK_BYTES = 4 };

static uint64_t big_endian(const uint8_t *at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

static void apply_mask(uint8_t *payload, size_t length, const uint8_t mask[MASK_BYTES])
{
    for (size_t i = 0; i < length; i++) {
        payload[i] = (uint8_t)(payload[i] ^ mask[i % MASK_BYTES]);
    }
}

frame_result frame_parse(uint8_t *bytes, size_t length, size_t capacity, frame *out, uint64_t *used)
{
    if (length < 2U) {
        return FRAME_INCOMPLETE;
    }
    const unsigned shortest = bytes[1] & LENGTH;
    const size_t extended = shortest == LENGTH_16 ? 2U : shortest == LENGTH_64 ? 8U : 0U;
    const bool masked = (bytes[1] & MASKED) != 0;
    const size_t header = 2U + extended + (masked ? MASK_BYTES : 0U);
    if (length < header) {
        return FRAME_INCOMPLETE;
    }
    const uint64_t payload = extended == 0U ? shortest : big_endian(bytes + 2, extended);
    if (payload > capacity || header + payload > capacity) {
        *used = header + payload;
        return FRAME_TOO_LONG;
    }
    if (length < header + payload) {
        return FRAME_INCOMPLETE;
    }
    if (masked) {
        apply_mask(bytes + header, (size_t)payload, bytes + header - MASK_BYTES);
    }
    out->opcode = bytes[0] & OPCODE;
    out->whole = (bytes[0] & FINAL) != 0 && out->opcode != FRAME_CONTINUATION;
    out->payload = bytes + header;
    out->length = (size_t)payload;
    *used = header + payload;
    return FRAME_COMPLETE;
}

size_t frame_write(uint8_t *bytes, unsigned opcode, const uint8_t *payload, size_t length, uint32_t mask)
{
    const uint8_t key[MASK_BYTES] = {(uint8_t)(mask >> 24), (uint8_t)(mask >> 16), (uint8_t)(mask >> 8), (uint8_t)mask};
    size_t header = 2;
    bytes[0] = (uint8_t)(FINAL | opcode);
    if (length < LENGTH_16) {
        bytes[1] = (uint8_t)(MASKED | length);
    } else {
        bytes[1] = MASKED | LENGTH_16;
        bytes[2] = (uint8_t)(length >> 8);
        bytes[3] = (uint8_t)length;
        header = 4;
    }
    memcpy(bytes + header, key, sizeof key);
    header += sizeof key;
    if (length > 0U) {
        memcpy(bytes + header, payload, length);
        apply_mask(bytes + header, length, key);
    }
    return header + length;
}
