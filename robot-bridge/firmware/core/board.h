/*
 * The rules of the microcontroller that turns the motors (PROTOCOL.md section 10): the last stage that stops by itself.
 *
 * Time is an argument: `now_us`, microseconds of a monotonic clock that counts sleep. The board's stamp is derived from
 * it. A `now_us` that goes backwards counts as "no time has passed". Outputs are computed from the time that passed, so
 * a late call changes when an output is applied, never how long a setpoint lives: a call that is 3 s late yields zero.
 *
 * Memory: nothing is allocated; a `board` belongs to its caller, one thread at a time. Its members are private to
 * board.c; read it through the functions below.
 */
#ifndef HAVATAR_BOARD_H
#define HAVATAR_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "battery.h"
#include "havatar_wire.h"
#include "ramp.h"

/* The firmware's limits. A board_config can be stricter, never looser: board_init() clamps it to these. */
#define BOARD_LIFE_MAX_MS 200U        /* of a setpoint, counted from the echoed stamp */
#define BOARD_RAMP_MAX_MS 120U        /* full power to zero, by failsafe or by a lesser setpoint */
#define BOARD_ACCELERATE_MIN_MS 400U  /* zero to full power */
#define BOARD_INPUT_AGE_MAX_MS 300U   /* older human input counts as neutral (section 7) */
#define BOARD_TELEMETRY_MS 20U        /* BOARD at 50 Hz */
#define BOARD_TICK_MAX_US 5000U       /* board_tick() must be called at least this often */

typedef struct board_config {
    uint16_t life_max_ms;     /* 1 .. BOARD_LIFE_MAX_MS */
    uint16_t ramp_ms;         /* 1 .. BOARD_RAMP_MAX_MS */
    uint16_t accelerate_ms;   /* BOARD_ACCELERATE_MIN_MS .. 60000 */
    uint16_t output_max_permille; /* 0 .. 1000; both tracks are scaled down in proportion */
    battery_config battery;
} board_config;

/* Exactly the firmware's limits, full power, BATTERY_2S_LIPO. */
board_config board_default_config(void);

typedef enum board_state {
    BOARD_STOPPED = 0,  /* zero; wants a neutral setpoint whose echo was stamped after the stop (or the start) */
    BOARD_DRIVING = 1,  /* a setpoint is alive */
    BOARD_FAILSAFE = 2  /* its life ran out: ramping to zero, or there; the next setpoint resumes */
} board_state;

typedef struct board_output {
    int16_t left_permille;
    int16_t right_permille;
} board_output;

typedef struct board_command {
    hv_pair term;
    uint32_t sequence;
} board_command;

typedef struct board_outputs_ppm {
    int32_t left;
    int32_t right;
} board_outputs_ppm;

typedef struct board {
    board_config config;
    ramp_rates rates;
    uint32_t start_id;
    uint32_t stamp_at_zero_ms; /* the stamp when now_us was 0 */
    uint64_t now_us;           /* of the newest call */
    board_state state;
    board_outputs_ppm output;
    board_outputs_ppm target;   /* BOARD_DRIVING */
    uint64_t deadline_us;       /* BOARD_DRIVING: the first moment at which the setpoint is dead */
    board_outputs_ppm fall_from; /* BOARD_FAILSAFE: output at the deadline */
    uint64_t fall_start_us;
    uint64_t fall_us;
    uint32_t stopped_at_ms; /* stamp of the newest stop or start */
    bool seen_any;
    board_command seen;     /* the newest that passed term, sequence and age; only rises */
    board_command accepted; /* the last that was executed */
    hv_pair stop_latch;
    battery battery;
    bool motor_fault;
    uint64_t telemetry_due_us;
    uint32_t refused[HV_REASON_COUNT];
    uint16_t rejected;
    hv_reason last_reason;
    uint32_t late_ticks;
} board;

/*
 * Starts the board: zero output, BOARD_STOPPED, telemetry due. `config` is copied and clamped to the limits.
 * `start_id` is random for each start (0 is replaced by 1), `start_stamp_ms` is a random stamp for this moment.
 */
void board_init(board *self, const board_config *config, uint32_t start_id, uint32_t start_stamp_ms, uint64_t now_us);

/* Brings the output up to date and returns it. To be called at least every BOARD_TICK_MAX_US; later ones are counted. */
board_output board_tick(board *self, uint64_t now_us);

/*
 * Judges a message that arrived from the robot. The output is up to date afterwards, read it with board_output_now().
 *   HV_REASON_ACCEPTED          DRIVE became the setpoint, or STOP was executed
 *   HV_REASON_TERM_UNKNOWN      DRIVE without a term
 *   HV_REASON_TERM_OLD, HV_REASON_SEQUENCE_OLD, HV_REASON_STAMP_FUTURE, HV_REASON_STALE
 *   HV_REASON_LATCHED_FAILSAFE  BOARD_STOPPED, and the DRIVE is not neutral or not made after the stop
 *   HV_REASON_WRONG_DIRECTION   any other type
 * Everything but HV_REASON_ACCEPTED is counted and changes neither setpoint nor state.
 */
hv_reason board_receive(board *self, const hv_message *message, uint64_t now_us);

/* Counts a frame that never became a message (`reason` from hv_serial_feed()). */
void board_count_refused(board *self, hv_reason reason);

/* 0 mV: cannot be measured. */
void board_set_battery(board *self, uint16_t pack_mv);
void board_set_motor_fault(board *self, bool fault);

/* True when BOARD should be sent: every BOARD_TELEMETRY_MS, and at once after a STOP or the start. */
bool board_telemetry_due(const board *self, uint64_t now_us);

/* Takes the BOARD message of this moment; the next is due BOARD_TELEMETRY_MS later (missed ones are not made up for). */
hv_board board_take_telemetry(board *self, uint64_t now_us);

board_output board_output_now(const board *self);
board_state board_state_now(const board *self);
bool board_is_ramping(const board *self);
uint32_t board_stamp_ms(const board *self, uint64_t now_us);
/* What is left of the setpoint's life, 0 when none is alive. */
uint32_t board_life_left_ms(const board *self, uint64_t now_us);

#endif
