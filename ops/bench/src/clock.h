/* The one clock of the generator: CLOCK_MONOTONIC in nanoseconds. */
#ifndef HAVATAR_BENCH_CLOCK_H
#define HAVATAR_BENCH_CLOCK_H

#include <stdint.h>
#include <time.h>

#define NS_PER_S UINT64_C(1000000000)
#define NS_PER_MS UINT64_C(1000000)

static inline uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

/* A robot's stamps (PROTOCOL.md section 2): wrapping milliseconds. */
static inline uint32_t stamp_of_ns(uint64_t now_ns)
{
    return (uint32_t)(now_ns / NS_PER_MS);
}

#endif
