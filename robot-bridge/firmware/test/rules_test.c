/* Which commands count: terms, sequences, stops, acceleration, clamps, and what the board tells about it. */
#include "bench.h"

static hv_reason send_as(bench *b, hv_pair term, uint32_t sequence)
{
    b->term = term;
    b->sequence = sequence - 1U;
    return bench_send(b, 0, 0, 0, 200);
}

static void term_and_sequence_only_rise(void)
{
    bench b = bench_new();
    bench_tick(&b, 1000);
    const struct { hv_pair term; uint32_t sequence; hv_reason reason; } CASES[] = {
        {{0, 0}, 1, HV_REASON_TERM_UNKNOWN},
        {{7, 3}, 4000000000U, HV_REASON_ACCEPTED}, /* the first of a term may be any number */
        {{7, 3}, 4000000000U, HV_REASON_SEQUENCE_OLD},
        {{7, 3}, 3999999999U, HV_REASON_SEQUENCE_OLD},
        {{7, 3}, UINT32_MAX, HV_REASON_ACCEPTED},
        {{7, 3}, 0, HV_REASON_ACCEPTED}, /* the wrap */
        {{7, 3}, UINT32_MAX, HV_REASON_SEQUENCE_OLD},
        {{7, 3}, 0x80000000U, HV_REASON_SEQUENCE_OLD}, /* half way round: neither is newer */
        {{7, 3}, 0x7FFFFFFFU, HV_REASON_ACCEPTED},
        {{7, 2}, UINT32_MAX, HV_REASON_TERM_OLD},
        {{6, UINT32_MAX}, 1, HV_REASON_TERM_OLD},
        {{7, 4}, 5, HV_REASON_ACCEPTED},
        {{7, 3}, 0x80000000U, HV_REASON_TERM_OLD},
        {{8, 1}, 1, HV_REASON_ACCEPTED},
        {{7, UINT32_MAX}, 9, HV_REASON_TERM_OLD},
        {{0x80000001U, 1}, 1, HV_REASON_ACCEPTED}, /* pairs are plain unsigned numbers */
        {{8, 2}, 9, HV_REASON_TERM_OLD},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        CHECK(send_as(&b, CASES[i].term, CASES[i].sequence) == CASES[i].reason, "term and sequence");
    }
}

static void what_is_refused_changes_nothing(void)
{
    bench b = bench_new();
    bench_reach(&b, 500, 500);
    CHECK(bench_send(&b, 500, 500, 0, 100) == HV_REASON_ACCEPTED, "accepted");
    const uint64_t deadline_us = b.board.deadline_us;
    b.sequence--;
    CHECK(bench_send(&b, -900, 900, 0, 200) == HV_REASON_SEQUENCE_OLD, "duplicate");
    CHECK(bench_send(&b, -900, 900, 250, 200) == HV_REASON_STALE, "stale");
    CHECK(bench_send(&b, -900, 900, 0U - 1U, 200) == HV_REASON_STAMP_FUTURE, "future");
    CHECK(b.board.deadline_us == deadline_us && b.board.target.left == 500000, "setpoint as before");
    b.sequence -= 2U;
    CHECK(bench_send(&b, 500, 500, 0, 200) == HV_REASON_ACCEPTED, "what was stale has not used up its sequence");
}

static void a_failsafe_and_a_stop_forget_no_sequence(void)
{
    bench b = bench_new();
    bench_reach(&b, 300, 300);
    bench_tick(&b, 5000000);
    b.sequence--;
    CHECK(bench_send(&b, 300, 300, 0, 200) == HV_REASON_SEQUENCE_OLD, "after a failsafe");
    CHECK(bench_stop(&b) == HV_REASON_ACCEPTED, "stop");
    bench_tick(&b, 1000);
    b.sequence--;
    CHECK(bench_send(&b, 0, 0, 0, 200) == HV_REASON_SEQUENCE_OLD, "after a stop");
}

static void it_starts_stopped(void)
{
    bench b = bench_new();
    CHECK(bench_is_zero(board_output_now(&b.board)) && board_state_now(&b.board) == BOARD_STOPPED, "at the start");
    bench_tick(&b, 1000);
    CHECK(bench_send(&b, 400, 400, 0, 200) == HV_REASON_LATCHED_FAILSAFE, "not neutral");
    CHECK(bench_send(&b, 0, 1, 0, 200) == HV_REASON_LATCHED_FAILSAFE, "nearly neutral");
    CHECK(bench_is_zero(bench_tick(&b, 4000)), "zero");
    CHECK(bench_send(&b, 0, 0, 0, 200) == HV_REASON_ACCEPTED, "neutral");
    CHECK(bench_send(&b, 400, 400, 0, 200) == HV_REASON_ACCEPTED, "then it drives");
    CHECK(!bench_is_zero(bench_tick(&b, 4000)), "moving");
}

