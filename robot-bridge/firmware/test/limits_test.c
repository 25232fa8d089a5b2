/* The core at its limits: the last value that counts, the first that doesn't, and each track by itself. */
#include "battery.h"
#include "bench.h"
#include "board_line.h"
#include "motor.h"

static bool is_exactly(const board *b, int32_t left_ppm, int32_t right_ppm)
{
    return b->output.left == left_ppm && b->output.right == right_ppm;
}

static void a_configuration_is_clamped_at_both_ends(void)
{
    board_config config = board_default_config();
    CHECK(config.accelerate_ms == BOARD_ACCELERATE_MIN_MS, "the default is the firmware's limit");
    config.life_max_ms = 0;
    config.ramp_ms = 0;
    config.output_max_permille = 0;
    config.accelerate_ms = 65000;
    bench b = bench_with(&config, 1000);
    CHECK(b.board.config.life_max_ms == 1U && b.board.config.ramp_ms == 1U, "at least a millisecond");
    CHECK(b.board.rates.accelerate_us == 60000000U, "a minute to full power at most");
    bench_release(&b);
    CHECK(bench_send(&b, 1000, -1000, 0, 200) == HV_REASON_ACCEPTED, "accepted");
    CHECK(b.board.target.left == 0 && b.board.target.right == 0, "no power is no power");
    config.output_max_permille = 1001;
    CHECK(bench_with(&config, 1000).board.config.output_max_permille == 1000U, "at most full power");
}

static void a_start_over_old_memory_is_a_new_start(void)
{
    bench b = bench_new();
    memset(&b.board, 0xA5, sizeof b.board);
    const board_config config = board_default_config();
    board_init(&b.board, &config, 0, 1000, b.now_us);
    const hv_board told = board_take_telemetry(&b.board, b.now_us);
    CHECK(told.start_id == 1U, "no start id is 1");
    CHECK(told.stopped && hv_pair_is_none(told.term) && hv_pair_is_none(told.latch) && told.sequence == 0U, "nothing yet");
    CHECK(told.faults == 0U && told.rejected == 0U && told.last_reason == HV_REASON_ACCEPTED, "nothing to complain of");
    CHECK(is_exactly(&b.board, 0, 0) && b.board.late_ticks == 0U, "still");
    b.term = (hv_pair){0, 1};
    bench_release(&b);
    CHECK(b.board.refused[HV_REASON_TERM_OLD] == 0U, "no older term is remembered");
}

static void only_a_tick_beyond_5_ms_is_late(void)
{
    bench b = bench_new();
    bench_tick(&b, 0);
    bench_tick(&b, 1000);
    bench_tick(&b, 5000);
    CHECK(b.board.late_ticks == 0U, "in time");
    bench_tick(&b, 5001);
    CHECK(b.board.late_ticks == 1U, "late");
}

static void nothing_but_zero_on_both_tracks_is_neutral(void)
{
    const int NEARLY[][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    for (size_t i = 0; i < sizeof NEARLY / sizeof NEARLY[0]; i++) {
        bench b = bench_new();
        bench_tick(&b, 1000);
        CHECK(bench_send(&b, NEARLY[i][0], NEARLY[i][1], 0, 200) == HV_REASON_LATCHED_FAILSAFE, "a permille is too much");
    }
}

static void a_message_without_a_type_is_refused(void)
{
    bench b = bench_new();
    hv_message message;
    memset(&message, 0, sizeof message);
    CHECK(board_receive(&b.board, &message, b.now_us) == HV_REASON_WRONG_DIRECTION, "no type");
}

static void a_stop_in_mid_fall_stays_still(void)
{
    bench b = bench_new();
    bench_reach(&b, 1000, -1000);
    bench_tick(&b, 230000);
    CHECK(board_state_now(&b.board) == BOARD_FAILSAFE && !bench_is_zero(board_output_now(&b.board)), "falling");
    CHECK(bench_stop(&b) == HV_REASON_ACCEPTED && is_exactly(&b.board, 0, 0), "to the last millionth");
    CHECK(b.board.target.left == 0 && b.board.target.right == 0, "and wants nothing");
    CHECK(board_life_left_ms(&b.board, b.now_us) == 0U, "no setpoint is alive");
    for (int ms = 0; ms < 130; ms++) {
        bench_tick(&b, 1000);
        CHECK(is_exactly(&b.board, 0, 0), "the fall doesn't go on");
    }
}

static void each_track_speeds_up_by_what_the_time_allows(void)
{
    bench b = bench_new();
    bench_release(&b);
    CHECK(bench_send(&b, 1000, -1000, 0, 200) == HV_REASON_ACCEPTED, "accepted");
    bench_tick(&b, 4000);
    CHECK(is_exactly(&b.board, 10000, -10000), "4 ms");
    bench_tick(&b, 150000);
    CHECK(is_exactly(&b.board, 35000, -35000), "10 ms of 150, nobody saw the others");
}

static void no_speed_is_added_on_the_way_to_the_deadline(void)
{
    bench b = bench_new();
    bench_reach(&b, 500, -500);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, 1000, -1000, 0, 60) == HV_REASON_ACCEPTED, "accepted");
    bench_tick(&b, 60000);
    CHECK(is_exactly(&b.board, 500000, -500000), "not a millionth");
}

