/*
 * What became of every DRIVE: accepted, refused under a reason, or unanswered. A node may refuse one for now
 * (window_full, link_full) that the robot answers later: the robot's word counts. Only accepted ones of the steady window
 * make samples.
 */
#ifndef HAVATAR_BENCH_TALLY_H
#define HAVATAR_BENCH_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "havatar_wire.h"

/* Setpoints of one driver that may await their answers; a power of two. At 100 Hz: five seconds. */
#define TALLY_UNDER_WAY 512U

/* Nanoseconds, saturated at 4.29 s. */
typedef struct sample {
    uint32_t round_trip_ns; /* intended time -> answer read */
    uint32_t own_ns;        /* actual write -> answer read */
    uint32_t late_ns;       /* intended time -> actual write: the generator's share */
} sample;

typedef struct tally_counts {
    uint64_t sent;
    uint64_t answered[HV_REASON_COUNT]; /* [HV_REASON_ACCEPTED]: accepted */
    uint64_t unanswered;
    uint64_t under_way; /* sent and not settled yet */
} tally_counts;

typedef struct tally {
    tally_counts steady;  /* intended within the window */
    tally_counts outside; /* warm-up */
    uint64_t unasked;     /* answers to nothing that was under way */
    uint64_t from_ns;     /* the window, by intended time */
    uint64_t until_ns;
    sample *samples; /* `capacity`, belong to the caller */
    size_t sampled;
    size_t capacity;
    bool overflowed; /* samples were lost: the run is void */
} tally;

typedef struct tally_entry {
    uint64_t intended_ns;
    uint64_t written_ns;
    uint32_t sequence;
    uint8_t refused; /* the newest refusal, 0 none */
    bool under_way;
} tally_entry;

/* One driver's; begins zeroed. */
typedef struct tally_ring {
    tally_entry entries[TALLY_UNDER_WAY];
} tally_ring;

void tally_sent(tally *all, tally_ring *ring, uint32_t sequence, uint64_t intended_ns, uint64_t written_ns);
void tally_answered(tally *all, tally_ring *ring, const hv_ack *ack, uint64_t read_ns);

/* Nothing more comes for this driver: what is under way is settled, as refused or unanswered. */
void tally_close(tally *all, tally_ring *ring);

/* True when each DRIVE that was sent was settled exactly once. */
bool tally_adds_up(const tally_counts *counts);

/* Those of the window that were not accepted, in thousandths of a percent of those that were sent. */
uint64_t tally_lost_per_100000(const tally_counts *counts);

#endif
