/* What became of the packets of one direction, in numbers. */
#ifndef HAVATAR_IMPAIR_COUNTERS_H
#define HAVATAR_IMPAIR_COUNTERS_H

#include <stdint.h>
#include <stdio.h>

/*
 * packets + duplicated == delivered + lost + cut + blacked_out + dropped_by_queue + unmapped + undeliverable + queued.
 * Bytes are those of IP.
 */
typedef struct counters {
    uint64_t packets;
    uint64_t bytes;
    uint64_t delivered;
    uint64_t delivered_bytes;
    uint64_t lost;
    uint64_t cut;
    uint64_t blacked_out;
    uint64_t dropped_by_queue; /* no room before the line, or too many under way */
    uint64_t duplicated;
    uint64_t reordered;        /* delivered after one that had entered later (RFC 4737) */
    uint64_t unmapped;         /* to a port or address that a rebinding has ended, or a fragment that can't be translated */
    uint64_t undeliverable;    /* the device didn't take it */
    uint64_t missed;           /* dropped by the device they came from, so never among `packets`: the machine was too busy */
    uint64_t largest_delay_ns; /* from entering to delivery */
    uint64_t latest_ns;        /* how much later than due one was delivered: how busy the machine is */
    uint64_t next_number;      /* one above the highest that was delivered */
} counters;

/* One JSON object; `queued` are under way now. */
void counters_print(const counters *of, uint64_t queued, FILE *to);

#endif
