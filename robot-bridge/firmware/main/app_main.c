/* The program of the board: one task that reads, lets the core judge, and applies. All decisions are in core/. */
#include <stdlib.h>

#include "board_line.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "hardware.h"

enum {
    READ_BYTES = 128,
    BATTERY_PERIOD_US = 10000,
    WATCHDOG_MS = 100,
    TASK_STACK_BYTES = 6144,
    TASK_PRIORITY = configMAX_PRIORITIES - 2,
    TASK_CORE = 1 /* nothing else runs there */
};

static board the_board;
static board_line the_line;

static void watch_battery(uint64_t now_us)
{
    static uint64_t due_us;
    if (now_us >= due_us) {
        due_us = now_us + BATTERY_PERIOD_US;
        board_set_battery(&the_board, hardware_battery_mv());
        board_set_motor_fault(&the_board, hardware_motor_fault());
    }
}

static void drive_once(void)
{
    uint8_t bytes[READ_BYTES];
    const size_t got = hardware_read(bytes, sizeof bytes);
    /* The clock is read after the bytes: one that waited in a buffer looks as old as it is. */
    const uint64_t now_us = hardware_now_us();
    for (size_t i = 0; i < got; i++) {
        board_line_event event;
        board_line_feed(&the_line, bytes[i], now_us, &event);
    }
    const board_output output = board_tick(&the_board, now_us);
    hardware_apply(motor_mix(&MOTOR_DEFAULTS, output.left_permille, output.right_permille));
    if (hardware_can_write()) {
        uint8_t frame[HV_FRAME_MAX_BYTES];
        const size_t length = board_line_next_frame(&the_line, now_us, frame);
        if (length > 0U) {
            hardware_write(frame, length);
        }
    }
    watch_battery(now_us);
}

static void drive_task(void *unused)
{
    (void)unused;
    hardware_start_watchdog(WATCHDOG_MS);
    for (;;) {
        drive_once();
        hardware_feed_watchdog();
    }
}

void app_main(void)
{
    const uint32_t start_id = hardware_random_u32();
    const uint32_t start_stamp_ms = hardware_random_u32();
    hardware_start();
    const board_config config = board_default_config();
    board_init(&the_board, &config, start_id, start_stamp_ms, hardware_now_us());
    board_line_init(&the_line, &the_board);
    if (xTaskCreatePinnedToCore(drive_task, "drive", TASK_STACK_BYTES, NULL, TASK_PRIORITY, NULL, TASK_CORE) != pdPASS) {
        abort();
    }
}
