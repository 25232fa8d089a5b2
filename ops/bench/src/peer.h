/*
 * What robots and drivers have in common: the way in (PROTOCOL.md section 6), heartbeats, and how a message leaves.
 * Through the forwarder there is no way in: four bytes tell it which two connections belong together.
 */
#ifndef HAVATAR_BENCH_PEER_H
#define HAVATAR_BENCH_PEER_H

#include "endpoint.h"
#include "havatar_wire.h"

#define PEER_PATH_BYTES 96U
#define PEER_FAULT_BYTES 160U

typedef enum peer_phase {
    PEER_CLOSED,
    PEER_UPGRADING, /* the request for the WebSocket is sent */
    PEER_GREETING,  /* hello is sent */
    PEER_OPEN       /* welcome came */
} peer_phase;

typedef struct peer {
    endpoint link;
    peer_phase phase;
    uint64_t pings_answered;
    char fault[PEER_FAULT_BYTES]; /* why this run is over; empty while it is not */
} peer;

typedef enum peer_news { PEER_NOTHING, PEER_HOT, PEER_TEXT } peer_news;

/* `hot` after PEER_HOT; `text`, ended with a zero byte, after PEER_TEXT. */
typedef struct peer_message {
    hv_message hot;
    char text[ENDPOINT_IN_BYTES + 1];
} peer_message;

/* Where a peer goes and what it shows. */
typedef struct peer_door {
    struct sockaddr_in address;
    bool forwarder;
    uint32_t pair;
    char path[PEER_PATH_BYTES];
    const char *proof; /* what follows "Authorization: Bearer " */
} peer_door;

/* Connects and asks for the WebSocket; through the forwarder the phase is PEER_OPEN then. False: `fault` says why. */
bool peer_enter(peer *self, const peer_door *door, int epoll, uint64_t key, seeded_random *masks);
void peer_leave(peer *self);

/* Call after endpoint_receive while PEER_UPGRADING; true when the WebSocket is open from now on. */
bool peer_upgraded(peer *self);

void peer_put(peer *self, const hv_message *message);

/*
 * The next message that is the caller's to handle. What both kinds answer alike, WebSocket pings and closes, PING (with
 * `stamp_ms`, a robot's, else NULL) and PONG, is done on the way; lists too long for a frame are passed over.
 */
peer_news peer_next(peer *self, const uint32_t *stamp_ms, peer_message *out);

/* Printf for the first fault; later ones are consequences. */
void peer_fail(peer *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
