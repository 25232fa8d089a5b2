/* Packets under way come out when they are due, in order, and are bounded in number. */
#include "check.h"
#include "draw.h"
#include "transit.h"

enum { MOST = 64, ROUNDS = 20000 };

static void put(transit *of, uint64_t due_ns, uint64_t number)
{
    const parcel about = {.due_ns = due_ns, .number = number, .entered_ns = 1};
    const uint8_t frame[] = {(uint8_t)number, (uint8_t)due_ns};
    CHECK(transit_put(of, &about, frame, sizeof frame), "there is room");
}

static void none_comes_before_its_time(void)
{
    transit under_way;
    CHECK(transit_start(&under_way, MOST), "memory");
    put(&under_way, 50, 0);
    put(&under_way, 30, 1);
    put(&under_way, 50, 2);
    CHECK(transit_due_ns(&under_way) == 30U && transit_take(&under_way, 29) == NULL, "just before");
    const parcel *due = transit_take(&under_way, 30);
    CHECK(due != NULL && due->number == 1U && due->length == 2U, "at its time");
    CHECK(due != NULL && due->frame[0] == 1U && due->frame[1] == 30U, "as it was put in");
    CHECK(transit_take(&under_way, 49) == NULL, "the next not yet");
    due = transit_take(&under_way, 60);
    CHECK(due != NULL && due->number == 0U, "of two at once, the first");
    due = transit_take(&under_way, 60);
    CHECK(due != NULL && due->number == 2U, "then the other");
    CHECK(transit_take(&under_way, UINT64_MAX) == NULL && transit_due_ns(&under_way) == UINT64_MAX, "and no other");
    transit_end(&under_way);
}

static void the_number_is_bounded(void)
{
    transit under_way;
    const parcel about = {.due_ns = 1};
    static const uint8_t frame[FRAME_BYTES + 1];
    CHECK(transit_start(&under_way, 2), "memory");
    CHECK(!transit_put(&under_way, &about, frame, FRAME_BYTES + 1), "too long a frame");
    CHECK(transit_put(&under_way, &about, frame, FRAME_BYTES) && transit_put(&under_way, &about, frame, 1), "two");
    CHECK(!transit_put(&under_way, &about, frame, 1) && under_way.count == 2U, "no third");
    CHECK(transit_take(&under_way, 1) != NULL && transit_put(&under_way, &about, frame, 1), "one for one");
    transit_end(&under_way);
}

static void any_order_in_comes_out_sorted(void)
{
    transit under_way;
    CHECK(transit_start(&under_way, MOST), "memory");
    uint64_t now_ns = 1000;
    uint64_t in = 0;
    uint64_t out = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        const uint64_t chance = draw_bits(5, i, DRAW_LOSS);
        if (under_way.count < MOST && (chance & 1U) != 0U) {
            put(&under_way, now_ns + (chance >> 8) % 500U, in++);
        }
        now_ns += (chance >> 20) % 12U;
        uint64_t last_ns = 0;
        for (const parcel *due = NULL; (due = transit_take(&under_way, now_ns)) != NULL; out++) {
            CHECK(due->due_ns <= now_ns && due->due_ns >= last_ns, "in order");
            last_ns = due->due_ns;
        }
        CHECK(transit_due_ns(&under_way) > now_ns, "none is left");
    }
    CHECK(out + under_way.count == in && in > 1000U, "each comes out once");
    transit_end(&under_way);
}

int main(void)
{
    none_comes_before_its_time();
    the_number_is_bounded();
    any_order_in_comes_out_sorted();
    return check_finish("transit");
}
