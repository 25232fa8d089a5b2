#include "robot_register.h"

#include <stddef.h>

enum { FRESH_ECHO_MS = 2000, BATTERY_MV = 7800, NO_LOOP_AGE = 65535 };

void robot_register_start(robot_register *self, uint32_t boot)
{
    *self = (robot_register){.term = {boot, 1}};
}

uint32_t robot_register_remaining_ms(const robot_register *self, uint32_t now_ms)
{
    return self->holder != 0U && hv_stamp_after(self->until_ms, now_ms) ? self->until_ms - now_ms : 0U;
}

const char *robot_register_propose(robot_register *self, const proposal *asked, uint32_t now_ms)
{
    if (hv_pair_compare(asked->term, self->term) != 0) {
        return "term_changed";
    }
    if (hv_stamp_age_ms(now_ms, asked->echo_ms) > FRESH_ECHO_MS) {
        return "stale";
    }
    const bool own = self->holder == asked->holder;
    if (self->holder != 0U && !own) {
        return "held";
    }
    self->until_ms = asked->echo_ms + asked->duration_ms;
    if (!own || !asked->take) {
        self->term.counter++;
        self->holder = asked->take ? asked->holder : 0U;
        self->has_sequence = false;
    }
    return NULL;
}

static hv_reason judge(robot_register *self, const hv_drive *drive, uint32_t now_ms)
{
    const int order = hv_pair_compare(drive->term, self->term);
    if (order != 0) {
        return order < 0 ? HV_REASON_TERM_OLD : HV_REASON_TERM_UNKNOWN;
    }
    if (self->holder == 0U) {
        return HV_REASON_NO_LEASE;
    }
    if (self->has_sequence && !hv_sequence_newer(drive->sequence, self->sequence)) {
        return HV_REASON_SEQUENCE_OLD;
    }
    if (hv_stamp_is_future(now_ms, drive->echo_ms)) {
        return HV_REASON_STAMP_FUTURE;
    }
    if (hv_stamp_age_ms(now_ms, drive->echo_ms) > drive->ttl_ms) {
        return HV_REASON_STALE;
    }
    self->sequence = drive->sequence;
    self->has_sequence = true;
    return HV_REASON_ACCEPTED;
}

hv_ack robot_register_judge(robot_register *self, const hv_drive *drive, uint32_t now_ms)
{
    const hv_reason reason = judge(self, drive, now_ms);
    const bool accepted = reason == HV_REASON_ACCEPTED;
    return (hv_ack){
        .reason = (uint8_t)reason,
        .term = drive->term,
        .sequence = drive->sequence,
        .stamp_ms = now_ms,
        .age_ms = hv_saturate_ms(hv_stamp_age_ms(now_ms, drive->echo_ms)),
        .cap_permille = HV_PERMILLE_MAX,
        .left_permille = accepted ? drive->left_permille : (int16_t)0,
        .right_permille = accepted ? drive->right_permille : (int16_t)0,
    };
}

hv_beacon robot_register_beacon(const robot_register *self, uint32_t now_ms)
{
    return (hv_beacon){
        .flags = HV_BEACON_BOARD_CONNECTED | HV_BEACON_PRIMARY,
        .boot = self->term.boot,
        .term_counter = self->term.counter,
        .route_counter = 1,
        .stamp_ms = now_ms,
        .holder = self->holder,
        .lease_remaining_ms = robot_register_remaining_ms(self, now_ms),
        .battery_mv = BATTERY_MV,
        .battery_percent = HV_BATTERY_PERCENT_UNKNOWN,
        .cap_permille = HV_PERMILLE_MAX,
        .loop_age_ms = NO_LOOP_AGE,
        .last_sequence = self->has_sequence ? self->sequence : 0U,
    };
}
