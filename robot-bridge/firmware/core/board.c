#include "board.h"

#include <string.h>

enum { PPM_PER_PERMILLE = 1000, US_PER_MS = 1000, ACCELERATE_MAX_MS = 60000 };

/* After a gap the output may rise by what this much time allows, however long the gap was. */
enum { ACCELERATE_STEP_MAX_US = 10000 };

static uint16_t clamp_u16(uint16_t value, uint16_t least, uint16_t most)
{
    return value < least ? least : value > most ? most : value;
}

board_config board_default_config(void)
{
    const board_config config = {
        .life_max_ms = BOARD_LIFE_MAX_MS,
        .ramp_ms = BOARD_RAMP_MAX_MS,
        .accelerate_ms = BOARD_ACCELERATE_MIN_MS,
        .output_max_permille = HV_PERMILLE_MAX,
        .battery = BATTERY_2S_LIPO,
    };
    return config;
}

void board_init(board *self, const board_config *config, uint32_t start_id, uint32_t start_stamp_ms, uint64_t now_us)
{
    memset(self, 0, sizeof *self);
    self->config = *config;
    self->config.life_max_ms = clamp_u16(config->life_max_ms, 1U, BOARD_LIFE_MAX_MS);
    self->config.ramp_ms = clamp_u16(config->ramp_ms, 1U, BOARD_RAMP_MAX_MS);
    self->config.accelerate_ms = clamp_u16(config->accelerate_ms, BOARD_ACCELERATE_MIN_MS, ACCELERATE_MAX_MS);
    self->config.output_max_permille = clamp_u16(config->output_max_permille, 0U, HV_PERMILLE_MAX);
    self->rates.accelerate_us = (uint32_t)self->config.accelerate_ms * US_PER_MS;
    self->rates.brake_us = (uint32_t)self->config.ramp_ms * US_PER_MS;
    self->start_id = start_id != 0U ? start_id : 1U;
    self->now_us = now_us;
    self->stamp_at_zero_ms = start_stamp_ms - (uint32_t)(now_us / US_PER_MS);
    self->state = BOARD_STOPPED;
    self->stopped_at_ms = start_stamp_ms;
    self->telemetry_due_us = now_us;
    battery_init(&self->battery, &config->battery);
}

uint32_t board_stamp_ms(const board *self, uint64_t now_us)
{
    return self->stamp_at_zero_ms + (uint32_t)(now_us / US_PER_MS);
}

static uint64_t never_backwards(const board *self, uint64_t now_us)
{
    return now_us > self->now_us ? now_us : self->now_us;
}

static void move_towards_target(board *self, uint64_t elapsed_us, uint64_t accelerate_for_us)
{
    self->output.left =
        ramp_towards(self->output.left, self->target.left, elapsed_us, accelerate_for_us, self->rates);
    self->output.right =
        ramp_towards(self->output.right, self->target.right, elapsed_us, accelerate_for_us, self->rates);
}

static uint32_t magnitude_ppm(int32_t ppm)
{
    return (uint32_t)(ppm < 0 ? -ppm : ppm);
}

/* Both tracks reach zero together, so that the robot keeps its curve; the faster one sets how long that takes. */
static void start_fall(board *self)
{
    const uint32_t left = magnitude_ppm(self->output.left);
    const uint32_t right = magnitude_ppm(self->output.right);
    const uint64_t largest = left > right ? left : right;
    self->state = BOARD_FAILSAFE;
    self->fall_from = self->output;
    self->fall_start_us = self->deadline_us;
    self->fall_us = largest * self->rates.brake_us / RAMP_FULL_PPM;
}

/* The only place where time moves. */
static void advance(board *self, uint64_t now_us)
{
    const uint64_t since_us = self->now_us;
    self->now_us = now_us;
    if (self->state == BOARD_DRIVING) {
        if (now_us < self->deadline_us) {
            const uint64_t elapsed_us = now_us - since_us;
            move_towards_target(self, elapsed_us, ACCELERATE_STEP_MAX_US);
            return;
        }
        /* Nobody saw the motors speed up between the last call and the deadline, so only braking is made up for. */
        const uint64_t until_deadline_us = self->deadline_us > since_us ? self->deadline_us - since_us : 0U;
        move_towards_target(self, until_deadline_us, 0U);
        start_fall(self);
    }
    if (self->state == BOARD_FAILSAFE) {
        const uint64_t fallen_us = now_us - self->fall_start_us;
        self->output.left = ramp_to_zero(self->fall_from.left, fallen_us, self->fall_us);
        self->output.right = ramp_to_zero(self->fall_from.right, fallen_us, self->fall_us);
        return;
    }
    self->output = (board_outputs_ppm){0, 0};
}

board_output board_tick(board *self, uint64_t now_us)
{
    const uint64_t now = never_backwards(self, now_us);
    if (now - self->now_us > BOARD_TICK_MAX_US) {
        self->late_ticks++;
    }
    advance(self, now);
    return board_output_now(self);
}

void board_count_refused(board *self, hv_reason reason)
{
    self->refused[reason]++;
    self->rejected++;
    self->last_reason = reason;
}

static void stop(board *self, const hv_stop *message, uint64_t now_us)
{
    self->state = BOARD_STOPPED;
    self->output = (board_outputs_ppm){0, 0};
    self->target = (board_outputs_ppm){0, 0};
    self->stopped_at_ms = board_stamp_ms(self, now_us);
    self->stop_latch = message->latch;
    self->telemetry_due_us = now_us;
}

static uint32_t life_ms(const board *self, const hv_drive *drive)
{
    return drive->ttl_ms < self->config.life_max_ms ? drive->ttl_ms : self->config.life_max_ms;
}