static void both_tracks_brake_all_the_way_to_the_deadline_and_no_further(void)
{
    bench b = bench_new();
    bench_reach(&b, 1000, -1000);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, 0, 0, 0, 60) == HV_REASON_ACCEPTED, "neutral");
    bench_tick(&b, 59000);
    CHECK(b.board.output.left == -b.board.output.right, "both brake, however long nobody looked");
    bench_tick(&b, 1000);
    CHECK(b.board.output.left <= 500000 && b.board.output.left > 499900, "half in half the time");
    bench leap = bench_new();
    bench_reach(&leap, 1000, -1000);
    leap.now_us = (leap.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&leap, 0, 0, 0, 60) == HV_REASON_ACCEPTED, "neutral");
    bench_tick(&leap, 60000);
    CHECK(is_exactly(&leap.board, 500000, -500000), "also in one leap");
}

static void the_faster_track_sets_how_long_the_fall_takes(int left, int right)
{
    bench b = bench_new();
    bench_reach(&b, left, right);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, left, right, 0, 100) == HV_REASON_ACCEPTED, "accepted");
    bench_tick(&b, 100000 + 60000);
    CHECK(is_exactly(&b.board, left * 500, right * 500), "half after 60 ms");
    CHECK(!bench_is_zero(bench_tick(&b, 59000)), "not yet");
    bench_tick(&b, 1000);
    CHECK(is_exactly(&b.board, 0, 0), "zero after 120 ms");
}

static void the_least_output_backward_falls_like_any_other(void)
{
    board_config config = board_default_config();
    config.output_max_permille = 1;
    bench b = bench_with(&config, 1000);
    bench_release(&b);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, -1, 1000, 0, 50) == HV_REASON_ACCEPTED, "accepted");
    bench_tick(&b, 4000);
    CHECK(is_exactly(&b.board, -1, 1000), "a millionth backward");
    bench_tick(&b, 46000 + 120);
    CHECK(is_exactly(&b.board, 0, 0), "a thousandth falls in a thousandth of the time");
}

static void the_life_that_is_left_is_rounded_up_and_ends_at_the_deadline(void)
{
    bench b = bench_new();
    bench_release(&b);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, 100, 100, 0, 50) == HV_REASON_ACCEPTED, "accepted");
    CHECK(board_life_left_ms(&b.board, b.now_us + 49999U) == 1U, "a microsecond is left");
    CHECK(board_life_left_ms(&b.board, b.now_us + 50000U) == 0U, "nothing");
    CHECK(board_life_left_ms(&b.board, b.now_us + 60000U) == 0U, "nor after it");
    bench_tick(&b, 50000);
    CHECK(board_life_left_ms(&b.board, b.now_us - 20000U) == 0U, "a dead setpoint doesn't come alive by the clock");
    CHECK(bench_send(&b, 0, 0, 0, 200) == HV_REASON_ACCEPTED && bench_stop(&b) == HV_REASON_ACCEPTED, "stopped");
    CHECK(board_life_left_ms(&b.board, b.now_us) == 0U, "a stop leaves no life");
}

