/* Both directions, commands and counters, with a clock and devices of the test's own. */
#include <stdlib.h>

#include "bridge.h"
#include "check.h"
#include "commands.h"
#include "frames.h"

#define MS UINT64_C(1000000)
#define START (UINT64_C(100) * MS)
enum { MOST = 8, ANSWER_BYTES = 4096 };

static bridge link_between;
static unsigned sent_up;
static unsigned sent_down;
static uint8_t last_fill;
static bool takes_frames;
static char answer[ANSWER_BYTES];

static bool note(void *context, bool is_up, const uint8_t *frame, size_t length)
{
    CHECK(context == &link_between, "its own context");
    sent_up += is_up ? 1U : 0U;
    sent_down += is_up ? 0U : 1U;
    last_fill = frame[length - 1U];
    return takes_frames;
}

static void begin(void)
{
    bridge_end(&link_between);
    CHECK(bridge_start(&link_between, 7, MOST, note, &link_between), "memory");
    sent_up = sent_down = 0;
    takes_frames = true;
}

static bool tell(const char *words)
{
    char line[LINE_BYTES];
    snprintf(line, sizeof line, "%s", words);
    FILE *const to = fmemopen(answer, sizeof answer, "w");
    const bool done = command_take(&link_between, line, START, to);
    fclose(to);
    return done;
}

static void enter(bool is_up, uint64_t now_ns, uint8_t fill)
{
    uint8_t frame[256];
    const end_point near = {1, 40000};
    const end_point far = {2, 443};
    const size_t length = make_frame(frame, 4, PROTOCOL_UDP, is_up ? near : far, is_up ? far : near, fill);
    bridge_enter(&link_between, is_up, now_ns, frame, length);
}

static bool adds_up(const lane *of)
{
    const counters *const all = &of->counts;
    return all->packets + all->duplicated == all->delivered + all->lost + all->cut + all->blacked_out +
                                                 all->dropped_by_queue + all->unmapped + all->undeliverable +
                                                 of->under_way.count;
}

static void a_packet_takes_its_time(void)
{
    begin();
    CHECK(tell("up delay 10ms") && tell("down delay 20ms"), "told");
    enter(true, START, 1);
    enter(false, START, 2);
    CHECK(bridge_due_ns(&link_between) == START + 10U * MS, "the earlier one");
    bridge_deliver(&link_between, START + 10U * MS - 1U);
    CHECK(sent_up == 0U, "not a nanosecond early");
    bridge_deliver(&link_between, START + 12U * MS);
    CHECK(sent_up == 1U && sent_down == 0U && last_fill == 1U, "one way");
    CHECK(link_between.up.counts.largest_delay_ns == 12U * MS && link_between.up.counts.latest_ns == 2U * MS, "measured");
    bridge_deliver(&link_between, START + 20U * MS);
    CHECK(sent_down == 1U && last_fill == 2U && bridge_due_ns(&link_between) == UINT64_MAX, "and the other");
}

static void a_cut_is_one_way_until_healed(void)
{
    for (int i = 0; i < 2; i++) {
        begin();
        CHECK(tell(i == 0 ? "up cut" : "down cut"), "cut");
        enter(true, START, 1);
        enter(false, START, 1);
        bridge_deliver(&link_between, START);
        CHECK(sent_up == (i == 0 ? 0U : 1U) && sent_down == (i == 0 ? 1U : 0U), "this way only");
        CHECK(link_between.up.counts.cut == (i == 0 ? 1U : 0U) && adds_up(&link_between.up), "counted");
        CHECK(tell("both heal"), "healed");
        enter(true, START, 1);
        enter(false, START, 1);
        bridge_deliver(&link_between, START);
        CHECK(sent_up + sent_down == 3U, "both again");
    }
}

