#include "simulation.h"

#include <stdio.h>
#include <string.h>

enum { READ_BYTES = 4096, BITS_PER_BYTE = 10, US_PER_S = 1000000, PACE_BURST_BYTES = 16 };

const char *simulation_start(simulation *sim, const sim_options *options, uint64_t now_us)
{
    memset(sim, 0, sizeof *sim);
    pty_link_init(&sim->link, options->link_path);
    if (!event_log_open(&sim->log, options->log_path)) {
        return "cannot open the log";
    }
    sim->noise.state = options->seed;
    sim->baud = options->baud;
    sim->paced_at_us = now_us;
    sim->now_us = now_us;
    const char *const problem = pty_link_plug(&sim->link);
    if (problem == NULL) {
        esp32_power_up(&sim->chip, &sim->log, options->battery_mv, now_us);
    }
    return problem;
}

void simulation_end(simulation *sim)
{
    esp32_power_down(&sim->chip);
    pty_link_unplug(&sim->link);
    event_log_write(&sim->log, "end", "%s", "");
    event_log_close(&sim->log);
}

bool simulation_wants_line(const simulation *sim)
{
    return sim->link.peer && !sim->chip.frozen && line_buffer_room(&sim->to_board) > 0U;
}

/* How many bytes each direction may pass now. Both have the same speed, so one count serves them. */
static size_t pace(simulation *sim, uint64_t now_us)
{
    if (sim->baud == 0U) {
        return SIZE_MAX;
    }
    const uint64_t bit_us_per_byte = (uint64_t)BITS_PER_BYTE * US_PER_S;
    const uint64_t most = bit_us_per_byte * PACE_BURST_BYTES;
    sim->pace_credit += (now_us - sim->paced_at_us) * sim->baud;
    sim->pace_credit = sim->pace_credit < most ? sim->pace_credit : most;
    sim->paced_at_us = now_us;
    const size_t bytes = (size_t)(sim->pace_credit / bit_us_per_byte);
    sim->pace_credit -= bytes * bit_us_per_byte;
    return bytes;
}

static uint32_t garble_now(const simulation *sim, uint64_t now_us)
{
    return now_us < sim->garble_until_us ? sim->garble_permille : 0U;
}

void simulation_collect(simulation *sim)
{
    pty_link_refresh_peer(&sim->link);
    if (sim->chip.frozen) {
        return;
    }
    uint8_t bytes[READ_BYTES];
    for (;;) {
        const size_t room = line_buffer_room(&sim->to_board);
        const size_t got = pty_link_read(&sim->link, bytes, room < sizeof bytes ? room : sizeof bytes);
        if (got == 0U) {
            return;
        }
        line_buffer_put(&sim->to_board, bytes, got, garble_now(sim, sim->now_us), &sim->noise);
    }
}

static void feed_chip(simulation *sim, size_t allowed, uint64_t now_us)
{
    const uint8_t *bytes = NULL;
    size_t ready = 0;
    while (allowed > 0U && (ready = line_buffer_peek(&sim->to_board, &bytes)) > 0U) {
        const size_t now = ready < allowed ? ready : allowed;
        esp32_feed(&sim->chip, bytes, now, now_us);
        line_buffer_drop(&sim->to_board, now);
        allowed -= now;
    }
}

/* A stalled line takes all and delivers it late; a busy one makes the board wait, and then it sends the newest. */
static void take_frames(simulation *sim, bool stalled, uint64_t now_us)
{
    uint8_t frame[HV_FRAME_MAX_BYTES];
    while ((stalled || sim->from_board.length == 0U) && line_buffer_room(&sim->from_board) >= sizeof frame) {
        const size_t length = esp32_next_frame(&sim->chip, now_us, frame);
        if (length == 0U) {
            return;
        }
        line_buffer_put(&sim->from_board, frame, length, garble_now(sim, now_us), &sim->noise);
    }
}

static void write_line(simulation *sim, size_t allowed)
{
    if (!sim->link.peer) {
        line_buffer_clear(&sim->from_board);
        return;
    }
    const uint8_t *bytes = NULL;
    size_t ready = 0;
    while (allowed > 0U && (ready = line_buffer_peek(&sim->from_board, &bytes)) > 0U) {
        const size_t sent = pty_link_write(&sim->link, bytes, ready < allowed ? ready : allowed);
        if (sent == 0U) {
            return;
        }
        line_buffer_drop(&sim->from_board, sent);
        allowed -= sent;
    }
}

void simulation_step(simulation *sim, uint64_t now_us)
{
    const bool stalled = now_us < sim->stalled_until_us;
    const size_t allowed = pace(sim, now_us);
    sim->now_us = now_us;
    esp32_tick(&sim->chip, now_us);
    if (!sim->chip.frozen) {
        if (!stalled) {
            feed_chip(sim, allowed, now_us);
        }
        take_frames(sim, stalled, now_us);
    }
    if (!stalled) {
        write_line(sim, allowed);
    }
    event_log_tick(&sim->log, now_us);
}
