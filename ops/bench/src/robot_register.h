/*
 * The least register of PROTOCOL.md section 9 that a relay takes for a robot's: numbered terms, a holder, sequences and
 * ages. No latches, no governor, no board: it measures what carries commands, not what executes them.
 */
#ifndef HAVATAR_BENCH_ROBOT_REGISTER_H
#define HAVATAR_BENCH_ROBOT_REGISTER_H

#include <stdbool.h>
#include <stdint.h>

#include "havatar_wire.h"

typedef struct robot_register {
    hv_pair term;
    uint64_t holder;   /* 0: the lease is free */
    uint32_t until_ms; /* of the lease, a stamp */
    uint32_t sequence; /* the last that was judged by age */
    bool has_sequence;
} robot_register;

typedef struct proposal {
    bool take; /* else release */
    hv_pair term;
    uint64_t holder;
    uint32_t duration_ms;
    uint32_t echo_ms;
} proposal;

void robot_register_start(robot_register *self, uint32_t boot);

/* NULL when it was accepted, else the code of the refusal. */
const char *robot_register_propose(robot_register *self, const proposal *asked, uint32_t now_ms);

/* Judges in the order of section 7, as far as this register goes. */
hv_ack robot_register_judge(robot_register *self, const hv_drive *drive, uint32_t now_ms);

hv_beacon robot_register_beacon(const robot_register *self, uint32_t now_ms);

uint32_t robot_register_remaining_ms(const robot_register *self, uint32_t now_ms);

#endif
