/*
 * WebSocket frames (RFC 6455 section 5), without extensions. Pure functions; every buffer belongs to the caller.
 */
#ifndef HAVATAR_BENCH_FRAMES_H
#define HAVATAR_BENCH_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Header of a masked frame whose payload has at most 65535 bytes. */
#define FRAME_OVERHEAD_BYTES 8U

enum {
    FRAME_CONTINUATION = 0,
    FRAME_TEXT = 1,
    FRAME_BINARY = 2,
    FRAME_CLOSE = 8,
    FRAME_PING = 9,
    FRAME_PONG = 10
};

typedef struct frame {
    unsigned opcode;
    bool whole; /* a message of its own, not a part of one */
    uint8_t *payload; /* in the caller's buffer, unmasked */
    size_t length;
} frame;

typedef enum frame_result {
    FRAME_COMPLETE,
    FRAME_INCOMPLETE, /* more bytes are needed */
    FRAME_TOO_LONG    /* can never fit into the caller's buffer */
} frame_result;

/*
 * Looks at the first frame in `bytes[0 .. length - 1]` of a buffer of `capacity` bytes. FRAME_COMPLETE: `*out` is filled
 * and `*used` is the frame's size. FRAME_TOO_LONG: `*used` is its size, to be skipped. Else neither is touched.
 */
frame_result frame_parse(uint8_t *bytes, size_t length, size_t capacity, frame *out, uint64_t *used);

/*
 * Writes one whole frame, masked as a client must, into at least `length + FRAME_OVERHEAD_BYTES` bytes; returns its size.
 * `length` is at most 65535.
 */
size_t frame_write(uint8_t *bytes, unsigned opcode, const uint8_t *payload, size_t length, uint32_t mask);

#endif
