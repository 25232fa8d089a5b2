#include "profiles.h"

#include <string.h>

#include "draw.h"

#define US UINT64_C(1000)
#define MS UINT64_C(1000000)
#define S UINT64_C(1000000000)
#define KBIT UINT64_C(1000)
#define MBIT UINT64_C(1000000)
#define PERCENT 10000 /* ppm */
#define QUEUE_BYTES(rate_bit_s, ms) ((rate_bit_s) / 8U * (ms) / 1000U)

#define NO_LOSS .to_good_ppm = ALL_PPM
/* Bursts of LENGTH packets on average (share in ppm): all that the bad state meets is lost. */
#define BURSTS(share, length)                                                      \
    .to_bad_ppm = (uint32_t)((double)(share) / (ALL_PPM - (share)) / (length) * ALL_PPM + 0.5), \
    .to_good_ppm = (uint32_t)(ALL_PPM / (double)(length) + 0.5), .bad_loss_ppm = ALL_PPM
#define LINE(rate, ms) .rate_bit_s = (rate), .queue_bytes = QUEUE_BYTES(rate, ms)
/* A terrestrial path between two data centres. */
#define HAUL(one_way, shake) \
    {.delay_ns = (one_way), .jitter_ns = (shake), .good_loss_ppm = 100, NO_LOSS, LINE(1000U * MBIT, 50U)}
#define STARLINK_SLOT .black_out_ns = 140U * MS, .black_out_every_ns = 15U * S, .black_out_at_ns = 5U * S

static const profile PROFILES[] = {
    {"none", {NO_LOSS}, {NO_LOSS}},
    {"lan", {.delay_ns = 150U * US, .jitter_ns = 50U * US, NO_LOSS, LINE(1000U * MBIT, 10U)},
     {.delay_ns = 150U * US, .jitter_ns = 50U * US, NO_LOSS, LINE(1000U * MBIT, 10U)}},
    {"wifi-poor", {.delay_ns = 2U * MS, .jitter_ns = 20U * MS, BURSTS(2 * PERCENT, 4), LINE(10U * MBIT, 200U)},
     {.delay_ns = 2U * MS, .jitter_ns = 20U * MS, BURSTS(2 * PERCENT, 4), LINE(20U * MBIT, 200U)}},
    {"lte", {.delay_ns = 22U * MS, .jitter_ns = 6U * MS, BURSTS(PERCENT / 2, 3), LINE(8U * MBIT, 300U)},
     {.delay_ns = 15U * MS, .jitter_ns = 4U * MS, BURSTS(PERCENT / 5, 3), LINE(30U * MBIT, 200U)}},
    {"starlink",
     {.delay_ns = 15U * MS, .jitter_ns = 10U * MS, BURSTS(PERCENT / 2, 6), LINE(15U * MBIT, 150U), STARLINK_SLOT},
     {.delay_ns = 13U * MS, .jitter_ns = 8U * MS, BURSTS(PERCENT / 2, 6), LINE(150U * MBIT, 60U), STARLINK_SLOT}},
    {"severe",
     {.delay_ns = 80U * MS, .jitter_ns = 40U * MS, .hold_ppm = 2 * PERCENT, .hold_ns = 60U * MS, .duplicate_ppm = PERCENT,
      BURSTS(8 * PERCENT, 5), LINE(1000U * KBIT, 500U)},
     {.delay_ns = 80U * MS, .jitter_ns = 40U * MS, .hold_ppm = 2 * PERCENT, .hold_ns = 60U * MS, .duplicate_ppm = PERCENT,
      BURSTS(8 * PERCENT, 5), LINE(2000U * KBIT, 500U)}},
    {"black-out-2s",
     {.delay_ns = 10U * MS, NO_LOSS, .black_out_ns = 2U * S, .black_out_every_ns = 15U * S, .black_out_at_ns = 10U * S},
     {.delay_ns = 10U * MS, NO_LOSS, .black_out_ns = 2U * S, .black_out_every_ns = 15U * S, .black_out_at_ns = 10U * S}},
    {"frankfurt-bucharest", HAUL(14U * MS, 500U * US), HAUL(14U * MS, 500U * US)},
    {"europe-us", HAUL(44U * MS, 500U * US), HAUL(44U * MS, 500U * US)},
    {"europe-korea", HAUL(132U * MS, 1U * MS), HAUL(132U * MS, 1U * MS)},
};

const profile *profile_at(size_t place)
{
    return place < sizeof PROFILES / sizeof PROFILES[0] ? &PROFILES[place] : NULL;
}

const profile *profile_named(const char *name)
{
    for (size_t i = 0; profile_at(i) != NULL; i++) {
        if (strcmp(profile_at(i)->name, name) == 0) {
            return profile_at(i);
        }
    }
    return NULL;
}
