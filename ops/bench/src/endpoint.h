/*
 * One non-blocking TCP connection that carries WebSocket frames, watched by an epoll instance. What the kernel does not
 * take waits here, bounded; more than that ends the connection.
 */
#ifndef HAVATAR_BENCH_ENDPOINT_H
#define HAVATAR_BENCH_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <netinet/in.h>

#include "frames.h"
#include "seeded_random.h"

#define ENDPOINT_IN_BYTES 16384U
#define ENDPOINT_OUT_BYTES 8192U

typedef struct endpoint {
    int fd; /* -1: none */
    int epoll;
    uint64_t key; /* what epoll says when it is ready */
    bool gone;    /* closed by the other side, or failed */
    bool waits_to_write;
    size_t in_used;
    size_t in_read; /* of these, taken by endpoint_next */
    size_t out_used;
    uint64_t skip; /* bytes of a frame that is too long to be kept */
    uint64_t read_ns; /* when the newest bytes were read */
    seeded_random *masks;
    uint8_t in[ENDPOINT_IN_BYTES];
    uint8_t out[ENDPOINT_OUT_BYTES];
} endpoint;

/* Connects, waiting (loopback: a moment). False with errno. `masks` outlives the endpoint. */
bool endpoint_connect(endpoint *self, const struct sockaddr_in *address, int epoll, uint64_t key, seeded_random *masks);
void endpoint_close(endpoint *self);

/* Bytes or a frame behind what waits already; endpoint_flush sends. */
void endpoint_put(endpoint *self, const uint8_t *bytes, size_t length);
void endpoint_put_frame(endpoint *self, unsigned opcode, const uint8_t *payload, size_t length);
void endpoint_put_text(endpoint *self, const char *text);
void endpoint_flush(endpoint *self);

/* Reads once. Take everything with endpoint_next (or endpoint_head) afterwards. */
void endpoint_receive(endpoint *self);

/* The next whole frame; valid until the next endpoint_receive. False: no more. */
bool endpoint_next(endpoint *self, frame *out);

/* An HTTP head at the beginning of what was read, ended with a zero byte; NULL while it is not complete. */
const char *endpoint_head(endpoint *self);

#endif