static void a_stop_is_zero_at_once_and_wants_a_neutral_made_after_it(void)
{
    bench b = bench_new();
    bench_reach(&b, 1000, -1000);
    b.now_us = (b.now_us / 1000 + 1) * 1000;
    CHECK(bench_send(&b, 1000, -1000, 0, 200) == HV_REASON_ACCEPTED, "driving");
    CHECK(bench_stop(&b) == HV_REASON_ACCEPTED, "stop");
    CHECK(bench_is_zero(board_output_now(&b.board)), "zero before the next tick");
    CHECK(bench_send(&b, 1000, 1000, 0, 200) == HV_REASON_LATCHED_FAILSAFE, "drive");
    CHECK(bench_send(&b, 0, 0, 10, 200) == HV_REASON_LATCHED_FAILSAFE, "a neutral made before the stop");
    CHECK(bench_send(&b, 0, 0, 0, 200) == HV_REASON_LATCHED_FAILSAFE, "a neutral made in the millisecond of the stop");
    bench_tick(&b, 1000);
    CHECK(bench_send(&b, 0, 0, 1, 200) == HV_REASON_LATCHED_FAILSAFE, "still made in that millisecond");
    CHECK(bench_send(&b, 1000, 1000, 0, 200) == HV_REASON_LATCHED_FAILSAFE, "made after it, not neutral");
    CHECK(bench_is_zero(bench_tick(&b, 4000)), "zero all the time");
    CHECK(bench_send(&b, 0, 0, 0, 200) == HV_REASON_ACCEPTED, "a neutral made after it");
    CHECK(bench_send(&b, 1000, 1000, 0, 200) == HV_REASON_ACCEPTED, "drives again");
    CHECK(bench_tick(&b, 4000).left_permille == 10, "from zero, under the limit");
}

static void every_stop_counts_whatever_its_cause_and_state(void)
{
    for (unsigned cause = HV_STOP_PERSON; cause <= HV_STOP_LEASE_ENDED; cause++) {
        bench b = bench_new();
        bench_reach(&b, 700, 700);
        bench_tick(&b, 230000);
        CHECK(board_state_now(&b.board) == BOARD_FAILSAFE && !bench_is_zero(board_output_now(&b.board)), "falling");
        const hv_message message = {.type = HV_TYPE_STOP, .stop = {.cause = (uint8_t)cause}};
        CHECK(board_receive(&b.board, &message, b.now_us) == HV_REASON_ACCEPTED, "stop");
        CHECK(bench_is_zero(board_output_now(&b.board)) && board_state_now(&b.board) == BOARD_STOPPED, "zero");
        CHECK(board_receive(&b.board, &message, b.now_us) == HV_REASON_ACCEPTED, "repeated");
    }
}

static void old_human_input_is_neutral(void)
{
    bench b = bench_new();
    bench_reach(&b, 600, 600);
    b.sequence++;
    hv_message message = bench_drive(&b, 600, 600, 0, 200);
    message.drive.input_age_ms = 300;
    CHECK(board_receive(&b.board, &message, b.now_us) == HV_REASON_ACCEPTED, "300 ms");
    CHECK(b.board.target.left == 600000, "counts");
    message.drive.sequence = ++b.sequence;
    message.drive.input_age_ms = 301;
    CHECK(board_receive(&b.board, &message, b.now_us) == HV_REASON_ACCEPTED, "301 ms");
    CHECK(b.board.target.left == 0 && b.board.target.right == 0, "is neutral");
}

static void speed_rises_slowly_and_falls_fast(void)
{
    bench b = bench_new();
    bench_release(&b);
    int last = 0;
    for (int ms = 1; ms <= 400; ms++) {
        if (ms % 20 == 1) {
            CHECK(bench_send(&b, 1000, 1000, 0, 200) == HV_REASON_ACCEPTED, "full power");
        }
        const int now = bench_tick(&b, 1000).left_permille;
        CHECK(now - last <= 3, "at most 2.5 permille a millisecond");
        CHECK(ms == 400 || now < 1000, "not before 400 ms");
        last = now;
    }
    CHECK(last == 1000, "full power after 400 ms");
    CHECK(bench_send(&b, -1000, -1000, 0, 200) == HV_REASON_ACCEPTED, "reversal");
    bool passed_zero = false;
    for (int ms = 1; ms <= 125; ms++) {
        const int now = bench_tick(&b, 1000).left_permille;
        CHECK(now <= last, "falling");
        CHECK(last <= 0 || now >= 0, "not through zero in one step");
        passed_zero = passed_zero || now == 0;
        CHECK(ms != 120 || now <= 0, "zero after 120 ms");
        last = now;
    }
    CHECK(passed_zero && last < 0 && last >= -13, "through zero, then slowly the other way");
}

static void the_cap_keeps_the_proportion(void)
{
    board_config config = board_default_config();
    config.output_max_permille = 500;
    bench b = bench_with(&config, 1000);
    bench_release(&b);
    CHECK(bench_send(&b, 1000, -600, 0, 200) == HV_REASON_ACCEPTED, "accepted");
    CHECK(b.board.target.left == 500000 && b.board.target.right == -300000, "half of both");
}

