#include "motor.h"

enum { PERMILLE_MAX = 1000 };

const motor_config MOTOR_DEFAULTS = {
    .dead_band_permille = 10,
    .duty_min = 180,
    .duty_max = MOTOR_DUTY_MAX,
};

static uint16_t at_most(uint16_t value, uint16_t limit)
{
    return value < limit ? value : limit;
}

static uint16_t duty_of(const motor_config *config, uint32_t magnitude_permille)
{
    const uint32_t dead_band = at_most(config->dead_band_permille, PERMILLE_MAX - 1);
    const uint32_t duty_max = at_most(config->duty_max, MOTOR_DUTY_MAX);
    const uint32_t duty_min = at_most(config->duty_min, (uint16_t)duty_max);
    if (magnitude_permille <= dead_band) {
        return 0;
    }
    const uint32_t share = magnitude_permille - dead_band;
    return (uint16_t)(duty_min + (duty_max - duty_min) * share / (PERMILLE_MAX - dead_band));
}

int32_t motor_signed_duty(const motor_config *config, int16_t permille)
{
    const int32_t magnitude = permille < 0 ? -(int32_t)permille : permille;
    const uint32_t clamped = (uint32_t)(magnitude < PERMILLE_MAX ? magnitude : PERMILLE_MAX);
    const int32_t duty = duty_of(config, clamped);
    return permille < 0 ? -duty : duty;
}

static motor_channel channel(int32_t signed_duty, bool invert)
{
    const int32_t turned = invert ? -signed_duty : signed_duty;
    const motor_channel result = {
        .duty = (uint16_t)(turned < 0 ? -turned : turned),
        .input_1 = turned > 0,
        .input_2 = turned < 0,
    };
    return result;
}

motor_channels motor_mix(const motor_config *config, int16_t left_permille, int16_t right_permille)
{
    const motor_channel left = channel(motor_signed_duty(config, left_permille), config->invert_left);
    const motor_channel right = channel(motor_signed_duty(config, right_permille), config->invert_right);
    const motor_channels straight = {left, right};
    const motor_channels swapped = {right, left};
    return config->swap_sides ? swapped : straight;
}
