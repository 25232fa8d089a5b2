/* How long a setpoint lives, and how the output falls when its life has run out. */
#include "bench.h"

/* One millisecond, and one microsecond, before each deadline, exactly at it, and after. */
static void a_setpoint_is_refused_at_the_end_of_its_life_not_before(void)
{
    const struct { uint32_t age_ms; unsigned ttl_ms; hv_reason reason; } CASES[] = {
        {0, 1, HV_REASON_ACCEPTED},    {1, 1, HV_REASON_STALE},       {99, 100, HV_REASON_ACCEPTED},
        {100, 100, HV_REASON_STALE},   {101, 100, HV_REASON_STALE},   {199, 200, HV_REASON_ACCEPTED},
        {200, 200, HV_REASON_STALE},   {199, 800, HV_REASON_ACCEPTED}, {200, 800, HV_REASON_STALE},
        {201, 800, HV_REASON_STALE},   {3000, 800, HV_REASON_STALE},  {0x7FFFFFFF, 800, HV_REASON_STALE},
        {0x80000000, 800, HV_REASON_STAMP_FUTURE}, {UINT32_MAX, 800, HV_REASON_STAMP_FUTURE},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        bench b = bench_new();
        bench_release(&b);
        bench_tick(&b, 1000);
        CHECK(bench_send(&b, 500, 500, CASES[i].age_ms, CASES[i].ttl_ms) == CASES[i].reason, "age and time to live");
    }
}

static void the_hold_counts_from_the_echo(unsigned ttl_ms, uint32_t age_ms, uint32_t left_ms)
{
    bench b = bench_new();
    bench_reach(&b, 1000, 1000);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, 1000, 1000, age_ms, ttl_ms) == HV_REASON_ACCEPTED, "accepted");
    CHECK(board_life_left_ms(&b.board, b.now_us) == left_ms, "what is left");
    const uint64_t deadline_us = b.now_us + left_ms * 1000U;
    while (b.now_us + 1000 < deadline_us) {
        CHECK(bench_tick(&b, 1000).left_permille == 1000, "held");
    }
    b.now_us = deadline_us - 1;
    CHECK(bench_tick(&b, 0).left_permille == 1000 && board_state_now(&b.board) == BOARD_DRIVING, "held to the last");
    CHECK(bench_tick(&b, 1).left_permille == 1000 && board_state_now(&b.board) == BOARD_FAILSAFE, "at the deadline");
    CHECK(bench_tick(&b, 1).left_permille < 1000, "falls after it");
    b.now_us = deadline_us + 60000;
    CHECK(bench_tick(&b, 0).left_permille == 500, "half way after 60 ms");
    b.now_us = deadline_us + 119000;
    CHECK(!bench_is_zero(bench_tick(&b, 0)), "one millisecond before the end of the ramp");
    b.now_us = deadline_us + 120000;
    CHECK(bench_is_zero(bench_tick(&b, 0)), "zero exactly 120 ms after the deadline");
    CHECK(bench_is_zero(bench_tick(&b, 1000)) && board_state_now(&b.board) == BOARD_FAILSAFE, "and stays");
}

static void a_late_loop_applies_what_the_time_says(uint64_t gap_us, bool zero)
{
    bench b = bench_new();
    bench_reach(&b, 1000, -1000);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, 1000, -1000, 0, 100) == HV_REASON_ACCEPTED, "accepted");
    const uint32_t late = b.board.late_ticks;
    CHECK(bench_is_zero(bench_tick(&b, gap_us)) == zero, "after a gap");
    CHECK(b.board.late_ticks == late + 1U, "the late tick is counted");
}

static void a_frame_that_waited_with_the_loop_is_stale(void)
{
    bench b = bench_new();
    bench_reach(&b, 800, 800);
    b.sequence++;
    const hv_message waited = bench_drive(&b, 800, 800, 0, 200);
    b.now_us += 3000000;
    CHECK(board_receive(&b.board, &waited, b.now_us) == HV_REASON_STALE, "3 s in the buffer");
    CHECK(bench_is_zero(board_output_now(&b.board)), "and the output is zero before any tick");
}

static void a_gap_gives_no_speed(void)
{
    bench b = bench_new();
    bench_release(&b);
    CHECK(bench_send(&b, 1000, 1000, 0, 200) == HV_REASON_ACCEPTED, "accepted");
    CHECK(bench_tick(&b, 150000).left_permille <= 25, "150 ms without a tick allow 10 ms of acceleration");
    const int before = board_output_now(&b.board).left_permille;
    CHECK(bench_tick(&b, 60000).left_permille <= before, "and none across the deadline");
}

static void a_lesser_setpoint_before_the_gap_counts(void)
{
    bench b = bench_new();
    bench_reach(&b, 1000, 1000);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, 0, 0, 0, 60) == HV_REASON_ACCEPTED, "neutral");
    CHECK(bench_tick(&b, 70000).left_permille <= 500, "braked until the deadline, then fell on");
}

static void both_tracks_reach_zero_together(void)
{
    bench b = bench_new();
    bench_reach(&b, 1000, -500);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, 1000, -500, 0, 100) == HV_REASON_ACCEPTED, "accepted");
    for (uint64_t ms = 1; ms < 220; ms++) {
        const board_output output = bench_tick(&b, 1000);
        const int difference = output.left_permille + 2 * output.right_permille;
        CHECK(difference >= -2 && difference <= 2, "the curve is kept");
    }
    CHECK(bench_is_zero(bench_tick(&b, 1000)), "zero");
}

