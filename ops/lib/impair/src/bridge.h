/* Both directions of the link and the NAT at its near end; devices and clock are the caller's. */
#ifndef HAVATAR_IMPAIR_BRIDGE_H
#define HAVATAR_IMPAIR_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counters.h"
#include "nat.h"
#include "path.h"
#include "transit.h"

/* One direction. */
typedef struct lane {
    path way;
    transit under_way;
    counters counts;
} lane;

/* Hands a frame to the far end (`is_up`) or the near one; false: its device didn't take it. */
typedef bool bridge_send(void *context, bool is_up, const uint8_t *frame, size_t length);

typedef struct bridge {
    lane up; /* from near to far */
    lane down;
    nat translation;
    bridge_send *send;
    void *context; /* of send */
} bridge;

/* At most `most` packets are under way in each direction. False: there is no memory. */
bool bridge_start(bridge *of, uint64_t seed, uint32_t most, bridge_send *send, void *context);
void bridge_end(bridge *of);

/* A frame that came out of the near end (`is_up`) or the far one. It may be changed. */
void bridge_enter(bridge *of, bool is_up, uint64_t now_ns, uint8_t *frame, size_t length);

/* Delivers what is due. */
void bridge_deliver(bridge *of, uint64_t now_ns);

/* UINT64_MAX: nothing is under way. */
uint64_t bridge_due_ns(const bridge *of);

#endif
