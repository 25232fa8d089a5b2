/* Words become settings, or a sentence that says why not; profiles are what they say. */
#include "check.h"
#include "draw.h"
#include "profiles.h"
#include "words.h"

#define MS UINT64_C(1000000)

static void words_are_understood(void)
{
    settings set = {0};
    CHECK(say(&set, 0, "delay 20ms jitter 300us rate 2.5mbit queue 100ms duplicate 0.5% reorder 3% by 2s") == NULL, "all");
    CHECK(set.delay_ns == 20U * MS && set.jitter_ns == 300000U && set.rate_bit_s == 2500000U, "times and a rate");
    CHECK(set.queue_bytes == 31250U && set.duplicate_ppm == 5000U && set.hold_ppm == 30000U, "sizes and shares");
    CHECK(set.hold_ns == 2000U * MS, "a time");
    CHECK(say(&set, 0, "loss 2%") == NULL && set.good_loss_ppm == 20000U && set.to_bad_ppm == 0U, "one by one");
    CHECK(say(&set, 0, "loss 10% burst 4") == NULL && set.to_bad_ppm == 27778U && set.to_good_ppm == 250000U, "in bursts");
    CHECK(set.good_loss_ppm == 0U && set.bad_loss_ppm == ALL_PPM, "only in bursts");
    CHECK(say(&set, 0, "rate 1gbit queue 64kB") == NULL && set.queue_bytes == 64000U, "a queue of bytes");
    CHECK(say(&set, 0, "rate 8kbit") == NULL && set.queue_bytes == 3000U, "two packets always fit");
    CHECK(say(&set, 0, "rate none") == NULL && set.rate_bit_s == 0U, "no rate");
    CHECK(say(&set, 7, "black-out 2s every 10s after 1s") == NULL, "a schedule");
    CHECK(set.black_out_ns == 2000U * MS && set.black_out_every_ns == 10000U * MS && set.black_out_at_ns == 1000U * MS + 7U,
          "a schedule");
    CHECK(say(&set, 0, "black-out none") == NULL && set.black_out_ns == 0U, "none");
}

static void nonsense_is_refused_and_changes_nothing(void)
{
    static const char *const nonsense[] = {
        "delay",          "delay 20",       "delay -1ms",      "delay infs",     "delay 2h",      "delay 3601s",
        "jitter ms",      "loss 101%",      "loss nan%",       "loss 5% burst",  "loss 5% burst 0", "loss 100% burst 3",
        "loss 60% burst 1", "gilbert 1%",   "reorder 2%",      "reorder 2% for 3ms", "rate 5",    "rate 0mbit",
        "rate 99gbit",    "rate 1mbit queue 1", "black-out 2s every 2s", "profile", "profile nonsense", "speed 3",
        "delay 3ms nonsense", "delay 0x10ms", "delay 1e3ms"};
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        settings set = {.delay_ns = 5U};
        const settings was = set;
        CHECK(say(&set, 0, nonsense[i]) != NULL, nonsense[i]);
        CHECK(memcmp(&set, &was, sizeof set) == 0, nonsense[i]);
    }
}

static void a_profile_replaces_all_but_a_cut(void)
{
    settings set = {0};
    CHECK(say(&set, 0, "cut duplicate 9% profile lte") == NULL && set.is_cut && set.duplicate_ppm == 0U, "still cut");
    CHECK(set.delay_ns == profile_named("lte")->up.delay_ns && set.rate_bit_s > 0U, "and what lte is");
    CHECK(say(&set, 5, "heal profile black-out-2s") == NULL && !set.is_cut && set.rate_bit_s == 0U, "healed");
    CHECK(set.black_out_at_ns == 10000U * MS + 5U, "from now on");
    CHECK(say(&set, 0, "profile none") == NULL && set.black_out_ns == 0U && set.delay_ns == 0U, "nothing");
}

static void profiles_are_there_and_make_sense(void)
{
    static const char *const names[] = {"none",   "lan",          "wifi-poor",           "lte",       "starlink",
                                        "severe", "black-out-2s", "frankfurt-bucharest", "europe-us", "europe-korea"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const profile *const found = profile_named(names[i]);
        CHECK(found != NULL && found == profile_at(i), names[i]);
        for (int down = 0; found != NULL && down < 2; down++) {
            const settings *const set = down == 1 ? &found->down : &found->up;
            CHECK(set->to_good_ppm > 0U && set->to_bad_ppm <= ALL_PPM && set->to_good_ppm <= ALL_PPM, names[i]);
            CHECK(set->rate_bit_s == 0U || set->queue_bytes >= 3000U, names[i]);
            CHECK(set->black_out_every_ns == 0U || set->black_out_every_ns > set->black_out_ns, names[i]);
        }
    }
    CHECK(profile_at(sizeof names / sizeof names[0]) == NULL, "no other");
}

int main(void)
{
    words_are_understood();
    nonsense_is_refused_and_changes_nothing();
    a_profile_replaces_all_but_a_cut();
    profiles_are_there_and_make_sense();
    return check_finish("settings");
}
