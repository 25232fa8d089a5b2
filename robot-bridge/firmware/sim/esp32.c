#include "esp32.h"

#include <inttypes.h>
#include <string.h>
#include <sys/random.h>

enum { US_PER_MS = 1000, US_PER_S = 1000000, BATTERY_SAMPLE_US = 10000 };

static uint32_t random_u32(void)
{
    uint32_t value = 0;
    while (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value) {
    }
    return value;
}

static void apply(esp32 *chip, board_output output, const char *reason)
{
    const int32_t left = motor_signed_duty(&chip->motors, output.left_permille);
    const int32_t right = motor_signed_duty(&chip->motors, output.right_permille);
    const bool same = output.left_permille == chip->applied.left_permille &&
                      output.right_permille == chip->applied.right_permille && left == chip->pwm_left &&
                      right == chip->pwm_right;
    if (same) {
        return;
    }
    chip->applied = output;
    chip->pwm_left = left;
    chip->pwm_right = right;
    const board_command *const command = &chip->board.accepted;
    event_log_write(chip->log, "output",
                    ",\"left\":%d,\"right\":%d,\"pwm_left\":%" PRId32 ",\"pwm_right\":%" PRId32
                    ",\"term\":[%" PRIu32 ",%" PRIu32 "],\"sequence\":%" PRIu32 ",\"reason\":\"%s\"",
                    output.left_permille, output.right_permille, left, right, command->term.boot,
                    command->term.counter, command->sequence, reason);
}

static const char *output_reason(const esp32 *chip)
{
    switch (board_state_now(&chip->board)) {
    case BOARD_STOPPED: return chip->ever_stopped ? "stop" : "start";
    case BOARD_DRIVING: return board_is_ramping(&chip->board) ? "ramp" : "setpoint";
    case BOARD_FAILSAFE: return "failsafe";
    }
    return "start";
}

static void boot(esp32 *chip, uint64_t now_us)
{
    const board_config config = board_default_config();
    const uint32_t start_stamp_ms = random_u32();
    board_init(&chip->board, &config, random_u32(), start_stamp_ms, now_us);
    board_line_init(&chip->line, &chip->board);
    board_set_battery(&chip->board, (uint16_t)(chip->battery_uv / US_PER_MS));
    chip->ever_stopped = false;
    chip->frozen = false;
    event_log_write(chip->log, "start", ",\"start_id\":%" PRIu32 ",\"stamp_ms\":%" PRIu32, chip->board.start_id,
                    start_stamp_ms);
}

void esp32_power_up(esp32 *chip, event_log *log, uint16_t battery_mv, uint64_t now_us)
{
    memset(chip, 0, sizeof *chip);
    chip->log = log;
    chip->motors = MOTOR_DEFAULTS;
    chip->battery_uv = (int64_t)battery_mv * US_PER_MS;
    chip->battery_us = now_us;
    boot(chip, now_us);
}

void esp32_power_down(esp32 *chip)
{
    apply(chip, (board_output){0, 0}, "shutdown");
}

void esp32_reboot(esp32 *chip, uint64_t now_us)
{
    apply(chip, (board_output){0, 0}, "start");
    boot(chip, now_us);
}

void esp32_freeze(esp32 *chip, uint32_t ms, esp32_guard guard, uint64_t now_us)
{
    chip->frozen = true;
    chip->watchdog = guard != ESP32_NO_WATCHDOG;
    chip->cut_off = guard != ESP32_NO_CUT_OFF;
    chip->watchdog_bit = false;
    chip->frozen_since_us = now_us;
    chip->frozen_until_us = now_us + (uint64_t)ms * US_PER_MS;
}

static void restart(esp32 *chip, const char *reason)
{
    chip->watchdog_bit = true;
    if (chip->cut_off) {
        apply(chip, (board_output){0, 0}, reason);
    }
}

void esp32_abort(esp32 *chip, uint32_t ms, esp32_guard guard, uint64_t now_us)
{
    esp32_freeze(chip, ms, guard, now_us);
    restart(chip, "abort");
}

static void tick_frozen(esp32 *chip, uint64_t now_us)
{
    const uint64_t watchdog_us = chip->frozen_since_us + (uint64_t)ESP32_WATCHDOG_MS * US_PER_MS;
    if (chip->watchdog && !chip->watchdog_bit && now_us >= watchdog_us && chip->frozen_until_us >= watchdog_us) {
        restart(chip, "watchdog");
    }
    if (now_us < chip->frozen_until_us) {
        return;
    }
    chip->frozen = false;
    if (chip->watchdog_bit) {
        boot(chip, now_us);
    }
}

static void discharge(esp32 *chip, uint64_t now_us)
{
    if (now_us - chip->battery_us < BATTERY_SAMPLE_US) {
        return;
    }
    const int64_t elapsed_us = (int64_t)(now_us - chip->battery_us);
    const int64_t left_uv = chip->battery_uv - chip->drain_uv_per_s * elapsed_us / US_PER_S;
    chip->battery_uv = left_uv > 0 ? left_uv : 0;
    chip->battery_us = now_us;
    if (!chip->frozen) {
        board_set_battery(&chip->board, (uint16_t)(chip->battery_uv / US_PER_MS));
    }
}

void esp32_tick(esp32 *chip, uint64_t now_us)
{
    discharge(chip, now_us);
    if (chip->frozen) {
        tick_frozen(chip, now_us);
    }
    if (!chip->frozen) {
        const board_output output = board_tick(&chip->board, now_us);
        apply(chip, output, output_reason(chip));
    }
}

void esp32_feed(esp32 *chip, const uint8_t *bytes, size_t length, uint64_t now_us)
{
    for (size_t i = 0; i < length; i++) {
        board_line_event event;
        if (!board_line_feed(&chip->line, bytes[i], now_us, &event)) {
            continue;
        }
        event_log_frame(chip->log, &event, &chip->board, now_us);
        if (event.reason == HV_REASON_ACCEPTED && event.message.type == HV_TYPE_STOP) {
            chip->ever_stopped = true;
        }
        apply(chip, board_output_now(&chip->board), output_reason(chip));
    }
}

size_t esp32_next_frame(esp32 *chip, uint64_t now_us, uint8_t frame[HV_FRAME_MAX_BYTES])
{
    return board_line_next_frame(&chip->line, now_us, frame);
}

void esp32_set_battery(esp32 *chip, uint16_t battery_mv, uint64_t now_us)
{
    chip->battery_uv = (int64_t)battery_mv * US_PER_MS;
    chip->battery_us = now_us;
}

void esp32_drain_battery(esp32 *chip, uint16_t mv_per_s, uint64_t now_us)
{
    discharge(chip, now_us);
    chip->drain_uv_per_s = (int64_t)mv_per_s * US_PER_MS;
}

const char *esp32_state_name(const esp32 *chip)
{
    if (chip->frozen) {
        return chip->watchdog_bit ? "reset" : "frozen";
    }
    switch (board_state_now(&chip->board)) {
    case BOARD_STOPPED: return "stopped";
    case BOARD_DRIVING: return "driving";
    case BOARD_FAILSAFE: return "failsafe";
    }
    return "unknown";
}
