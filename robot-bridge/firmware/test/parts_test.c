/* Motor mixing, battery, and the ramps by themselves. */
#include <stdlib.h>

#include "battery.h"
#include "check.h"
#include "motor.h"
#include "ramp.h"

static void zero_really_is_zero(void)
{
    motor_config config = MOTOR_DEFAULTS;
    for (int variant = 0; variant < 8; variant++) {
        config.invert_left = (variant & 1) != 0;
        config.invert_right = (variant & 2) != 0;
        config.swap_sides = (variant & 4) != 0;
        const motor_channels off = motor_mix(&config, 0, 0);
        CHECK(off.a.duty == 0 && !off.a.input_1 && !off.a.input_2, "channel A is off");
        CHECK(off.b.duty == 0 && !off.b.input_1 && !off.b.input_2, "channel B is off");
    }
    const motor_channels dead = motor_mix(&MOTOR_DEFAULTS, 10, -10);
    CHECK(dead.a.duty == 0 && !dead.a.input_1 && dead.b.duty == 0 && !dead.b.input_2, "dead band");
}

static void duty_rises_with_the_setpoint_and_never_beyond(void)
{
    int32_t last = 0;
    for (int permille = 0; permille <= 1000; permille++) {
        const int32_t duty = motor_signed_duty(&MOTOR_DEFAULTS, (int16_t)permille);
        CHECK(duty >= last && duty <= (int32_t)MOTOR_DUTY_MAX, "monotonic and bounded");
        CHECK(duty == 0 || duty >= MOTOR_DEFAULTS.duty_min, "nothing between off and the least duty");
        CHECK(duty == -motor_signed_duty(&MOTOR_DEFAULTS, (int16_t)-permille), "symmetric");
        last = duty;
    }
    CHECK(last == (int32_t)MOTOR_DUTY_MAX, "full power");
    CHECK(motor_signed_duty(&MOTOR_DEFAULTS, INT16_MAX) == (int32_t)MOTOR_DUTY_MAX, "clamped");
    CHECK(motor_signed_duty(&MOTOR_DEFAULTS, INT16_MIN) == -(int32_t)MOTOR_DUTY_MAX, "clamped backward");
    const motor_config wild = {.dead_band_permille = 5000, .duty_min = 60000, .duty_max = 60000};
    CHECK(motor_signed_duty(&wild, 1000) <= (int32_t)MOTOR_DUTY_MAX, "a wild configuration is clamped");
}

static void directions_and_sides(void)
{
    motor_config config = MOTOR_DEFAULTS;
    motor_channels out = motor_mix(&config, 1000, -1000);
    CHECK(out.a.input_1 && !out.a.input_2 && !out.b.input_1 && out.b.input_2, "left forward, right backward");
    config.invert_left = true;
    out = motor_mix(&config, 1000, 1000);
    CHECK(!out.a.input_1 && out.a.input_2 && out.b.input_1, "left inverted");
    config.swap_sides = true;
    out = motor_mix(&config, 1000, 0);
    CHECK(out.a.duty == 0 && out.b.duty == MOTOR_DUTY_MAX && out.b.input_2, "swapped");
}

static void battery_curve_and_fault(void)
{
    battery gauge;
    battery_init(&gauge, &BATTERY_2S_LIPO);
    CHECK(battery_percent(&gauge) == BATTERY_PERCENT_UNKNOWN && battery_mv(&gauge) == 0U, "nothing measured");
    const struct { uint16_t mv; uint8_t percent; } CASES[] = {
        {5000, 0}, {6540, 0}, {7220, 5}, {7640, 50}, {7690, 55}, {8040, 80}, {8400, 100}, {9000, 100},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        battery_init(&gauge, &BATTERY_2S_LIPO);
        battery_sample(&gauge, CASES[i].mv);
        CHECK(battery_percent(&gauge) == CASES[i].percent && battery_mv(&gauge) == CASES[i].mv, "curve");
    }
    uint8_t last = 100;
    for (uint16_t mv = 9000; mv > 4000; mv--) {
        battery_init(&gauge, &BATTERY_2S_LIPO);
        battery_sample(&gauge, mv);
        CHECK(battery_percent(&gauge) <= last, "less voltage is never more charge");
        last = battery_percent(&gauge);
    }
    battery_init(&gauge, &BATTERY_2S_LIPO);
    battery_sample(&gauge, 6600);
    CHECK(!battery_is_low(&gauge), "exactly at the limit");
    for (int i = 0; i < 200; i++) {
        battery_sample(&gauge, 6500);
    }
    CHECK(battery_is_low(&gauge), "low");
    for (int i = 0; i < 200; i++) {
        battery_sample(&gauge, 6800);
    }
    CHECK(battery_is_low(&gauge), "hysteresis");
    for (int i = 0; i < 400; i++) {
        battery_sample(&gauge, 7400);
    }
    CHECK(!battery_is_low(&gauge), "charged");
    const uint16_t before = battery_mv(&gauge);
    battery_sample(&gauge, 5000);
    CHECK(battery_mv(&gauge) > before - 200U && !battery_is_low(&gauge), "one dip is smoothed");
    battery_sample(&gauge, 0);
    CHECK(battery_mv(&gauge) == 0U && battery_percent(&gauge) == BATTERY_PERCENT_UNKNOWN, "not measurable");
}

static void ramps_never_overshoot(void)
{
    const ramp_rates rates = {.accelerate_us = 400000, .brake_us = 120000};
    const int32_t VALUES[] = {-1000000, -999999, -500000, -1, 0, 1, 3, 500000, 999999, 1000000};
    const uint64_t TIMES_US[] = {0, 1, 999, 1000, 60000, 119999, 120000, 400000, 520000, 10000000, UINT64_MAX / 2U};
    const size_t values = sizeof VALUES / sizeof VALUES[0];
    for (size_t i = 0; i < values * values; i++) {
        const int32_t from = VALUES[i / values];
        const int32_t to = VALUES[i % values];
        const int32_t low = from < to ? from : to;
        const int32_t high = from < to ? to : from;
        for (size_t t = 0; t < sizeof TIMES_US / sizeof TIMES_US[0]; t++) {
            const int32_t reached = ramp_towards(from, to, TIMES_US[t], TIMES_US[t], rates);
            CHECK(reached >= low && reached <= high, "between where it was and where it goes");
            CHECK(TIMES_US[t] < 520000U || reached == to, "there in the end");
            const bool reversal = abs(from) == 1000000 && from * (int64_t)to < 0;
            CHECK(!reversal || TIMES_US[t] >= 120000U || from * (int64_t)reached >= 0, "120 ms to zero first");
        }
    }
    CHECK(ramp_to_zero(1000000, 0, 120000) == 1000000 && ramp_to_zero(-1000000, 60000, 120000) == -500000, "line");
    CHECK(ramp_to_zero(1000000, 120000, 120000) == 0 && ramp_to_zero(1, 0, 0) == 0, "zero at its end");
    CHECK(ramp_to_zero(-1000000, 119999, 120000) > -10, "nearly");
}

int main(void)
{
    zero_really_is_zero();
    duty_rises_with_the_setpoint_and_never_beyond();
    directions_and_sides();
    battery_curve_and_fault();
    ramps_never_overshoot();
    return check_finish("motor, battery, ramp");
}
