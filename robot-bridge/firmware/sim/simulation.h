/* The chip, its line and what the operator does to both. */
#ifndef HAVATAR_SIM_SIMULATION_H
#define HAVATAR_SIM_SIMULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "esp32.h"
#include "event_log.h"
#include "line_buffer.h"
#include "options.h"
#include "pty_link.h"

typedef struct simulation {
    event_log log;
    pty_link link;
    esp32 chip;
    line_buffer to_board;
    line_buffer from_board;
    line_random noise;
    uint32_t garble_permille;
    uint64_t garble_until_us;  /* UINT64_MAX: for ever */
    uint64_t stalled_until_us; /* in the past: not stalled */
    uint32_t baud;
    uint64_t paced_at_us;      /* up to here the baud limit's bytes were granted */
    uint64_t pace_credit;      /* granted and not used, in bits × µs / s */
    uint64_t now_us;           /* of the newest step */
    bool quit;
} simulation;

/* Opens the log and plugs in. Returns NULL, else what failed (static text, errno set). `options` outlives it. */
const char *simulation_start(simulation *sim, const sim_options *options, uint64_t now_us);

/*
 * Takes what the line holds, unless the CPU is frozen. The clock for the step is read after this: a byte that waited
 * while this process did not run must look as old as it is.
 */
void simulation_collect(simulation *sim);

/* Runs the chip, hands it what was collected, sends. Call it, after collecting, every tick and when bytes came. */
void simulation_step(simulation *sim, uint64_t now_us);

/* True when the pseudo-terminal should be waited for: a byte could be read from it now. */
bool simulation_wants_line(const simulation *sim);

/* Executes one line of the operator (without its end) and acknowledges it in the log. */
void simulation_command(simulation *sim, char *line, uint64_t now_us);

void simulation_end(simulation *sim);

#endif
