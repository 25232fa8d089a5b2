/* What becomes of packets, exactly: the numbers were computed by another program from the seed. */
#include <stdbool.h>
#include <stddef.h>

#include "check.h"
#include "path.h"
#include "words.h"

#define MS UINT64_C(1000000)
#define START (UINT64_C(1000) * MS)
enum { SEED = 7, MANY = 400000, BYTES = 1000 };

static path with(uint64_t seed, bool is_up, const char *words)
{
    path made;
    path_start(&made, seed, is_up);
    CHECK(say(&made.set, START, words) == NULL, words);
    return made;
}

static void who_is_lost_follows_the_seed(void)
{
    static const uint64_t lost[] = {3, 10, 15, 16, 47, 61, 67};
    path way = with(SEED, true, "loss 10%");
    size_t found = 0;
    for (uint64_t i = 0; i < 100U; i++) {
        const decision made = path_decide(&way, START, BYTES);
        const bool expected = found < 7U && lost[found] == i;
        CHECK(made.number == i && made.fate == (expected ? FATE_LOST : FATE_PASSES), "as the seed says");
        found += expected ? 1U : 0U;
    }
}

static void bursts_follow_the_seed(void)
{
    static const uint64_t lost[] = {5, 6, 13, 14, 73, 74, 75, 76, 77, 78, 79};
    path way = with(SEED, true, "loss 10% burst 4");
    size_t found = 0;
    for (uint64_t i = 0; i < 100U; i++) {
        const bool expected = found < 11U && lost[found] == i;
        CHECK(path_decide(&way, START, BYTES).fate == (expected ? FATE_LOST : FATE_PASSES), "as the seed says");
        found += expected ? 1U : 0U;
    }
}

static bool is_same(decision one, decision other)
{
    return one.fate == other.fate && one.is_copied == other.is_copied && one.number == other.number;
}

#define ALL "delay 5ms jitter 3ms loss 3% burst 3 duplicate 4% reorder 5% by 20ms"

static void the_time_changes_no_decision(void)
{
    path one = with(SEED, true, ALL);
    path other = with(SEED, true, ALL);
    for (uint64_t i = 0; i < 5000U; i++) {
        const decision early = path_decide(&one, START + i * MS, BYTES);
        const decision late = path_decide(&other, START + i * 7U * MS + i % 13U * MS, BYTES + i % 500U);
        CHECK(is_same(early, late), "whenever it comes, however large it is");
    }
}

static void seeds_and_directions_differ(void)
{
    path up = with(SEED, true, "loss 50%");
    path down = with(SEED, false, "loss 50%");
    path other = with(SEED + 1, true, "loss 50%");
    unsigned same_down = 0;
    unsigned same_other = 0;
    for (unsigned i = 0; i < 1000U; i++) {
        const fate ours = path_decide(&up, START, BYTES).fate;
        same_down += path_decide(&down, START, BYTES).fate == ours ? 1U : 0U;
        same_other += path_decide(&other, START, BYTES).fate == ours ? 1U : 0U;
    }
    CHECK(same_down > 430U && same_down < 570U && same_other > 430U && same_other < 570U, "half by chance");
}

/* A test that cuts in the middle sees the same losses afterwards as one that doesn't. */
static void a_setting_shifts_nothing_of_the_others(void)
{
    path plain = with(SEED, true, "loss 5% burst 4");
    path busy = with(SEED, true, "loss 5% burst 4 duplicate 50% jitter 4ms reorder 10% by 9ms");
    for (unsigned i = 0; i < 3000U; i++) {
        CHECK(i != 500U || say(&busy.set, START, "cut") == NULL, "cut");
        CHECK(i != 900U || say(&busy.set, START, "heal rate 1gbit") == NULL, "healed");
        const fate expected = path_decide(&plain, START + i * MS, BYTES).fate;
        const fate found = path_decide(&busy, START + i * MS, BYTES).fate;
        CHECK(found == (i >= 500U && i < 900U ? FATE_CUT : expected), "the same are lost");
    }
}

static void losses_have_their_share_and_length(void)
{
    unsigned lost = 0;
    unsigned bursts = 0;
    bool was_lost = false;
    path way = with(SEED, true, "loss 4% burst 5");
    for (unsigned i = 0; i < MANY; i++) {
        const bool is_lost = path_decide(&way, START, BYTES).fate == FATE_LOST;
        lost += is_lost ? 1U : 0U;
        bursts += is_lost && !was_lost ? 1U : 0U;
        was_lost = is_lost;
    }
    CHECK(lost > MANY * 0.038 && lost < MANY * 0.042, "four in a hundred");
    CHECK(lost > bursts * 4.8 && lost < bursts * 5.2, "five at a time");
    way = with(SEED, true, "gilbert 2% 20% 50% 1%"); /* bad for 1/11 of the time: 10/11 % + 50/11 % */
    lost = 0;
    for (unsigned i = 0; i < MANY; i++) {
        lost += path_decide(&way, START, BYTES).fate == FATE_LOST ? 1U : 0U;
    }
    CHECK(lost > MANY * 0.0525 && lost < MANY * 0.0566, "Gilbert-Elliott with four chances");
}

