/* The two clocks of the simulator. The board lives on one that counts suspend, as its protocol clock must. */
#ifndef HAVATAR_SIM_CLOCK_H
#define HAVATAR_SIM_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* CLOCK_BOOTTIME in microseconds: what the board and all durations of the simulator are measured with. */
static inline uint64_t clock_board_us(void)
{
    return clock_ns(CLOCK_BOOTTIME) / 1000U;
}

/* CLOCK_MONOTONIC in nanoseconds: what log lines carry, comparable with other programs on this machine. */
static inline uint64_t clock_log_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

#endif
