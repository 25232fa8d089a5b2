/* Every DRIVE has exactly one fate. */
#include <string.h>

#include "check.h"
#include "tally.h"

enum { MOST_SAMPLES = 4 };
#define FROM_NS UINT64_C(1000000)
#define UNTIL_NS UINT64_C(9000000)

static tally all;
static tally_ring ring;
static sample samples[MOST_SAMPLES];

static void begin(void)
{
    memset(&all, 0, sizeof all);
    memset(&ring, 0, sizeof ring);
    all.from_ns = FROM_NS;
    all.until_ns = UNTIL_NS;
    all.samples = samples;
    all.capacity = MOST_SAMPLES;
}

static void answer(uint32_t sequence, hv_reason reason, uint64_t read_ns)
{
    const hv_ack ack = {.reason = (uint8_t)reason, .sequence = sequence};
    tally_answered(&all, &ring, &ack, read_ns);
}

static void latency_counts_from_the_intended_time(void)
{
    begin();
    tally_sent(&all, &ring, 1, FROM_NS, FROM_NS + 300U);
    answer(1, HV_REASON_ACCEPTED, FROM_NS + 1000U);
    CHECK(all.sampled == 1U && samples[0].round_trip_ns == 1000U, "intended to read");
    CHECK(samples[0].own_ns == 700U && samples[0].late_ns == 300U, "the generator's share apart");
    tally_sent(&all, &ring, 2, FROM_NS, FROM_NS);
    answer(2, HV_REASON_ACCEPTED, FROM_NS + UINT64_C(5000000000));
    CHECK(samples[1].round_trip_ns == UINT32_MAX, "saturated, not wrapped");
}

static void only_the_window_is_measured_but_all_is_counted(void)
{
    begin();
    tally_sent(&all, &ring, 1, FROM_NS - 1U, FROM_NS + 5U);
    tally_sent(&all, &ring, 2, FROM_NS, FROM_NS);
    tally_sent(&all, &ring, 3, UNTIL_NS - 1U, UNTIL_NS + 5U);
    tally_sent(&all, &ring, 4, UNTIL_NS, UNTIL_NS);
    for (uint32_t sequence = 1; sequence <= 4U; sequence++) {
        answer(sequence, HV_REASON_ACCEPTED, UNTIL_NS + 100U);
    }
    CHECK(all.steady.sent == 2U && all.sampled == 2U, "by intended time");
    CHECK(all.outside.sent == 2U && all.outside.answered[HV_REASON_ACCEPTED] == 2U, "the others too");
    CHECK(tally_adds_up(&all.steady) && tally_adds_up(&all.outside), "adds up");
}

static void refused_and_unanswered_are_told_apart(void)
{
    begin();
    for (uint32_t sequence = 1; sequence <= 4U; sequence++) {
        tally_sent(&all, &ring, sequence, FROM_NS, FROM_NS);
    }
    answer(1, HV_REASON_STALE, FROM_NS + 1U);
    answer(2, HV_REASON_WINDOW_FULL, FROM_NS + 1U);
    answer(3, HV_REASON_WINDOW_FULL, FROM_NS + 1U);
    answer(3, HV_REASON_ACCEPTED, FROM_NS + 2U); /* it waited, then it went */
    CHECK(!tally_adds_up(&all.steady), "two are under way");
    tally_close(&all, &ring);
    CHECK(all.steady.answered[HV_REASON_STALE] == 1U, "refused");
    CHECK(all.steady.answered[HV_REASON_WINDOW_FULL] == 1U, "refused for now, and nothing came after");
    CHECK(all.steady.answered[HV_REASON_ACCEPTED] == 1U && all.sampled == 1U, "the robot's word counts");
    CHECK(all.steady.unanswered == 1U && tally_adds_up(&all.steady), "nobody ever answered");
    CHECK(tally_lost_per_100000(&all.steady) == 75000U, "three of four");
}

static void an_answer_counts_once(void)
{
    begin();
    tally_sent(&all, &ring, 1, FROM_NS, FROM_NS);
    answer(1, HV_REASON_ACCEPTED, FROM_NS + 1U);
    answer(1, HV_REASON_ACCEPTED, FROM_NS + 2U);
    answer(1 + TALLY_UNDER_WAY, HV_REASON_ACCEPTED, FROM_NS + 2U);
    CHECK(all.unasked == 2U && all.sampled == 1U && tally_adds_up(&all.steady), "twice, and never asked");
}

static void a_slot_that_is_needed_again_is_settled_first(void)
{
    begin();
    for (uint32_t sequence = 0; sequence <= TALLY_UNDER_WAY; sequence++) {
        tally_sent(&all, &ring, sequence, FROM_NS, FROM_NS);
    }
    CHECK(all.steady.unanswered == 1U, "the oldest has waited for too long");
    answer(0, HV_REASON_ACCEPTED, FROM_NS + 1U);
    CHECK(all.unasked == 1U, "its late answer is not the newer one's");
    tally_close(&all, &ring);
    CHECK(tally_adds_up(&all.steady) && all.steady.unanswered == TALLY_UNDER_WAY + 1U, "adds up");
}

static void lost_samples_are_noticed(void)
{
    begin();
    for (uint32_t sequence = 0; sequence <= MOST_SAMPLES; sequence++) {
        tally_sent(&all, &ring, sequence, FROM_NS, FROM_NS);
        answer(sequence, HV_REASON_ACCEPTED, FROM_NS + 1U);
    }
    CHECK(all.overflowed && all.sampled == MOST_SAMPLES, "one too many");
}

static void a_run_without_commands_is_void(void)
{
    begin();
    CHECK(tally_lost_per_100000(&all.steady) == 100000U, "nothing sent is nothing carried");
}

int main(void)
{
    latency_counts_from_the_intended_time();
    only_the_window_is_measured_but_all_is_counted();
    refused_and_unanswered_are_told_apart();
    an_answer_counts_once();
    a_slot_that_is_needed_again_is_settled_first();
    lost_samples_are_noticed();
    a_run_without_commands_is_void();
    return check_finish("tally");
}
