/*
 * The built simulator, through its pseudo-terminal: what the log says the motors did, and when.
 * A simulator that was not given the CPU is late by as much, so each limit is extended by the run's worst hiccup. A
 * failure in a run with hiccups proves nothing: such a run is void and repeated. A failure in a run without one counts.
 * Usage: sim_test PATH_OF_ESP32_SIM
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "sim_rig.h"

enum { RAMP_MS = 120, SLACK_MS = 25, LATE_MAX_MS = 100, TRIES = 12, PAUSE_S = 1 };

static const int64_t NS_PER_MS = 1000000;

/* How late an event of the run under judgement may be. */
static int64_t slack_ms = SLACK_MS;

static bool is(const rig_event *event, const char *name)
{
    return strcmp(event->event, name) == 0;
}

static bool is_output(const rig_event *event, bool zero)
{
    return is(event, "output") && (event->left == 0 && event->right == 0) == zero;
}

/* Of the link itself, wherever it leads. */
static bool is_link_there(const rig *r)
{
    struct stat status;
    return lstat(r->link, &status) == 0;
}

static void reach_speed(rig *r)
{
    rig_listen(r, 60);
    rig_drive(r, 0, 0, 60);
    rig_drive(r, 1000, 800, 600);
}

/* Rules that hold in every run: only living setpoints are accepted, and each is followed by zero or another in time. */
static void check_rules(const rig_event *events, size_t count, const char *name)
{
    int64_t zero_by_ns = INT64_MAX;
    bool moving = false;
    int64_t fastest = 0;
    for (size_t i = 0; i < count; i++) {
        CHECK(!moving || events[i].t_ns <= zero_by_ns, name);
        if (is(&events[i], "setpoint")) {
            CHECK(events[i].age_ms < 100 && events[i].life_ms <= 100 - events[i].age_ms, name);
            zero_by_ns = events[i].t_ns + (events[i].life_ms + RAMP_MS + slack_ms) * NS_PER_MS;
        } else if (is(&events[i], "output")) {
            moving = is_output(&events[i], false);
            fastest = events[i].pwm_left > fastest ? events[i].pwm_left : fastest;
        }
    }
    CHECK(fastest == 1023, name);
    CHECK(!moving, name);
}

static unsigned count_refused(const rig_event *events, size_t count, const char *reason)
{
    unsigned found = 0;
    for (size_t i = 0; i < count; i++) {
        found += is(&events[i], "refused") && strcmp(events[i].reason, reason) == 0 ? 1U : 0U;
    }
    return found;
}

static size_t index_after(const rig_event *events, size_t count, size_t from, const char *name)
{
    while (from < count && !is(&events[from], name)) {
        from++;
    }
    return from;
}

static void silence(rig *r)
{
    reach_speed(r);
    rig_listen(r, 400);
    CHECK(r->board.failsafe && r->board.left_permille == 0, "the board reports the failsafe");
}

static void silence_log(const rig_event *events, size_t count)
{
    check_rules(events, count, "silence");
}

static void stall(rig *r)
{
    reach_speed(r);
    rig_command(r, "stall 700");
    rig_drive(r, 1000, 1000, 1000);
    CHECK(!r->board.failsafe && r->board.left_permille > 0, "it drives again when the line does");
    rig_listen(r, 400);
}

static void stall_log(const rig_event *events, size_t count)
{
    check_rules(events, count, "stall");
    CHECK(count_refused(events, count, "stale") >= 25U, "what piled up is refused");
    const size_t stalled = index_after(events, count, 0, "control");
    size_t i = stalled;
    while (i < count && !is_output(&events[i], true)) {
        i++;
    }
    for (; i < count && !is(&events[i], "setpoint"); i++) {
        CHECK(!is_output(&events[i], false), "nothing moves before a fresh setpoint");
    }
    CHECK(i < count && events[i].t_ns - events[stalled].t_ns >= 690 * NS_PER_MS, "which comes after the stall");
}

