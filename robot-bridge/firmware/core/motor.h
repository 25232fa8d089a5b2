/* From permille per track to two H-bridge channels: a duty cycle and two direction inputs each. */
#ifndef HAVATAR_MOTOR_H
#define HAVATAR_MOTOR_H

#include <stdbool.h>
#include <stdint.h>

#define MOTOR_DUTY_MAX 1023U

typedef struct motor_config {
    bool invert_left;
    bool invert_right;
    bool swap_sides;            /* the left track hangs on channel B */
    uint16_t dead_band_permille; /* a magnitude up to this is zero; below 1000 */
    uint16_t duty_min;          /* the least duty that overcomes friction; duty_min <= duty_max */
    uint16_t duty_max;          /* at most MOTOR_DUTY_MAX */
} motor_config;

extern const motor_config MOTOR_DEFAULTS;

/* Both inputs low and duty 0: the bridge is off. Both inputs are never high. */
typedef struct motor_channel {
    uint16_t duty;
    bool input_1;
    bool input_2;
} motor_channel;

typedef struct motor_channels {
    motor_channel a;
    motor_channel b;
} motor_channels;

/* Values outside -1000 .. 1000 are clamped; a configuration out of range is clamped too. Zero in, all zero out. */
motor_channels motor_mix(const motor_config *config, int16_t left_permille, int16_t right_permille);

/* Duty with the sign of the turning direction, before inversion: what a person reads in a log. */
int32_t motor_signed_duty(const motor_config *config, int16_t permille);

#endif
