/* The open loop: intended times don't follow whoever is late. */
#include <stdbool.h>
#include <string.h>

#include "check.h"
#include "schedule.h"

enum { MEMBERS = 50, PERIOD_NS = 10000000 };
#define START_NS UINT64_C(5000000000)

static schedule_slot slots[MEMBERS];

static schedule plan_of(uint64_t seed)
{
    schedule plan;
    seeded_random random = {seed};
    schedule_start(&plan, slots, MEMBERS, PERIOD_NS, &random);
    schedule_begin(&plan, START_NS);
    return plan;
}

static void each_member_is_due_once_a_period(void)
{
    schedule plan = plan_of(3);
    unsigned times[MEMBERS] = {0};
    uint64_t last_ns = 0;
    uint32_t member = 0;
    uint64_t due_ns = 0;
    while (schedule_take(&plan, START_NS + 4U * PERIOD_NS - 1U, &member, &due_ns)) {
        times[member]++;
        CHECK(due_ns >= last_ns && due_ns >= START_NS, "in order");
        last_ns = due_ns;
    }
    for (unsigned i = 0; i < MEMBERS; i++) {
        CHECK(times[i] == 4U, "four periods, four times");
    }
}

/* Coordinated omission would be: the late caller gets fewer, or later, intended times. */
static void a_late_caller_gets_the_same_times(void)
{
    uint64_t punctual[3 * MEMBERS];
    schedule plan = plan_of(11);
    uint32_t member = 0;
    for (unsigned i = 0; i < 3U * MEMBERS; i++) {
        const uint64_t due_ns = schedule_due_ns(&plan);
        CHECK(!schedule_take(&plan, due_ns - 1U, &member, &punctual[i]), "not a nanosecond early");
        CHECK(schedule_take(&plan, due_ns, &member, &punctual[i]) && punctual[i] == due_ns, "exactly then");
    }
    plan = plan_of(11);
    for (unsigned i = 0; i < 3U * MEMBERS; i++) {
        uint64_t due_ns = 0;
        CHECK(schedule_take(&plan, START_NS + 100U * (uint64_t)PERIOD_NS, &member, &due_ns), "it was due long ago");
        CHECK(due_ns == punctual[i], "and its time is what it was");
    }
}

static void phases_follow_the_seed(void)
{
    schedule plan = plan_of(1);
    const uint64_t first_ns = schedule_due_ns(&plan);
    plan = plan_of(1);
    CHECK(schedule_due_ns(&plan) == first_ns, "the same seed");
    plan = plan_of(2);
    CHECK(schedule_due_ns(&plan) != first_ns, "another seed");
}

static void nobody_is_never_due(void)
{
    schedule plan;
    seeded_random random = {1};
    uint32_t member = 0;
    uint64_t due_ns = 0;
    schedule_start(&plan, slots, 0, PERIOD_NS, &random);
    schedule_begin(&plan, START_NS);
    CHECK(!schedule_take(&plan, UINT64_MAX - 1U, &member, &due_ns), "no member");
}

int main(void)
{
    each_member_is_due_once_a_period();
    a_late_caller_gets_the_same_times();
    phases_follow_the_seed();
    nobody_is_never_due();
    return check_finish("schedule");
}
