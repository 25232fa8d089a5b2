/*
 * Who is due when, in an open loop: each of `count` members once a period, at a phase of its own. What is due depends on
 * the start and the period only, never on when the earlier ones were done; a late caller finds all it has missed.
 */
#ifndef HAVATAR_BENCH_SCHEDULE_H
#define HAVATAR_BENCH_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "seeded_random.h"

typedef struct schedule_slot {
    uint64_t phase_ns; /* below the period */
    uint32_t member;
} schedule_slot;

typedef struct schedule {
    schedule_slot *slots; /* `count`, in order of their phases; belong to the caller and outlive the schedule */
    uint32_t count;       /* 0: nobody is ever due */
    uint64_t period_ns;
    uint64_t cycle_ns;    /* when the present period began */
    uint32_t next;        /* within it */
} schedule;

/* Gives each member a random phase. `slots` holds `count`. */
void schedule_start(schedule *plan, schedule_slot *slots, uint32_t count, uint64_t period_ns, seeded_random *random);

/* The first period begins at that time. */
void schedule_begin(schedule *plan, uint64_t start_ns);

/* When the next one is due; UINT64_MAX: never. */
uint64_t schedule_due_ns(const schedule *plan);

/* Takes the next one, which is due at `*due_ns`; false when it is not yet. */
bool schedule_take(schedule *plan, uint64_t now_ns, uint32_t *member, uint64_t *due_ns);

#endif
