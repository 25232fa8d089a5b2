#include "schedule.h"

#include <stdlib.h>

static int by_phase(const void *a, const void *b)
{
    const schedule_slot *left = a;
    const schedule_slot *right = b;
    if (left->phase_ns != right->phase_ns) {
        return left->phase_ns < right->phase_ns ? -1 : 1;
    }
    return left->member < right->member ? -1 : 1;
}

void schedule_start(schedule *plan, schedule_slot *slots, uint32_t count, uint64_t period_ns, seeded_random *random)
{
    for (uint32_t i = 0; i < count; i++) {
        slots[i] = (schedule_slot){.phase_ns = random_next(random) % period_ns, .member = i};
    }
    qsort(slots, count, sizeof slots[0], by_phase);
    *plan = (schedule){.slots = slots, .count = count, .period_ns = period_ns};
}

void schedule_begin(schedule *plan, uint64_t start_ns)
{
    plan->cycle_ns = start_ns;
    plan->next = 0;
}

uint64_t schedule_due_ns(const schedule *plan)
{
    return plan->count == 0U ? UINT64_MAX : plan->cycle_ns + plan->slots[plan->next].phase_ns;
}

bool schedule_take(schedule *plan, uint64_t now_ns, uint32_t *member, uint64_t *due_ns)
{
    const uint64_t due = schedule_due_ns(plan);
    if (due > now_ns) {
        return false;
    }
    *member = plan->slots[plan->next].member;
    *due_ns = due;
    if (++plan->next == plan->count) {
        plan->next = 0;
        plan->cycle_ns += plan->period_ns;
    }
    return true;
}