static void it_ramps_while_either_track_does(void)
{
    const int SIDES[][2] = {{400, 0}, {-400, 0}, {0, 400}, {0, -400}};
    for (size_t i = 0; i < sizeof SIDES / sizeof SIDES[0]; i++) {
        bench b = bench_new();
        CHECK(!board_is_ramping(&b.board), "not at the start");
        bench_release(&b);
        CHECK(!board_is_ramping(&b.board), "not in neutral");
        CHECK(bench_send(&b, SIDES[i][0], SIDES[i][1], 0, 200) == HV_REASON_ACCEPTED, "accepted");
        bench_tick(&b, 4000);
        CHECK(board_is_ramping(&b.board), "speeding up");
        bench_reach(&b, SIDES[i][0], SIDES[i][1]);
        CHECK(!board_is_ramping(&b.board), "there");
        CHECK(bench_send(&b, 0, 0, 0, 200) == HV_REASON_ACCEPTED, "neutral");
        bench_tick(&b, 4000);
        CHECK(board_is_ramping(&b.board), "braking");
        bench_reach(&b, SIDES[i][0], SIDES[i][1]);
        bench_tick(&b, 210000);
        CHECK(board_state_now(&b.board) == BOARD_FAILSAFE && board_is_ramping(&b.board), "falling");
        CHECK(bench_stop(&b) == HV_REASON_ACCEPTED && !board_is_ramping(&b.board), "stopped");
    }
}

static void telemetry_keeps_its_beat(void)
{
    bench b = bench_new();
    board_take_telemetry(&b.board, b.now_us + 5000U);
    CHECK(!board_telemetry_due(&b.board, b.now_us + 19999U), "the first was late");
    CHECK(board_telemetry_due(&b.board, b.now_us + 20000U), "the second needn't be");
    board_take_telemetry(&b.board, b.now_us + 27000U);
    CHECK(board_telemetry_due(&b.board, b.now_us + 40000U), "nor the third");
    board_take_telemetry(&b.board, b.now_us + 60000U);
    CHECK(!board_telemetry_due(&b.board, b.now_us + 79999U), "a whole beat late is one missed, not two at once");
}

static void each_fault_is_told_by_itself(void)
{
    bench b = bench_new();
    board_set_battery(&b.board, 8000);
    CHECK(board_take_telemetry(&b.board, b.now_us).faults == 0U, "none");
    board_set_motor_fault(&b.board, true);
    CHECK(board_take_telemetry(&b.board, b.now_us).faults == HV_FAULT_MOTOR_DRIVER, "the motor driver");
    board_set_motor_fault(&b.board, false);
    board_set_battery(&b.board, 0);
    board_set_battery(&b.board, 6000);
    CHECK(board_take_telemetry(&b.board, b.now_us).faults == HV_FAULT_BATTERY_LOW, "the battery");
}

static void braking_rounds_up_and_speeding_up_rounds_down(void)
{
    const ramp_rates usual = {.accelerate_us = 400000, .brake_us = 120000};
    CHECK(ramp_towards(1000000, 0, 1, 1, usual) == 999991, "8.3 becomes 9");
    CHECK(ramp_towards(1000000, 0, 60000, 60000, usual) == 500000, "what is exact isn't rounded");
    CHECK(ramp_towards(-1000000, 0, 60000, 60000, usual) == -500000, "backward alike");
    const ramp_rates odd = {.accelerate_us = 3, .brake_us = 7};
    CHECK(ramp_towards(1000000, 0, 1, 1, odd) == 857142, "142857.1 becomes 142858");
    CHECK(ramp_towards(0, 1000000, 2, 2, odd) == 666666, "666666.7 becomes 666666");
}

static void a_reversal_speeds_up_only_in_the_time_that_braking_left(void)
{
    const ramp_rates usual = {.accelerate_us = 400000, .brake_us = 120000};
    CHECK(ramp_towards(9, -1000000, 1, 1, usual) == 0, "braking took it all");
    CHECK(ramp_towards(120, -1000000, 100000, 10000, usual) == -25000, "no more than is allowed");
    CHECK(ramp_towards(500000, -1000000, 64000, 10000, usual) == -10000, "4 ms are left");
    CHECK(ramp_towards(0, -1000000, 100000, 10000, usual) == -25000, "from zero");
    CHECK(ramp_towards(0, 1000000, 100000, 10000, usual) == 25000, "either way");
    const ramp_rates odd = {.accelerate_us = 1000, .brake_us = 7};
    CHECK(ramp_towards(857143, -1000000, 8, 8, odd) == -1000, "6.000001 us of braking are 7");
}

