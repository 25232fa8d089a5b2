/*
 * Chance by number, not by order: what packet n of a direction draws for one purpose depends on the seed, n and the
 * purpose only, so neither a changed setting nor the time shifts the draws of others. (splitmix64)
 */
#ifndef HAVATAR_IMPAIR_DRAW_H
#define HAVATAR_IMPAIR_DRAW_H

#include <stdbool.h>
#include <stdint.h>

enum { DRAW_PURPOSES = 8, ALL_PPM = 1000000 };

typedef enum draw_purpose { DRAW_STATE, DRAW_LOSS, DRAW_JITTER, DRAW_HOLD, DRAW_COPY } draw_purpose;

static inline uint64_t draw_mix(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xBF58476D1CE4E5B9);
    value ^= value >> 27;
    value *= UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

/* 64 random bits for that packet and purpose. */
static inline uint64_t draw_bits(uint64_t key, uint64_t number, draw_purpose purpose)
{
    return draw_mix(key + (number * DRAW_PURPOSES + (uint64_t)purpose + 1U) * UINT64_C(0x9E3779B97F4A7C15));
}

/* True in `ppm` of a million draws. */
static inline bool draw_hits(uint64_t bits, uint32_t ppm)
{
    return (uint32_t)((bits >> 32) * (uint64_t)ALL_PPM >> 32) < ppm;
}

#endif
