/* What the core needs of an ESP32, and nothing that decides anything. Only this folder knows ESP-IDF. */
#ifndef HAVATAR_HARDWARE_H
#define HAVATAR_HARDWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "motor.h"

/*
 * Brings everything up, the motors first, off. Any failure ends in a restart with the motors off: a robot that cannot
 * measure or hear must not drive.
 */
void hardware_start(void);

/* Microseconds since the start of the chip; counts light sleep. This program never enters deep sleep. */
uint64_t hardware_now_us(void);

/* True randomness; only before hardware_start(), because the entropy source shares hardware with the ADC. */
uint32_t hardware_random_u32(void);

void hardware_apply(motor_channels channels);
bool hardware_motor_fault(void);

/* Voltage of the pack, 0 when it cannot be measured. */
uint16_t hardware_battery_mv(void);

/* Waits for bytes, at most a millisecond. */
size_t hardware_read(uint8_t *bytes, size_t capacity);

/* True when everything written has left the chip, so that the next frame is not behind an older one. */
bool hardware_can_write(void);
void hardware_write(const uint8_t *bytes, size_t length);

/* From now on the calling task resets the chip unless it feeds the watchdog this often. */
void hardware_start_watchdog(uint32_t timeout_ms);
void hardware_feed_watchdog(void);

#endif