/* Otherwise a cut would soon be "no route to host", which a cut somewhere on the way is not. */
static void neighbours_find_each_other_through_a_cut(void)
{
    uint8_t arp[42] = {[12] = 0x08, [13] = 0x06};
    uint8_t solicitation[86] = {[12] = 0x86, [13] = 0xDD, [14] = 0x60, [20] = 58, [54] = 135};
    begin();
    CHECK(tell("both cut"), "cut");
    bridge_enter(&link_between, true, START, arp, sizeof arp);
    bridge_enter(&link_between, false, START, solicitation, sizeof solicitation);
    CHECK(sent_up == 1U && sent_down == 1U && link_between.up.counts.packets == 0U, "at once, and not counted");
}

static void what_is_overtaken_and_doubled_is_counted(void)
{
    begin();
    CHECK(tell("up reorder 100% by 5ms"), "told");
    enter(true, START, 1);
    CHECK(tell("up reorder 0% duplicate 100%"), "told");
    enter(true, START, 2);
    bridge_deliver(&link_between, START + 5U * MS);
    CHECK(sent_up == 3U && last_fill == 1U, "the held one last");
    CHECK(link_between.up.counts.reordered == 1U && link_between.up.counts.duplicated == 1U, "counted");
    CHECK(link_between.up.counts.delivered == 3U && adds_up(&link_between.up), "adds up");
}

static void what_is_under_way_is_bounded(void)
{
    begin();
    CHECK(tell("up delay 1s"), "told");
    for (unsigned i = 0; i < MOST + 3U; i++) {
        enter(true, START, 1);
    }
    CHECK(link_between.up.counts.dropped_by_queue == 3U && adds_up(&link_between.up), "dropped and counted");
    takes_frames = false;
    bridge_deliver(&link_between, START + 1000U * MS);
    CHECK(link_between.up.counts.undeliverable == MOST && adds_up(&link_between.up), "not taken, and counted");
}

static void a_rebinding_ends_what_is_under_way_to_the_former_port(void)
{
    begin();
    CHECK(tell("down delay 5ms") && tell("rebind udp"), "told");
    enter(true, START, 1);
    enter(false, START, 2);
    bridge_deliver(&link_between, START + 5U * MS);
    CHECK(sent_up == 1U && sent_down == 0U && link_between.down.counts.unmapped == 1U, "nobody is there");
    CHECK(adds_up(&link_between.down), "adds up");
}

static void commands_are_answered(void)
{
    begin();
    static const char done[] = "{\"done\":\"both profile lte loss 3%\",\"at_ns\":100000000}\n";
    CHECK(tell("both profile lte loss 3%\n") && strcmp(answer, done) == 0, answer);
    CHECK(link_between.up.way.set.delay_ns != link_between.down.way.set.delay_ns, "each way its own");
    CHECK(!tell("down delay 3\"\x01") && strstr(answer, "\"word\":\"3??\"") != NULL, answer);
    static const char *const refused[] = {"",            "up",           "sideways cut",  "counters now",
                                          "rebind icmp", "rebind port",  "rebind port 0", "rebind to 1.2.3",
                                          "both delay 3ms speed 2"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        CHECK(!tell(refused[i]) && strstr(answer, "{\"refused\":\"") == answer, refused[i]);
    }
    CHECK(tell("rebind tcp port 443 to 198.18.0.101") && link_between.translation.rules[0].address[3] == 101U, answer);
    enter(true, START, 1);
    CHECK(tell("counters") && strstr(answer, "\"up\":{\"packets\":1,\"bytes\":59,") != NULL, answer);
    char endless[LINE_BYTES] = "both";
    while (strlen(endless) + 3U < sizeof endless) {
        strcat(endless, " x");
    }
    CHECK(!tell(endless), "too many words");
}

int main(void)
{
    a_packet_takes_its_time();
    a_cut_is_one_way_until_healed();
    neighbours_find_each_other_through_a_cut();
    what_is_overtaken_and_doubled_is_counted();
    what_is_under_way_is_bounded();
    a_rebinding_ends_what_is_under_way_to_the_former_port();
    commands_are_answered();
    bridge_end(&link_between);
    return check_finish("bridge");
}
