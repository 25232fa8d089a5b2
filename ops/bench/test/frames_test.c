/* WebSocket frames: both ways, in pieces, and too long. */
#include <string.h>

#include "check.h"
#include "frames.h"
#include "seeded_random.h"

enum { CAPACITY = 1024, ROUNDS = 2000 };

static void what_is_written_is_read(void)
{
    seeded_random random = {7};
    for (int round = 0; round < ROUNDS; round++) {
        uint8_t payload[600];
        uint8_t bytes[CAPACITY];
        const size_t length = random_next(&random) % sizeof payload;
        for (size_t i = 0; i < length; i++) {
            payload[i] = (uint8_t)random_next(&random);
        }
        const size_t size = frame_write(bytes, FRAME_BINARY, payload, length, (uint32_t)random_next(&random));
        frame got = {0};
        uint64_t used = 0;
        CHECK(frame_parse(bytes, size, sizeof bytes, &got, &used) == FRAME_COMPLETE && used == size, "whole");
        CHECK(got.opcode == FRAME_BINARY && got.whole && got.length == length, "kind and length");
        CHECK(memcmp(got.payload, payload, length) == 0, "unmasked");
    }
}

static void a_client_masks_what_it_sends(void)
{
    const uint8_t payload[] = {1, 2, 3, 4, 5};
    uint8_t bytes[CAPACITY];
    const size_t size = frame_write(bytes, FRAME_TEXT, payload, sizeof payload, 0x01020304U);
    static const uint8_t EXPECTED[] = {0x81, 0x85, 1, 2, 3, 4, 1 ^ 1, 2 ^ 2, 3 ^ 3, 4 ^ 4, 5 ^ 1};
    CHECK(size == sizeof EXPECTED && memcmp(bytes, EXPECTED, size) == 0, "RFC 6455 section 5.3");
}

static void a_piece_is_left_alone_until_the_rest_comes(void)
{
    uint8_t payload[300] = {9};
    uint8_t whole[CAPACITY];
    const size_t size = frame_write(whole, FRAME_BINARY, payload, sizeof payload, 0xA5A5A5A5U);
    for (size_t length = 0; length < size; length++) {
        uint8_t bytes[CAPACITY];
        memcpy(bytes, whole, size);
        frame got = {0};
        uint64_t used = 0;
        CHECK(frame_parse(bytes, length, sizeof bytes, &got, &used) == FRAME_INCOMPLETE, "incomplete");
        CHECK(memcmp(bytes, whole, size) == 0, "untouched");
    }
}

static void servers_frames_and_parts(void)
{
    uint8_t unmasked[] = {0x82, 2, 7, 8};
    frame got = {0};
    uint64_t used = 0;
    CHECK(frame_parse(unmasked, sizeof unmasked, CAPACITY, &got, &used) == FRAME_COMPLETE, "no mask");
    CHECK(got.length == 2 && got.payload[0] == 7 && got.payload[1] == 8, "as it is");
    uint8_t first[] = {0x01, 1, 'a'};
    uint8_t last[] = {0x80, 1, 'b'};
    CHECK(frame_parse(first, sizeof first, CAPACITY, &got, &used) == FRAME_COMPLETE && !got.whole, "first part");
    CHECK(frame_parse(last, sizeof last, CAPACITY, &got, &used) == FRAME_COMPLETE && !got.whole, "last part");
}

static void what_never_fits_says_how_much_to_skip(void)
{
    uint8_t long_16[] = {0x81, 126, 0x40, 0x00};
    uint8_t endless[] = {0x81, 127, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00};
    frame got = {0};
    uint64_t used = 0;
    CHECK(frame_parse(long_16, sizeof long_16, 0x4000 + 4, &got, &used) == FRAME_INCOMPLETE, "just fits");
    CHECK(frame_parse(long_16, sizeof long_16, 0x4000 + 3, &got, &used) == FRAME_TOO_LONG, "one byte too much");
    CHECK(used == 0x4000 + 4, "header and payload");
    CHECK(frame_parse(endless, sizeof endless, CAPACITY, &got, &used) == FRAME_TOO_LONG, "does not wrap");
}

int main(void)
{
    what_is_written_is_read();
    a_client_masks_what_it_sends();
    a_piece_is_left_alone_until_the_rest_comes();
    servers_frames_and_parts();
    what_never_fits_says_how_much_to_skip();
    return check_finish("frames");
}