static void unplug(rig *r)
{
    reach_speed(r);
    const uint32_t start_id = r->board.start_id;
    rig_command(r, "unplug");
    rig_listen(r, 50);
    CHECK(rig_hung_up(r), "the bridge sees a hang-up");
    CHECK(!is_link_there(r), "the link is gone");
    rig_listen(r, 350);
    rig_command(r, "replug");
    rig_open_line(r);
    rig_listen(r, 100);
    CHECK(r->have_board && r->board.start_id == start_id, "the same board after the cable is back");
    CHECK(r->board.left_permille == 0 && r->board.failsafe, "standing");
}

static void unplug_log(const rig_event *events, size_t count)
{
    check_rules(events, count, "unplug");
}

static void stop(rig *r)
{
    reach_speed(r);
    rig_stop(r);
    rig_listen(r, 60);
    CHECK(r->board.stopped && r->board.left_permille == 0 && r->board.latch.counter == 9U, "confirmed within 60 ms");
    rig_drive(r, 500, 500, 100);
    CHECK(r->board.stopped && r->board.left_permille == 0, "no neutral, no motion");
}

static void stop_log(const rig_event *events, size_t count)
{
    check_rules(events, count, "stop");
    const size_t at = index_after(events, count, 0, "stop");
    CHECK(at + 1U < count && is_output(&events[at + 1U], true), "zero is the next thing that happens");
    CHECK(at + 1U < count && events[at + 1U].t_ns - events[at].t_ns <= slack_ms * NS_PER_MS, "at once");
    CHECK(count_refused(events, count, "latched_failsafe") > 0U, "refused under its reason");
}

static void frozen_with_watchdog(rig *r)
{
    reach_speed(r);
    const uint32_t start_id = r->board.start_id;
    rig_command(r, "freeze 400");
    rig_drive(r, 1000, 1000, 600);
    CHECK(r->board.start_id != start_id && r->board.stopped && r->board.left_permille == 0, "restarted, stopped");
}

static void frozen_with_watchdog_log(const rig_event *events, size_t count)
{
    const size_t frozen = index_after(events, count, 0, "control");
    size_t zero = frozen;
    while (zero < count && !is_output(&events[zero], true)) {
        zero++;
    }
    const int64_t limit_ns = (100 + slack_ms) * NS_PER_MS;
    CHECK(zero < count && events[zero].t_ns - events[frozen].t_ns <= limit_ns, "zero by the watchdog");
    for (size_t i = zero; i < count; i++) {
        CHECK(!is_output(&events[i], false), "and it stays zero");
    }
    CHECK(index_after(events, count, zero, "start") < count, "a new start");
}

static void aborted(rig *r)
{
    reach_speed(r);
    const uint32_t start_id = r->board.start_id;
    rig_command(r, "abort 400");
    rig_drive(r, 1000, 1000, 600);
    CHECK(r->board.start_id != start_id && r->board.stopped && r->board.left_permille == 0, "restarted, stopped");
}

/* The command's own line is written after it was done, so the zero may stand before it. */
static void aborted_log(const rig_event *events, size_t count)
{
    const size_t aborted_at = index_after(events, count, 0, "control");
    size_t last_drive = count;
    for (size_t i = 0; i < count; i++) {
        last_drive = is_output(&events[i], false) ? i : last_drive;
    }
    CHECK(last_drive < aborted_at && aborted_at < count, "nothing drives after the abort");
    const size_t zero = index_after(events, count, last_drive + 1U, "output");
    CHECK(zero < count && is_output(&events[zero], true) &&
              events[zero].t_ns - events[aborted_at].t_ns <= slack_ms * NS_PER_MS,
          "zero at once, not when the program runs again");
    CHECK(index_after(events, count, aborted_at, "start") < count, "a new start");
}

static void uncut(rig *r)
{
    reach_speed(r);
    rig_command(r, "abort 400 nocutoff");
    rig_drive(r, 1000, 1000, 600);
    CHECK(r->board.stopped && r->board.left_permille == 0, "restarted, stopped");
}

/* What a chip does by itself, and why the cut-off is there. */
static void uncut_log(const rig_event *events, size_t count)
{
    const size_t aborted_at = index_after(events, count, 0, "control");
    const size_t zero = index_after(events, count, aborted_at, "output");
    CHECK(zero < count && is_output(&events[zero], true), "zero in the end");
    CHECK(zero < count && events[zero].t_ns - events[aborted_at].t_ns >= (400 - slack_ms) * NS_PER_MS,
          "the last duty stood until the program ran again");
}