static void without_time_nothing_moves_and_with_much_it_arrives(void)
{
    const ramp_rates rates = {.accelerate_us = 400000, .brake_us = 120000};
    const int32_t VALUES[] = {-1000000, -2, -1, 0, 1, 2, 1000000};
    const size_t values = sizeof VALUES / sizeof VALUES[0];
    for (size_t i = 0; i < values * values; i++) {
        const int32_t from = VALUES[i / values];
        const int32_t to = VALUES[i % values];
        CHECK(ramp_towards(from, to, 0, 0, rates) == from, "no time");
        for (uint64_t seconds = 1; seconds < 4000; seconds += 13) {
            CHECK(ramp_towards(from, to, seconds * 1000000U, seconds * 1000000U, rates) == to, "enough time");
        }
    }
}

static void duty_is_exact(void)
{
    const int16_t PERMILLE[] = {10, 11, 505, 999, 1000};
    const int32_t DUTY[] = {0, 180, 601, 1022, 1023};
    for (size_t i = 0; i < sizeof DUTY / sizeof DUTY[0]; i++) {
        CHECK(motor_signed_duty(&MOTOR_DEFAULTS, PERMILLE[i]) == DUTY[i], "forward");
        const motor_channels out = motor_mix(&MOTOR_DEFAULTS, PERMILLE[i], (int16_t)-PERMILLE[i]);
        CHECK(out.a.duty == DUTY[i] && out.b.duty == DUTY[i], "a duty has no sign");
    }
    const motor_config wild = {.dead_band_permille = 5000, .duty_min = 60000, .duty_max = 60000};
    CHECK(motor_signed_duty(&wild, 1000) == (int32_t)MOTOR_DUTY_MAX && motor_signed_duty(&wild, 999) == 0, "clamped");
    const motor_config least = {.dead_band_permille = 0, .duty_min = 1, .duty_max = 1};
    CHECK(motor_signed_duty(&least, -1) == -1, "the least backward");
    const motor_channels out = motor_mix(&least, 1, -1);
    CHECK(out.a.duty == 1U && out.a.input_1 && !out.a.input_2, "the least duty has a direction");
    CHECK(out.b.duty == 1U && !out.b.input_1 && out.b.input_2, "backward too");
}

static uint8_t percent_at(const battery_config *config, uint32_t pack_mv)
{
    battery gauge;
    battery_init(&gauge, config);
    battery_sample(&gauge, (uint16_t)pack_mv);
    return battery_percent(&gauge);
}

static void charge_follows_the_curve_through_each_of_its_points(void)
{
    const battery_point POINTS[] = {{3610, 5}, {3690, 10}, {3730, 20}, {3770, 30}, {3790, 40}, {3820, 50}, {3870, 60},
                                    {3920, 70}, {3980, 75}, {4020, 80}, {4110, 90}, {4150, 95}, {4200, 100}};
    for (size_t i = 0; i < sizeof POINTS / sizeof POINTS[0]; i++) {
        CHECK(percent_at(&BATTERY_2S_LIPO, 2U * POINTS[i].cell_mv) == POINTS[i].percent, "at the point");
        CHECK(percent_at(&BATTERY_2S_LIPO, 2U * POINTS[i].cell_mv - 2U) == POINTS[i].percent - 1, "just below");
    }
    CHECK(percent_at(&BATTERY_2S_LIPO, 2U * 3337U) == 0U && percent_at(&BATTERY_2S_LIPO, 2U * 3338U) == 1U, "the foot");
    CHECK(percent_at(&BATTERY_2S_LIPO, 1) == 0U, "a millivolt is measured");
}

static void a_curve_of_ones_own_is_followed_or_refused(void)
{
    const battery_point curve[] = {{3000, 7}, {4000, 97}};
    battery_config config = {.curve = curve, .curve_points = 2, .cells = 1};
    CHECK(percent_at(&config, 2999) == 7U && percent_at(&config, 3500) == 52U && percent_at(&config, 5000) == 97U, "own");
    config.curve_points = 1;
    CHECK(percent_at(&config, 3500) == 7U, "one point");
    config.curve_points = 0;
    CHECK(percent_at(&config, 3500) == BATTERY_PERCENT_UNKNOWN, "no points");
    config.curve_points = 2;
    config.cells = 0;
    CHECK(percent_at(&config, 3500) == BATTERY_PERCENT_UNKNOWN, "no cells");
}

