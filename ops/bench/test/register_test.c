/* The generator's robot refuses what a robot refuses: a relay that carries the wrong thing must not look good. */
#include <string.h>

#include "check.h"
#include "json_field.h"
#include "robot_register.h"

enum { NOW_MS = 100000, HOLDER = 77 };

static robot_register driven(void)
{
    robot_register robot;
    robot_register_start(&robot, 5);
    const proposal asked = {.take = true, .term = {5, 1}, .holder = HOLDER, .duration_ms = 60000, .echo_ms = NOW_MS};
    CHECK(robot_register_propose(&robot, &asked, NOW_MS) == NULL, "taken");
    return robot;
}

static hv_reason judged(robot_register *robot, hv_pair term, uint32_t sequence, uint32_t echo_ms)
{
    const hv_drive drive = {.term = term, .sequence = sequence, .echo_ms = echo_ms, .ttl_ms = 800, .left_permille = 500};
    const hv_ack ack = robot_register_judge(robot, &drive, NOW_MS);
    CHECK((ack.reason == HV_REASON_ACCEPTED) == (ack.left_permille == 500), "what is refused moves nothing");
    return (hv_reason)ack.reason;
}

static void terms_sequences_and_ages(void)
{
    robot_register robot = driven();
    const hv_pair term = {5, 2};
    CHECK(judged(&robot, (hv_pair){5, 1}, 1, NOW_MS) == HV_REASON_TERM_OLD, "an earlier term");
    CHECK(judged(&robot, (hv_pair){5, 3}, 1, NOW_MS) == HV_REASON_TERM_UNKNOWN, "a later term");
    CHECK(judged(&robot, term, 1, NOW_MS) == HV_REASON_ACCEPTED, "the first");
    CHECK(judged(&robot, term, 1, NOW_MS) == HV_REASON_SEQUENCE_OLD, "twice");
    CHECK(judged(&robot, term, 2, NOW_MS - 800) == HV_REASON_ACCEPTED, "exactly its time to live");
    CHECK(judged(&robot, term, 3, NOW_MS - 801) == HV_REASON_STALE, "one more");
    CHECK(judged(&robot, term, 3, NOW_MS + 1) == HV_REASON_STAMP_FUTURE, "not made yet");
    CHECK(judged(&robot, term, 3, NOW_MS) == HV_REASON_ACCEPTED, "a stale one uses no sequence up");
}

static void the_lease(void)
{
    robot_register robot = driven();
    proposal asked = {.take = true, .term = {5, 2}, .holder = HOLDER, .duration_ms = 60000, .echo_ms = NOW_MS};
    CHECK(robot_register_propose(&robot, &asked, NOW_MS) == NULL && robot.term.counter == 2U, "extended, the same term");
    asked.holder = HOLDER + 1;
    CHECK(strcmp(robot_register_propose(&robot, &asked, NOW_MS), "held") == 0, "somebody else");
    asked.term.counter = 1;
    CHECK(strcmp(robot_register_propose(&robot, &asked, NOW_MS), "term_changed") == 0, "an earlier term");
    asked = (proposal){.take = false, .term = {5, 2}, .holder = HOLDER, .echo_ms = NOW_MS - 2001};
    CHECK(strcmp(robot_register_propose(&robot, &asked, NOW_MS), "stale") == 0, "an old stamp");
    asked.echo_ms = NOW_MS;
    CHECK(robot_register_propose(&robot, &asked, NOW_MS) == NULL && robot.holder == 0U, "released");
    CHECK(judged(&robot, robot.term, 1, NOW_MS) == HV_REASON_NO_LEASE, "nobody drives");
    CHECK(robot_register_beacon(&robot, NOW_MS).lease_remaining_ms == 0U, "the beacon says so");
}

static void fields_of_a_relays_json(void)
{
    static const char JSON[] = "{\"type\":\"propose\",\"proposal\":\"00000000000000ff\",\"term\":[5,12],\"holder\":null,"
                               "\"duration_ms\":600000,\"online\":true}";
    char text[9] = "";
    uint64_t number = 0;
    hv_pair pair = {0, 0};
    CHECK(json_text(JSON, "type", text, sizeof text) && strcmp(text, "propose") == 0, "text");
    CHECK(json_text(JSON, "proposal", text, sizeof text) && strlen(text) == 8U, "cut");
    CHECK(json_hex64(JSON, "proposal", &number) && number == 255U, "hexadecimal");
    CHECK(json_number(JSON, "duration_ms", &number) && number == 600000U, "number");
    CHECK(json_pair(JSON, "term", &pair) && pair.boot == 5U && pair.counter == 12U, "pair");
    CHECK(json_is_true(JSON, "online") && !json_is_true(JSON, "type"), "true");
    CHECK(!json_hex64(JSON, "holder", &number) && !json_number(JSON, "absent", &number), "null and absent");
    CHECK(number == 600000U, "untouched");
}

int main(void)
{
    terms_sequences_and_ages();
    the_lease();
    fields_of_a_relays_json();
    return check_finish("register, JSON fields");
}