static void frozen_without_watchdog(rig *r)
{
    reach_speed(r);
    rig_command(r, "freeze 600 nowdt");
    rig_drive(r, 1000, 1000, 500);
    rig_listen(r, 300);
    CHECK(r->board.failsafe && r->board.left_permille == 0, "standing after it woke");
}

static void frozen_without_watchdog_log(const rig_event *events, size_t count)
{
    const size_t frozen = index_after(events, count, 0, "control");
    size_t next = index_after(events, count, frozen, "output");
    CHECK(next < count && is_output(&events[next], true), "the first thing it does is zero, not a ramp");
    CHECK(count_refused(events, count, "stale") >= 15U, "what piled up is refused");
    for (; next < count; next++) {
        CHECK(!is_output(&events[next], false), "and nothing of it is applied");
    }
}

static void spoiled_line(rig *r)
{
    reach_speed(r);
    rig_command(r, "garble 20 800");
    rig_drive(r, 1000, 800, 800);
    rig_command(r, "noise 500");
    rig_drive(r, 1000, 800, 300);
    CHECK(!r->board.stopped && !r->board.failsafe && r->board.left_permille > 0, "drives when the line is good again");
    CHECK(r->board.rejected > 5U, "refused frames are counted");
    rig_listen(r, 400);
}

static void spoiled_line_log(const rig_event *events, size_t count)
{
    check_rules(events, count, "spoiled line");
    for (size_t i = 0; i < count; i++) {
        CHECK(!is(&events[i], "setpoint") || (events[i].left == 1000 && events[i].right == 800) || events[i].left == 0,
              "only what was sent");
    }
}

typedef struct scenario {
    const char *name;
    void (*act)(rig *r);
    void (*judge)(const rig_event *events, size_t count);
} scenario;

/* Returns false when the run was void. A void run counts no failures. */
static bool play(const scenario *played, const char *simulator)
{
    rig r;
    const unsigned failures_before = check_failures;
    rig_start(&r, simulator);
    played->act(&r);
    CHECK(rig_end(&r) == 0, "SIGTERM: exit status 0");
    CHECK(!is_link_there(&r), "and the link is removed");
    size_t count = 0;
    int64_t late_ms = 0;
    const rig_event *const events = rig_events(&r, &count, &late_ms);
    slack_ms = SLACK_MS + (late_ms < LATE_MAX_MS ? late_ms : LATE_MAX_MS);
    CHECK(count > 0U && is(&events[0], "start") && is(&events[count - 1U], "end"), "the log is whole");
    played->judge(events, count);
    rig_clean_up(&r);
    const bool void_run = late_ms > LATE_MAX_MS || (late_ms > 0 && check_failures > failures_before);
    check_failures = void_run ? failures_before : check_failures;
    printf("%-24s %s, limits + %d ms\n", played->name, void_run ? "void, the machine was busy" : "played",
           (int)slack_ms);
    return !void_run;
}

int main(int argc, char **argv)
{
    static const scenario SCENARIOS[] = {
        {"silence", silence, silence_log},
        {"stall", stall, stall_log},
        {"unplug", unplug, unplug_log},
        {"stop", stop, stop_log},
        {"freeze with watchdog", frozen_with_watchdog, frozen_with_watchdog_log},
        {"abort", aborted, aborted_log},
        {"abort without cut-off", uncut, uncut_log},
        {"freeze without watchdog", frozen_without_watchdog, frozen_without_watchdog_log},
        {"spoiled line", spoiled_line, spoiled_line_log},
    };
    if (argc != 2) {
        fputs("usage: sim_test PATH_OF_ESP32_SIM\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < sizeof SCENARIOS / sizeof SCENARIOS[0]; i++) {
        bool played = false;
        for (int attempt = 0; attempt < TRIES && !played; attempt++) {
            if (attempt > 0) {
                sleep(PAUSE_S);
            }
            played = play(&SCENARIOS[i], argv[1]);
        }
        CHECK(played, "one run that was not void");
    }
    return check_finish("simulator");
}
