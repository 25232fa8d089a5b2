/*
 * Numbers of PROTOCOL.md section 2: sequences, stamps and numbered pairs. Pure functions, no state.
 */
#ifndef HAVATAR_ARITHMETIC_H
#define HAVATAR_ARITHMETIC_H

#include <stdbool.h>
#include <stdint.h>

/* Term or latch number: (boot, counter), compared as unsigned numbers; (0, 0) means "none". */
typedef struct hv_pair {
    uint32_t boot;
    uint32_t counter;
} hv_pair;

/* RFC 1982 on 32 bits, without the undefined case: at a distance of 2^31 neither is newer. */
static inline bool hv_sequence_newer(uint32_t a, uint32_t b)
{
    const uint32_t distance = a - b;
    return distance != 0U && distance < UINT32_C(0x80000000);
}

/* Milliseconds since `echo_ms` was stamped. Meaningless when hv_stamp_is_future(): check that first. */
static inline uint32_t hv_stamp_age_ms(uint32_t now_ms, uint32_t echo_ms)
{
    return now_ms - echo_ms;
}

static inline bool hv_stamp_is_future(uint32_t now_ms, uint32_t echo_ms)
{
    return hv_stamp_age_ms(now_ms, echo_ms) >= UINT32_C(0x80000000);
}

/* "Made after" of section 8: strictly later, so that an echo of the very millisecond does not count. */
static inline bool hv_stamp_after(uint32_t a_ms, uint32_t b_ms)
{
    return hv_sequence_newer(a_ms, b_ms);
}

/* -1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
static inline int hv_pair_compare(hv_pair a, hv_pair b)
{
    if (a.boot != b.boot) {
        return a.boot < b.boot ? -1 : 1;
    }
    if (a.counter != b.counter) {
        return a.counter < b.counter ? -1 : 1;
    }
    return 0;
}

static inline bool hv_pair_is_none(hv_pair pair)
{
    return pair.boot == 0U && pair.counter == 0U;
}

/* A u16 duration saturates. */
static inline uint16_t hv_saturate_ms(uint64_t ms)
{
    return ms > UINT16_MAX ? (uint16_t)UINT16_MAX : (uint16_t)ms;
}

#endif