static void low_has_two_limits(void)
{
    battery gauge;
    battery_init(&gauge, &BATTERY_2S_LIPO);
    battery_sample(&gauge, 0);
    CHECK(!battery_is_low(&gauge), "what isn't measured isn't low");
    battery_sample(&gauge, 6599);
    CHECK(battery_is_low(&gauge), "below 6.6 V");
    battery_sample(&gauge, 0);
    battery_sample(&gauge, 6899);
    CHECK(battery_is_low(&gauge), "until 6.9 V");
    battery_sample(&gauge, 0);
    battery_sample(&gauge, 6900);
    CHECK(!battery_is_low(&gauge), "there it is well again");
    battery_sample(&gauge, 0);
    battery_sample(&gauge, 1);
    CHECK(battery_is_low(&gauge), "a millivolt is low");
    battery_sample(&gauge, 0);
    battery_sample(&gauge, 8000);
    battery_sample(&gauge, 8160);
    CHECK(battery_mv(&gauge) == 8010U, "a sixteenth of the difference");
}

static void a_line_over_old_memory_is_a_new_line(void)
{
    bench b = bench_new();
    board_line line;
    memset(&line, 0xA5, sizeof line);
    board_line_init(&line, &b.board);
    uint8_t frame[HV_FRAME_MAX_BYTES];
    CHECK(board_line_next_frame(&line, b.now_us, frame) > 0U, "BOARD");
    CHECK(board_line_next_frame(&line, b.now_us, frame) == 0U, "no PONG that nobody asked for");
    const hv_message PINGS[] = {{.type = HV_TYPE_PING, .ping = {.id = 1}}, {.type = HV_TYPE_PONG, .pong = {.id = 1}}};
    board_line_event event = {.reason = HV_REASON_CRC};
    for (size_t i = 0; i < 2U; i++) {
        size_t length = 0;
        CHECK(hv_serial_encode(&PINGS[i], frame, &length) == HV_REASON_ACCEPTED, "frame");
        unsigned events = 0;
        for (size_t at = 0; at < length; at++) {
            events += board_line_feed(&line, frame[at], b.now_us, &event) ? 1U : 0U;
        }
        CHECK(events == 1U && event.has_message, "the first frame is whole");
        CHECK(event.reason == (i == 0U ? HV_REASON_ACCEPTED : HV_REASON_WRONG_DIRECTION), "PING yes, PONG no");
        CHECK((board_line_next_frame(&line, b.now_us, frame) > 0U) == (i == 0U), "an answer to a PING alone");
    }
}

int main(void)
{
    a_configuration_is_clamped_at_both_ends();
    a_start_over_old_memory_is_a_new_start();
    only_a_tick_beyond_5_ms_is_late();
    nothing_but_zero_on_both_tracks_is_neutral();
    a_message_without_a_type_is_refused();
    a_stop_in_mid_fall_stays_still();
    each_track_speeds_up_by_what_the_time_allows();
    no_speed_is_added_on_the_way_to_the_deadline();
    both_tracks_brake_all_the_way_to_the_deadline_and_no_further();
    the_faster_track_sets_how_long_the_fall_takes(1000, -500);
    the_faster_track_sets_how_long_the_fall_takes(500, 1000);
    the_faster_track_sets_how_long_the_fall_takes(-1000, -1000);
    the_least_output_backward_falls_like_any_other();
    the_life_that_is_left_is_rounded_up_and_ends_at_the_deadline();
    it_ramps_while_either_track_does();
    telemetry_keeps_its_beat();
    each_fault_is_told_by_itself();
    braking_rounds_up_and_speeding_up_rounds_down();
    a_reversal_speeds_up_only_in_the_time_that_braking_left();
    without_time_nothing_moves_and_with_much_it_arrives();
    duty_is_exact();
    charge_follows_the_curve_through_each_of_its_points();
    a_curve_of_ones_own_is_followed_or_refused();
    low_has_two_limits();
    a_line_over_old_memory_is_a_new_line();
    return check_finish("the core at its limits");
}