static void jitter_is_exponential_and_overtakes_nobody(void)
{
    static const uint64_t added[] = {7781356, 7166637, 19190478, 2257333};
    path way = with(SEED, true, "delay 20ms jitter 10ms");
    double sum_ns = 0;
    unsigned above_three = 0;
    for (unsigned i = 0; i < MANY; i++) {
        const uint64_t now_ns = START + (uint64_t)i * 200U * MS; /* so far apart that none waits for another */
        const uint64_t added_ns = path_decide(&way, now_ns, BYTES).due_ns - now_ns - 20U * MS;
        CHECK(i >= 4U || added_ns == added[i], "as the seed says");
        CHECK(added_ns <= 100U * MS, "ten times the mean at most");
        sum_ns += (double)added_ns;
        above_three += added_ns > 30U * MS ? 1U : 0U;
    }
    CHECK(sum_ns / MANY > 9.9e6 && sum_ns / MANY < 10.1e6, "the mean");
    CHECK(above_three > MANY * 0.0485 && above_three < MANY * 0.0511, "e^-3 of them above three times the mean");
    uint64_t last_ns = 0;
    for (unsigned i = 0; i < 1000U; i++) {
        const uint64_t due_ns = path_decide(&way, START + 90000000U * MS + i * MS, BYTES).due_ns;
        CHECK(due_ns >= last_ns, "in order");
        last_ns = due_ns;
    }
}

static void a_held_packet_is_late_and_holds_nobody(void)
{
    static const bool held[] = {false, false, false, false, true, false, false, false, false, false,
                                false, false, false, false, true, false, false, false, false, false,
                                true,  false, true,  true,  true, true};
    path way = with(SEED, true, "delay 10ms reorder 20% by 30ms");
    for (unsigned i = 0; i < sizeof held; i++) {
        const uint64_t now_ns = START + i * MS;
        CHECK(path_decide(&way, now_ns, BYTES).due_ns == now_ns + (held[i] ? 40U : 10U) * MS, "as the seed says");
    }
}

static void copies_follow_the_seed(void)
{
    static const uint64_t copied[] = {3, 12, 13, 19, 24, 32, 35, 36};
    path way = with(SEED, true, "duplicate 20%");
    size_t found = 0;
    for (uint64_t i = 0; i < 40U; i++) {
        const bool expected = found < 8U && copied[found] == i;
        CHECK(path_decide(&way, START, BYTES).is_copied == expected, "as the seed says");
        found += expected ? 1U : 0U;
    }
}

static void a_line_sends_one_after_the_other_and_lets_few_wait(void)
{
    path way = with(SEED, true, "delay 3ms rate 8mbit queue 10ms"); /* 1000 bytes a millisecond */
    for (unsigned i = 0; i < 30U; i++) {
        const decision made = path_decide(&way, START, BYTES);
        CHECK(made.fate == (i < 10U ? FATE_PASSES : FATE_NO_ROOM), "ten fit into 10 ms");
        CHECK(i >= 10U || made.due_ns == START + (i + 4U) * MS, "one after the other");
    }
    CHECK(path_decide(&way, START + MS - 1U, BYTES).fate == FATE_NO_ROOM, "just before one has left");
    CHECK(path_decide(&way, START + MS, BYTES).due_ns == START + 14U * MS, "when one has left");
    CHECK(path_decide(&way, START + 50U * MS, BYTES).due_ns == START + 54U * MS, "an idle line saves up nothing");
    CHECK(path_decide(&way, START + 90U * MS, 60000).fate == FATE_PASSES, "an idle line takes any");
}

static void black_outs_keep_their_schedule(void)
{
    path way = with(SEED, true, "black-out 20ms every 100ms after 50ms");
    for (uint64_t round = 0; round < 3U; round++) {
        const uint64_t begins_ns = START + (50U + round * 100U) * MS;
        CHECK(path_decide(&way, begins_ns - 1U, BYTES).fate == FATE_PASSES, "just before");
        CHECK(path_decide(&way, begins_ns, BYTES).fate == FATE_BLACKED_OUT, "at its beginning");
        CHECK(path_decide(&way, begins_ns + 20U * MS - 1U, BYTES).fate == FATE_BLACKED_OUT, "just before its end");
        CHECK(path_decide(&way, begins_ns + 20U * MS, BYTES).fate == FATE_PASSES, "at its end");
    }
    way = with(SEED, true, "black-out 20ms");
    CHECK(path_decide(&way, START + 19U * MS, BYTES).fate == FATE_BLACKED_OUT, "at once");
    CHECK(path_decide(&way, START + 20U * MS, BYTES).fate == FATE_PASSES, "and once");
}

int main(void)
{
    who_is_lost_follows_the_seed();
    bursts_follow_the_seed();
    the_time_changes_no_decision();
    seeds_and_directions_differ();
    a_setting_shifts_nothing_of_the_others();
    losses_have_their_share_and_length();
    jitter_is_exponential_and_overtakes_nobody();
    a_held_packet_is_late_and_holds_nobody();
    copies_follow_the_seed();
    a_line_sends_one_after_the_other_and_lets_few_wait();
    black_outs_keep_their_schedule();
    return check_finish("path");
}
