/* xorshift64*: phases and mask keys, the same in every run with the same seed. */
#ifndef HAVATAR_BENCH_SEEDED_RANDOM_H
#define HAVATAR_BENCH_SEEDED_RANDOM_H

#include <stdint.h>

typedef struct seeded_random {
    uint64_t state; /* not 0 */
} seeded_random;

static inline uint64_t random_next(seeded_random *random)
{
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return random->state * UINT64_C(0x2545F4914F6CDD1D);
}

#endif