static void from_any_output_zero_comes_in_time(void)
{
    for (int permille = -1000; permille <= 1000; permille += 125) {
        bench b = bench_new();
        bench_reach(&b, permille, 1000);
        b.now_us = (b.now_us / 1000 + 1) * 1000;
        CHECK(bench_send(&b, permille, 1000, 0, 100) == HV_REASON_ACCEPTED, "accepted");
        int last = abs(permille);
        for (int ms = 0; ms < 220; ms++) {
            const int now = abs(bench_tick(&b, 1000).left_permille);
            CHECK(now <= last, "the magnitude only falls");
            last = now;
        }
        CHECK(bench_is_zero(board_output_now(&b.board)), "zero 120 ms after the deadline");
    }
}

static void a_fresh_setpoint_resumes_under_the_limit(void)
{
    bench b = bench_new();
    bench_reach(&b, 1000, 1000);
    bench_tick(&b, 400000);
    CHECK(bench_is_zero(board_output_now(&b.board)) && board_state_now(&b.board) == BOARD_FAILSAFE, "lapsed");
    CHECK(bench_send(&b, 1000, 1000, 0, 200) == HV_REASON_ACCEPTED, "resumes");
    CHECK(board_state_now(&b.board) == BOARD_DRIVING, "driving");
    CHECK(bench_tick(&b, 4000).left_permille == 10, "slowly");
}

static void a_shorter_life_replaces_a_longer_one(void)
{
    bench b = bench_new();
    bench_reach(&b, 1000, 1000);
    CHECK(bench_send(&b, 1000, 1000, 0, 200) == HV_REASON_ACCEPTED, "200 ms");
    CHECK(bench_send(&b, 1000, 1000, 0, 30) == HV_REASON_ACCEPTED, "30 ms");
    CHECK(bench_is_zero(bench_tick(&b, 150000)), "zero 30 + 120 ms later");
}

static void a_stricter_configuration_is_obeyed_a_looser_one_is_not(void)
{
    board_config config = board_default_config();
    config.life_max_ms = 50;
    config.ramp_ms = 40;
    bench strict = bench_with(&config, 1000);
    bench_reach(&strict, 1000, 1000);
    CHECK(bench_send(&strict, 1000, 1000, 0, 200) == HV_REASON_ACCEPTED, "accepted");
    CHECK(bench_is_zero(bench_tick(&strict, 90000)), "zero after 50 + 40 ms");
    config.life_max_ms = 5000;
    config.ramp_ms = 5000;
    config.accelerate_ms = 1;
    config.output_max_permille = 2000;
    bench loose = bench_with(&config, 1000);
    bench_release(&loose);
    CHECK(bench_send(&loose, 1000, 1000, 0, 800) == HV_REASON_ACCEPTED, "accepted");
    CHECK(bench_tick(&loose, 4000).left_permille == 10, "the firmware's acceleration");
    bench_reach(&loose, 1000, 1000);
    CHECK(bench_send(&loose, 1000, 1000, 0, 800) == HV_REASON_ACCEPTED, "accepted");
    CHECK(bench_is_zero(bench_tick(&loose, 320000)), "zero after the firmware's 200 + 120 ms");
}

static void a_clock_that_runs_backwards_moves_nothing(void)
{
    bench b = bench_new();
    bench_reach(&b, 1000, 1000);
    b.now_us -= 900000;
    CHECK(bench_tick(&b, 0).left_permille == 1000, "no time has passed");
    CHECK(bench_is_zero(bench_tick(&b, 900000 + 320000)), "and the deadline stands");
    bench_release(&b);
    CHECK(bench_send(&b, 1000, 1000, 0, 200) == HV_REASON_ACCEPTED, "accepted");
    CHECK(bench_tick(&b, 4000).left_permille == 10, "speeding up");
    b.now_us -= 2000;
    CHECK(bench_tick(&b, 0).left_permille == 10, "not while the clock is behind");
    CHECK(bench_tick(&b, 2000).left_permille == 10, "nor when it is back where it was");
}

static void the_stamp_wraps_unnoticed(void)
{
    const board_config config = board_default_config();
    bench b = bench_with(&config, UINT32_MAX - 150U);
    bench_reach(&b, 100, 100);
    for (int i = 0; i < 20; i++) {
        CHECK(bench_send(&b, 100, 100, 30, 100) == HV_REASON_ACCEPTED, "30 ms old, across the wrap");
        CHECK(bench_tick(&b, 20000).left_permille == 100, "held");
    }
    CHECK(bench_stamp(&b) < 1000U, "the stamp has wrapped");
    CHECK(bench_send(&b, 100, 100, 300, 200) == HV_REASON_STALE, "made before the wrap");
    CHECK(bench_is_zero(bench_tick(&b, 320000)), "zero");
}

int main(void)
{
    a_setpoint_is_refused_at_the_end_of_its_life_not_before();
    the_hold_counts_from_the_echo(100, 0, 100);
    the_hold_counts_from_the_echo(100, 60, 40);
    the_hold_counts_from_the_echo(800, 150, 50);
    the_hold_counts_from_the_echo(200, 199, 1);
    a_late_loop_applies_what_the_time_says(219000, false);
    a_late_loop_applies_what_the_time_says(220000, true);
    a_late_loop_applies_what_the_time_says(3000000, true);
    a_frame_that_waited_with_the_loop_is_stale();
    a_gap_gives_no_speed();
    a_lesser_setpoint_before_the_gap_counts();
    both_tracks_reach_zero_together();
    from_any_output_zero_comes_in_time();
    a_fresh_setpoint_resumes_under_the_limit();
    a_shorter_life_replaces_a_longer_one();
    a_stricter_configuration_is_obeyed_a_looser_one_is_not();
    a_clock_that_runs_backwards_moves_nothing();
    the_stamp_wraps_unnoticed();
    return check_finish("life of a setpoint");
}
