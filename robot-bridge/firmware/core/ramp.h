/*
 * How an output moves over time. Shares of full power are in parts per million (ppm), -1,000,000 .. 1,000,000, so that
 * a millisecond of the slowest ramp is not rounded away; times are microseconds. Pure functions: the result depends on
 * the time that passed, not on how often they were called.
 */
#ifndef HAVATAR_RAMP_H
#define HAVATAR_RAMP_H

#include <stdint.h>

#define RAMP_FULL_PPM 1000000

/* Time from zero to full power and back, each at least 1. */
typedef struct ramp_rates {
    uint32_t accelerate_us;
    uint32_t brake_us;
} ramp_rates;

/*
 * Moves `from_ppm` towards `to_ppm`. Less magnitude is taken away at the braking rate, a reversal brakes to zero first;
 * magnitude is added at the accelerating rate, for at most `accelerate_for_us` of the `elapsed_us`. Never overshoots.
 */
int32_t ramp_towards(int32_t from_ppm, int32_t to_ppm, uint64_t elapsed_us, uint64_t accelerate_for_us,
                     ramp_rates rates);

/* The straight line from `from_ppm` to zero, zero from `duration_us` on (also when that is 0). */
int32_t ramp_to_zero(int32_t from_ppm, uint64_t elapsed_us, uint64_t duration_us);

#endif
