#include "ramp.h"

static int32_t magnitude(int32_t ppm)
{
    return ppm < 0 ? -ppm : ppm;
}

/* What a rate moves in a time, full power at most. Braking rounds up, so that rounding never makes a stop later. */
static int32_t moved_ppm(uint64_t elapsed_us, uint32_t full_us, uint32_t round_up_us)
{
    if (elapsed_us >= full_us) {
        return RAMP_FULL_PPM;
    }
    return (int32_t)((elapsed_us * RAMP_FULL_PPM + round_up_us) / full_us);
}

/* Both magnitudes are not negative. */
static int32_t accelerate(int32_t from_ppm, int32_t to_ppm, uint64_t elapsed_us, ramp_rates rates)
{
    const int32_t reached = from_ppm + moved_ppm(elapsed_us, rates.accelerate_us, 0U);
    return reached < to_ppm ? reached : to_ppm;
}

int32_t ramp_towards(int32_t from_ppm, int32_t to_ppm, uint64_t elapsed_us, uint64_t accelerate_for_us,
                     ramp_rates rates)
{
    const int32_t sign = from_ppm < 0 ? -1 : 1; /* at zero either leads to the same */
    const int32_t from = magnitude(from_ppm);
    const int32_t to = to_ppm * sign;
    if (to >= from) {
        const uint64_t time_us = elapsed_us < accelerate_for_us ? elapsed_us : accelerate_for_us;
        return sign * accelerate(from, to, time_us, rates);
    }
    const int32_t floor = to > 0 ? to : 0;
    const int32_t braked = from - moved_ppm(elapsed_us, rates.brake_us, rates.brake_us - 1U);
    if (braked > floor) {
        return sign * braked;
    }
    if (to >= 0) {
        return sign * floor;
    }
    const uint64_t used_us = ((uint64_t)from * rates.brake_us + RAMP_FULL_PPM - 1U) / RAMP_FULL_PPM;
    const uint64_t rest_us = elapsed_us > used_us ? elapsed_us - used_us : 0U;
    const uint64_t time_us = rest_us < accelerate_for_us ? rest_us : accelerate_for_us;
    return -sign * accelerate(0, -to, time_us, rates);
}

int32_t ramp_to_zero(int32_t from_ppm, uint64_t elapsed_us, uint64_t duration_us)
{
    if (elapsed_us >= duration_us) {
        return 0;
    }
    return (int32_t)((int64_t)from_ppm * (int64_t)(duration_us - elapsed_us) / (int64_t)duration_us);
}
