/*
 * The simulated microcontroller: the real core, motors that are log lines, a battery that is a number, and a CPU that
 * can freeze or restart. It neither reads clocks nor touches the line; the caller passes time and bytes.
 */
#ifndef HAVATAR_SIM_ESP32_H
#define HAVATAR_SIM_ESP32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board_line.h"
#include "event_log.h"
#include "motor.h"

/* As in main/: a CPU that does not come round for this long is reset, and a reset switches the motors off. */
#define ESP32_WATCHDOG_MS 100U

typedef struct esp32 {
    board board;
    board_line line;
    motor_config motors;
    event_log *log;
    bool ever_stopped; /* since the start of the board, by a STOP */
    bool frozen;
    bool watchdog;     /* of the freeze under way */
    bool cut_off;      /* the enable pin goes low before a restart, as main/motor_cutoff.c does it */
    bool watchdog_bit; /* or the CPU aborted: from here on the chip is on its way through a restart */
    uint64_t frozen_since_us;
    uint64_t frozen_until_us;
    board_output applied;
    int32_t pwm_left;
    int32_t pwm_right;
    int64_t battery_uv;
    int64_t drain_uv_per_s;
    uint64_t battery_us; /* when battery_uv was true */
} esp32;

/* `log` outlives the chip. Powers it up: the first line of the log is its start. */
void esp32_power_up(esp32 *chip, event_log *log, uint16_t battery_mv, uint64_t now_us);

/* Zero output, logged; the chip must not be used afterwards. */
void esp32_power_down(esp32 *chip);

/* A restart of the board: everything in its memory is lost, the start id is new. */
void esp32_reboot(esp32 *chip, uint64_t now_us);

typedef enum esp32_guard {
    ESP32_GUARDED,     /* watchdog and cut-off */
    ESP32_NO_WATCHDOG,
    ESP32_NO_CUT_OFF,  /* the restart leaves the last duty on until the program runs again */
} esp32_guard;

/* The CPU does nothing for `ms`; the motors keep what they were given until the watchdog (if any) cuts them off. */
void esp32_freeze(esp32 *chip, uint32_t ms, esp32_guard guard, uint64_t now_us);

/* A panic: the program starts again after `ms`; until then the duty stands unless the motors are cut off. */
void esp32_abort(esp32 *chip, uint32_t ms, esp32_guard guard, uint64_t now_us);

/* To be called every millisecond or so, frozen or not. */
void esp32_tick(esp32 *chip, uint64_t now_us);

/* Nothing may be fed to, or taken from, a frozen chip. */
void esp32_feed(esp32 *chip, const uint8_t *bytes, size_t length, uint64_t now_us);
size_t esp32_next_frame(esp32 *chip, uint64_t now_us, uint8_t frame[HV_FRAME_MAX_BYTES]);

void esp32_set_battery(esp32 *chip, uint16_t battery_mv, uint64_t now_us);
void esp32_drain_battery(esp32 *chip, uint16_t mv_per_s, uint64_t now_us);

/* For people: "stopped", "driving", "failsafe", "frozen". */
const char *esp32_state_name(const esp32 *chip);

#endif
