/* One direction of the simulated line: the bytes under way, and what spoils them. First in, first out, bounded. */
#ifndef HAVATAR_SIM_LINE_BUFFER_H
#define HAVATAR_SIM_LINE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* At 50 Hz more than a minute of frames. */
#define LINE_BUFFER_BYTES 262144U

typedef struct line_buffer {
    uint8_t bytes[LINE_BUFFER_BYTES];
    size_t start;
    size_t length;
} line_buffer;

/* A small seeded generator (xorshift64*); never used where unpredictability matters. */
typedef struct line_random {
    uint64_t state; /* not 0 */
} line_random;

uint32_t line_random_next(line_random *random);

void line_buffer_clear(line_buffer *buffer);
size_t line_buffer_room(const line_buffer *buffer);

/* Appends at most line_buffer_room() bytes and returns how many. One bit is flipped in `garble_permille` of them. */
size_t line_buffer_put(line_buffer *buffer, const uint8_t *bytes, size_t length, uint32_t garble_permille,
                       line_random *random);
void line_buffer_put_noise(line_buffer *buffer, size_t length, line_random *random);

/* The oldest bytes in one piece (perhaps not all); valid until the next call that changes the buffer. */
size_t line_buffer_peek(const line_buffer *buffer, const uint8_t **bytes);
void line_buffer_drop(line_buffer *buffer, size_t length);

#endif