static void other_messages_are_refused(void)
{
    bench b = bench_new();
    bench_reach(&b, 300, 300);
    const hv_type WRONG[] = {HV_TYPE_ACK, HV_TYPE_STOPPED, HV_TYPE_BEACON, HV_TYPE_BOARD, HV_TYPE_PING, HV_TYPE_PONG};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        hv_message message;
        memset(&message, 0, sizeof message);
        message.type = WRONG[i];
        CHECK(board_receive(&b.board, &message, b.now_us) == HV_REASON_WRONG_DIRECTION, "wrong direction");
    }
    CHECK(board_output_now(&b.board).left_permille == 300, "nothing changed");
    CHECK(b.board.refused[HV_REASON_WRONG_DIRECTION] == 6U && b.board.rejected == 6U, "counted");
}

static void telemetry_says_what_is(void)
{
    bench b = bench_new();
    CHECK(board_telemetry_due(&b.board, b.now_us), "due at the start");
    hv_board told = board_take_telemetry(&b.board, b.now_us);
    CHECK(told.stopped && !told.failsafe && !told.ramping && told.start_id == 42U && told.stamp_ms == 1000U, "start");
    CHECK(hv_pair_is_none(told.term) && hv_pair_is_none(told.latch) && told.battery_percent == 255U, "nothing yet");
    CHECK(!board_telemetry_due(&b.board, b.now_us + 19999U), "not before 20 ms");
    CHECK(board_telemetry_due(&b.board, b.now_us + 20000U), "50 Hz");
    bench_reach(&b, 400, 200);
    told = board_take_telemetry(&b.board, b.now_us);
    CHECK(!told.stopped && told.left_permille == 400 && told.right_permille == 200 && !told.ramping, "moving");
    CHECK(hv_pair_compare(told.term, b.term) == 0 && told.sequence == b.sequence, "last accepted");
    CHECK(!board_telemetry_due(&b.board, b.now_us), "taken");
    CHECK(bench_stop(&b) == HV_REASON_ACCEPTED && board_telemetry_due(&b.board, b.now_us), "at once after a stop");
    told = board_take_telemetry(&b.board, b.now_us);
    CHECK(told.stopped && told.left_permille == 0 && told.latch.boot == 7U && told.latch.counter == 5U, "stopped");
    CHECK(bench_send(&b, 9, 9, 0, 200) == HV_REASON_LATCHED_FAILSAFE, "refused");
    board_count_refused(&b.board, HV_REASON_CRC);
    told = board_take_telemetry(&b.board, b.now_us);
    CHECK(told.rejected == 2U && told.last_reason == HV_REASON_CRC && told.sequence == b.sequence - 1U, "counted");
    bench_reach(&b, 500, 500);
    bench_tick(&b, 230000);
    told = board_take_telemetry(&b.board, b.now_us);
    CHECK(told.failsafe && told.ramping && !told.stopped, "falling");
    bench_tick(&b, 120000);
    told = board_take_telemetry(&b.board, b.now_us);
    CHECK(told.failsafe && !told.ramping && told.left_permille == 0, "fallen");
    board_set_battery(&b.board, 6000);
    board_set_motor_fault(&b.board, true);
    told = board_take_telemetry(&b.board, b.now_us);
    CHECK(told.faults == (HV_FAULT_BATTERY_LOW | HV_FAULT_MOTOR_DRIVER) && told.battery_mv == 6000U, "faults");
}

static void missed_telemetry_is_not_made_up_for(void)
{
    bench b = bench_new();
    board_take_telemetry(&b.board, b.now_us);
    b.now_us += 1000000;
    CHECK(board_telemetry_due(&b.board, b.now_us), "late");
    board_take_telemetry(&b.board, b.now_us);
    CHECK(!board_telemetry_due(&b.board, b.now_us + 19999U), "one, not fifty");
}

static void a_start_id_is_never_zero(void)
{
    board fresh;
    const board_config config = board_default_config();
    board_init(&fresh, &config, 0, 5, 0);
    CHECK(board_take_telemetry(&fresh, 0).start_id != 0U, "start id");
}

int main(void)
{
    term_and_sequence_only_rise();
    what_is_refused_changes_nothing();
    a_failsafe_and_a_stop_forget_no_sequence();
    it_starts_stopped();
    a_stop_is_zero_at_once_and_wants_a_neutral_made_after_it();
    every_stop_counts_whatever_its_cause_and_state();
    old_human_input_is_neutral();
    speed_rises_slowly_and_falls_fast();
    the_cap_keeps_the_proportion();
    other_messages_are_refused();
    telemetry_says_what_is();
    missed_telemetry_is_not_made_up_for();
    a_start_id_is_never_zero();
    return check_finish("rules of the board");
}
