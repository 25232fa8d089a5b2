/* Every vector of serial.json: frames both ways, streams whole and byte by byte. */
#include <string.h>

#include "check.h"
#include "havatar_serial.h"
#include "vector_message.h"

enum { STREAM_BYTES_MAX = 4096 };

static void frame_vector(const json_value *vector)
{
    const char *const name = json_string(vector, "name");
    uint8_t bytes[HV_MESSAGE_MAX_BYTES];
    uint8_t expected[HV_FRAME_MAX_BYTES];
    const size_t length = json_bytes(json_string(vector, "message"), bytes, sizeof bytes);
    const size_t expected_length = json_bytes(json_string(vector, "frame"), expected, sizeof expected);
    hv_message message;
    CHECK(hv_decode(bytes, length, &message) == HV_REASON_ACCEPTED, name);
    uint8_t frame[HV_FRAME_MAX_BYTES];
    size_t frame_length = 0;
    CHECK(hv_serial_encode(&message, frame, &frame_length) == HV_REASON_ACCEPTED, name);
    CHECK(frame_length == expected_length && memcmp(frame, expected, expected_length) == 0, name);
}

static const json_value *check_event(hv_reason reason, const hv_message *message, const json_value *next,
                                     const json_value **next_rejected, const char *name)
{
    if (reason != HV_REASON_ACCEPTED) {
        CHECK(*next_rejected != NULL && strcmp((*next_rejected)->string, hv_reason_name(reason)) == 0, name);
        *next_rejected = *next_rejected != NULL ? (*next_rejected)->next : NULL;
        return next;
    }
    uint8_t bytes[HV_MESSAGE_MAX_BYTES];
    uint8_t expected[HV_MESSAGE_MAX_BYTES];
    size_t length = 0;
    CHECK(next != NULL, name);
    if (next == NULL) {
        return NULL;
    }
    const size_t expected_length = json_bytes(next->string, expected, sizeof expected);
    CHECK(hv_encode(message, bytes, &length) == HV_REASON_ACCEPTED, name);
    CHECK(length == expected_length && memcmp(bytes, expected, length) == 0, name);
    return next->next;
}

/* With `stale_bytes` of an unfinished frame fed before and forgotten by a reset, the result is the same. */
static void stream_vector(const json_value *vector, size_t stale_bytes)
{
    const char *const name = json_string(vector, "name");
    static uint8_t stream[STREAM_BYTES_MAX];
    const size_t length = json_bytes(json_string(vector, "stream"), stream, sizeof stream);
    const json_value *next = json_member(vector, "messages")->first;
    const json_value *next_rejected = json_member(vector, "rejected")->first;
    hv_serial_decoder decoder;
    hv_message message;
    hv_reason reason = HV_REASON_ACCEPTED;
    hv_serial_reset(&decoder);
    for (size_t i = 0; i < stale_bytes; i++) {
        CHECK(!hv_serial_feed(&decoder, 7, &message, &reason), name);
    }
    hv_serial_reset(&decoder);
    for (size_t i = 0; i < length; i++) {
        if (hv_serial_feed(&decoder, stream[i], &message, &reason)) {
            next = check_event(reason, &message, next, &next_rejected, name);
        }
    }
    CHECK(next == NULL, name);
    CHECK(next_rejected == NULL, name);
}

static void the_longest_frame_is_accepted_and_one_more_byte_is_not(void)
{
    uint8_t bytes[HV_MESSAGE_MAX_BYTES];
    memset(bytes, 0x55, sizeof bytes);
    bytes[0] = 1;
    bytes[1] = 99;
    uint8_t frame[HV_FRAME_MAX_BYTES];
    size_t length = 0;
    CHECK(hv_frame_encode(bytes, sizeof bytes, frame, &length) == HV_REASON_ACCEPTED, "64 bytes");
    CHECK(length == HV_FRAME_MAX_BYTES, "64 bytes make 70");
    CHECK(hv_frame_encode(bytes, 1, frame, &length) == HV_REASON_MALFORMED, "1 byte");
    hv_serial_decoder decoder;
    hv_message message;
    hv_reason reason = HV_REASON_ACCEPTED;
    hv_serial_reset(&decoder);
    bool ended = false;
    for (size_t i = 0; i < length; i++) {
        ended = hv_serial_feed(&decoder, frame[i], &message, &reason);
    }
    CHECK(ended && reason == HV_REASON_UNKNOWN_TYPE, "70 bytes are a frame");
    for (size_t i = 0; i < HV_FRAME_MAX_BYTES; i++) {
        ended = hv_serial_feed(&decoder, 1, &message, &reason);
    }
    CHECK(!ended, "no delimiter yet");
    CHECK(hv_serial_feed(&decoder, 0, &message, &reason) && reason == HV_REASON_FRAMING, "71 bytes are too long");
}

int main(int argc, char **argv)
{
    const json_value *const root = json_read(argc > 1 ? argv[1] : ".", "serial.json");
    for (const json_value *vector = json_member(root, "frames")->first; vector != NULL; vector = vector->next) {
        frame_vector(vector);
    }
    for (const json_value *vector = json_member(root, "streams")->first; vector != NULL; vector = vector->next) {
        stream_vector(vector, 0);
        stream_vector(vector, 5);
        stream_vector(vector, 500);
    }
    CHECK(root->count == 3U, "no group of vectors that this test does not know");
    the_longest_frame_is_accepted_and_one_more_byte_is_not();
    CHECK(hv_crc32((const uint8_t *)"123456789", 9) == UINT32_C(0xCBF43926), "the usual check value of CRC-32");
    return check_finish("serial vectors");
}
