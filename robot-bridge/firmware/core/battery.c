#include "battery.h"

static const battery_point LIPO_CURVE[] = {
    {3270, 0},  {3610, 5},  {3690, 10}, {3730, 20}, {3770, 30}, {3790, 40},  {3820, 50},
    {3870, 60}, {3920, 70}, {3980, 75}, {4020, 80}, {4110, 90}, {4150, 95}, {4200, 100},
};

const battery_config BATTERY_2S_LIPO = {
    .curve = LIPO_CURVE,
    .curve_points = sizeof LIPO_CURVE / sizeof LIPO_CURVE[0],
    .cells = 2,
    .low_below_mv = 6600,
    .low_until_mv = 6900,
    .smoothing_shift = 4,
};

void battery_init(battery *self, const battery_config *config)
{
    self->config = *config;
    self->mean_256mv = 0;
    self->low = false;
}

void battery_sample(battery *self, uint16_t pack_mv)
{
    const uint32_t sample = (uint32_t)pack_mv * 256U;
    if (pack_mv == 0U || self->mean_256mv == 0U) {
        self->mean_256mv = sample;
    } else {
        const int64_t difference = (int64_t)sample - (int64_t)self->mean_256mv;
        const int64_t divisor = (int64_t)1 << self->config.smoothing_shift;
        self->mean_256mv = (uint32_t)((int64_t)self->mean_256mv + difference / divisor);
    }
    const uint16_t mean_mv = battery_mv(self);
    if (mean_mv != 0U && mean_mv < self->config.low_below_mv) {
        self->low = true;
    } else if (mean_mv >= self->config.low_until_mv) {
        self->low = false;
    }
}

uint16_t battery_mv(const battery *self)
{
    return (uint16_t)(self->mean_256mv / 256U);
}

uint8_t battery_percent(const battery *self)
{
    const uint32_t pack_mv = battery_mv(self);
    const battery_config *const config = &self->config;
    if (pack_mv == 0U || config->cells == 0U || config->curve_points == 0U) {
        return BATTERY_PERCENT_UNKNOWN;
    }
    const uint32_t cell_mv = pack_mv / config->cells;
    if (cell_mv < config->curve[0].cell_mv) {
        return config->curve[0].percent;
    }
    for (size_t i = 1; i < config->curve_points; i++) {
        const battery_point low = config->curve[i - 1U];
        const battery_point high = config->curve[i];
        if (cell_mv < high.cell_mv) {
            const uint32_t rise = (uint32_t)high.percent - low.percent;
            return (uint8_t)(low.percent + rise * (cell_mv - low.cell_mv) / ((uint32_t)high.cell_mv - low.cell_mv));
        }
    }
    return config->curve[config->curve_points - 1U].percent;
}

bool battery_is_low(const battery *self)
{
    return self->low;
}
