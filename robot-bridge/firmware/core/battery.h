/* Battery voltage: smoothing, charge in percent, and the "low" fault with hysteresis. */
#ifndef HAVATAR_BATTERY_H
#define HAVATAR_BATTERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BATTERY_PERCENT_UNKNOWN 255U

typedef struct battery_point {
    uint16_t cell_mv;
    uint8_t percent;
} battery_point;

/* `curve` is sorted by rising voltage and percent and outlives the battery. */
typedef struct battery_config {
    const battery_point *curve;
    size_t curve_points;
    uint8_t cells;
    uint16_t low_below_mv;   /* of the pack: the fault is set below */
    uint16_t low_until_mv;   /* and cleared at or above this */
    uint8_t smoothing_shift; /* each sample moves the mean by 1 / 2^shift of the difference; 0 .. 8 */
} battery_config;

/* Two lithium-polymer cells at light load; low below 3.30 V a cell. */
extern const battery_config BATTERY_2S_LIPO;

typedef struct battery {
    battery_config config;
    uint32_t mean_256mv; /* 1/256 mV; 0 while nothing was measured */
    bool low;
} battery;

void battery_init(battery *self, const battery_config *config);

/* Takes a measurement of the pack. 0 means "cannot be measured" and forgets the mean; the fault stays as it was. */
void battery_sample(battery *self, uint16_t pack_mv);

/* The smoothed pack voltage, 0 unknown. */
uint16_t battery_mv(const battery *self);

/* 0 .. 100, BATTERY_PERCENT_UNKNOWN while nothing was measured. */
uint8_t battery_percent(const battery *self);

bool battery_is_low(const battery *self);

#endif