/* The rules that make a setpoint the newest, in the order of section 7. */
static hv_reason judge_freshness(const board *self, const hv_drive *drive, uint32_t stamp_ms)
{
    if (hv_pair_is_none(drive->term)) {
        return HV_REASON_TERM_UNKNOWN;
    }
    if (self->seen_any) {
        const int order = hv_pair_compare(drive->term, self->seen.term);
        if (order < 0) {
            return HV_REASON_TERM_OLD;
        }
        if (order == 0 && !hv_sequence_newer(drive->sequence, self->seen.sequence)) {
            return HV_REASON_SEQUENCE_OLD;
        }
    }
    if (hv_stamp_is_future(stamp_ms, drive->echo_ms)) {
        return HV_REASON_STAMP_FUTURE;
    }
    return hv_stamp_age_ms(stamp_ms, drive->echo_ms) >= life_ms(self, drive) ? HV_REASON_STALE : HV_REASON_ACCEPTED;
}

static int32_t capped_ppm(const board *self, int16_t permille, bool human)
{
    return human ? (int32_t)permille * self->config.output_max_permille * PPM_PER_PERMILLE / HV_PERMILLE_MAX : 0;
}

static hv_reason drive(board *self, const hv_drive *message, uint64_t now_us)
{
    const uint32_t stamp_ms = board_stamp_ms(self, now_us);
    const hv_reason freshness = judge_freshness(self, message, stamp_ms);
    if (freshness != HV_REASON_ACCEPTED) {
        return freshness;
    }
    self->seen_any = true;
    self->seen = (board_command){message->term, message->sequence};
    const bool human = message->input_age_ms <= BOARD_INPUT_AGE_MAX_MS;
    const bool neutral = !human || (message->left_permille == 0 && message->right_permille == 0);
    if (self->state == BOARD_STOPPED && !(neutral && hv_stamp_after(message->echo_ms, self->stopped_at_ms))) {
        return HV_REASON_LATCHED_FAILSAFE;
    }
    self->accepted = self->seen;
    self->state = BOARD_DRIVING;
    self->target.left = capped_ppm(self, message->left_permille, human);
    self->target.right = capped_ppm(self, message->right_permille, human);
    const uint32_t age_ms = hv_stamp_age_ms(stamp_ms, message->echo_ms);
    self->deadline_us = (now_us / US_PER_MS + (life_ms(self, message) - age_ms)) * US_PER_MS;
    return HV_REASON_ACCEPTED;
}

hv_reason board_receive(board *self, const hv_message *message, uint64_t now_us)
{
    const uint64_t now = never_backwards(self, now_us);
    advance(self, now);
    if (message->type == HV_TYPE_STOP) {
        stop(self, &message->stop, now);
        return HV_REASON_ACCEPTED;
    }
    const hv_reason reason =
        message->type == HV_TYPE_DRIVE ? drive(self, &message->drive, now) : HV_REASON_WRONG_DIRECTION;
    if (reason != HV_REASON_ACCEPTED) {
        board_count_refused(self, reason);
    }
    return reason;
}

void board_set_battery(board *self, uint16_t pack_mv)
{
    battery_sample(&self->battery, pack_mv);
}

void board_set_motor_fault(board *self, bool fault)
{
    self->motor_fault = fault;
}

bool board_telemetry_due(const board *self, uint64_t now_us)
{
    return now_us >= self->telemetry_due_us;
}

hv_board board_take_telemetry(board *self, uint64_t now_us)
{
    const uint64_t period_us = (uint64_t)BOARD_TELEMETRY_MS * US_PER_MS;
    const uint64_t next_us = self->telemetry_due_us + period_us;
    self->telemetry_due_us = next_us > now_us ? next_us : now_us + period_us;
    const board_output output = board_output_now(self);
    const hv_board message = {
        .stopped = self->state == BOARD_STOPPED,
        .failsafe = self->state == BOARD_FAILSAFE,
        .ramping = board_is_ramping(self),
        .faults = (uint8_t)((battery_is_low(&self->battery) ? HV_FAULT_BATTERY_LOW : 0) |
                            (self->motor_fault ? HV_FAULT_MOTOR_DRIVER : 0)),
        .start_id = self->start_id,
        .stamp_ms = board_stamp_ms(self, now_us),
        .term = self->accepted.term,
        .sequence = self->accepted.sequence,
        .latch = self->stop_latch,
        .left_permille = output.left_permille,
        .right_permille = output.right_permille,
        .battery_mv = battery_mv(&self->battery),
        .battery_percent = battery_percent(&self->battery),
        .last_reason = (uint8_t)self->last_reason,
        .rejected = self->rejected,
    };
    return message;
}

board_output board_output_now(const board *self)
{
    const board_output output = {
        .left_permille = (int16_t)(self->output.left / PPM_PER_PERMILLE),
        .right_permille = (int16_t)(self->output.right / PPM_PER_PERMILLE),
    };
    return output;
}

board_state board_state_now(const board *self)
{
    return self->state;
}

bool board_is_ramping(const board *self)
{
    const bool moving = self->output.left != 0 || self->output.right != 0;
    const bool arrived = self->output.left == self->target.left && self->output.right == self->target.right;
    return self->state == BOARD_FAILSAFE ? moving : self->state == BOARD_DRIVING && !arrived;
}

uint32_t board_life_left_ms(const board *self, uint64_t now_us)
{
    if (self->state != BOARD_DRIVING || now_us >= self->deadline_us) {
        return 0;
    }
    return (uint32_t)((self->deadline_us - now_us + US_PER_MS - 1U) / US_PER_MS);
}
