#include "settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "profiles.h"

#define NS_IN_S 1e9
#define LONGEST_NS (3600.0 * NS_IN_S)
#define MOST_BIT_S 10e9
#define MOST_QUEUE_BYTES (64.0 * 1024 * 1024)
enum { DEFAULT_QUEUE_MS = 100, BITS = 8, LEAST_QUEUE_BYTES = 3000 };

typedef struct unit {
    const char *name;
    double factor;
} unit;

static const unit TIMES[] = {{"ms", 1e6}, {"us", 1e3}, {"s", NS_IN_S}};
static const unit RATES[] = {{"kbit", 1e3}, {"mbit", 1e6}, {"gbit", 1e9}};
static const unit SIZES[] = {{"kB", 1e3}, {"MB", 1e6}};
static const unit SHARES[] = {{"%", ALL_PPM / 100.0}};

/* The words that are left. */
typedef struct line {
    char *const *words;
    size_t count;
    size_t next;
    uint64_t now_ns;
    refusal *refused;
} line;

static const char *peek(const line *from)
{
    return from->next < from->count ? from->words[from->next] : "";
}

static bool refuse(line *from, const char *why)
{
    from->refused->why = why;
    from->refused->word = peek(from);
    return false;
}

static bool next_is(line *from, const char *word)
{
    const bool is = strcmp(peek(from), word) == 0;
    from->next += is ? 1U : 0U;
    return is;
}

static bool measure(const char *word, const unit *units, size_t count, double most, double *value)
{
    const size_t digits = strspn(word, "0123456789."); /* strtod alone takes signs, exponents, infinity */
    char *end = NULL;
    const double number = strtod(word, &end);
    for (size_t i = 0; i < count && end == word + digits; i++) {
        if (digits > 0U && strcmp(end, units[i].name) == 0) {
            *value = number * units[i].factor;
            return isfinite(*value) && *value <= most;
        }
    }
    return false;
}

#define MEASURE(word, units, most, value) measure(word, units, sizeof(units) / sizeof((units)[0]), most, value)

bool settings_time(const char *word, uint64_t *ns)
{
    double value = 0;
    if (!MEASURE(word, TIMES, LONGEST_NS, &value)) {
        return false;
    }
    *ns = (uint64_t)llround(value);
    return true;
}

static bool take_time(line *from, uint64_t *ns)
{
    if (!settings_time(peek(from), ns)) {
        return refuse(from, "here goes a time, as in 20ms, 300us or 2s, of an hour at most");
    }
    from->next++;
    return true;
}

static bool take_share(line *from, uint32_t *ppm)
{
    double value = 0;
    if (!MEASURE(peek(from), SHARES, ALL_PPM, &value)) {
        return refuse(from, "here goes a share from 0% to 100%");
    }
    from->next++;
    *ppm = (uint32_t)lround(value);
    return true;
}

static bool take_loss(line *from, settings *set)
{
    uint32_t share = 0;
    if (!take_share(from, &share)) {
        return false;
    }
    set->to_bad_ppm = 0;
    set->to_good_ppm = ALL_PPM;
    set->bad_loss_ppm = ALL_PPM;
    set->good_loss_ppm = share;
    if (!next_is(from, "burst")) {
        return true;
    }
    char *end = NULL;
    const double length = strtod(peek(from), &end);
    if (*peek(from) == '\0' || *end != '\0' || !(length >= 1.0 && length <= 1000.0)) {
        return refuse(from, "here goes the mean length of a burst, 1 to 1000 packets");
    }
    const double to_bad = share / (double)(ALL_PPM - (share < ALL_PPM ? share : 0U)) / length;
    if (share == ALL_PPM || to_bad > 1.0) {
        return refuse(from, "so large a share needs longer bursts");
    }
    from->next++;
    set->to_bad_ppm = (uint32_t)lround(to_bad * ALL_PPM);
    set->to_good_ppm = (uint32_t)lround(ALL_PPM / length);
    set->good_loss_ppm = 0;
    return true;
}

static bool take_gilbert(line *from, settings *set)
{
    return take_share(from, &set->to_bad_ppm) && take_share(from, &set->to_good_ppm) &&
           take_share(from, &set->bad_loss_ppm) && take_share(from, &set->good_loss_ppm);
}

static bool take_reorder(line *from, settings *set)
{
    if (!take_share(from, &set->hold_ppm)) {
        return false;
    }
    if (set->hold_ppm == 0U) {
        return true;
    }
    return next_is(from, "by") ? take_time(from, &set->hold_ns) : refuse(from, "say by how much, as in: reorder 2% by 30ms");
}

static bool take_rate(line *from, settings *set)
{
    double value = 0;
    if (next_is(from, "none")) {
        set->rate_bit_s = 0;
        return true;
    }
    if (!MEASURE(peek(from), RATES, MOST_BIT_S, &value) || value < 1e3) {
        return refuse(from, "here goes a rate, as in 500kbit, 20mbit, 1gbit, or none");
    }
    from->next++;
    set->rate_bit_s = (uint64_t)llround(value);
    double bytes = value / BITS * DEFAULT_QUEUE_MS / 1e3;
    if (next_is(from, "queue")) {
        uint64_t ns = 0;
        if (settings_time(peek(from), &ns)) {
            bytes = value / BITS * (double)ns / NS_IN_S;
        } else if (!MEASURE(peek(from), SIZES, MOST_QUEUE_BYTES, &bytes)) {
            return refuse(from, "here goes what may wait, as in 100ms, 64kB or 1MB, of 64 MB at most");
        }
        from->next++;
    }
    bytes = fmax(bytes, LEAST_QUEUE_BYTES); /* two full packets */
    set->queue_bytes = (uint64_t)llround(fmin(bytes, MOST_QUEUE_BYTES));
    return true;
}

static bool take_black_out(line *from, settings *set)
{
    set->black_out_every_ns = 0;
    set->black_out_at_ns = from->now_ns;
    if (next_is(from, "none")) {
        set->black_out_ns = 0;
        return true;
    }
    if (!take_time(from, &set->black_out_ns)) {
        return false;
    }
    if (next_is(from, "every")) {
        if (!take_time(from, &set->black_out_every_ns)) {
            return false;
        }
        if (set->black_out_every_ns <= set->black_out_ns) {
            return refuse(from, "black-outs that begin before the last has ended are a cut");
        }
    }
    uint64_t after_ns = 0;
    if (next_is(from, "after") && !take_time(from, &after_ns)) {
        return false;
    }
    set->black_out_at_ns += after_ns;
    return true;
}

/* Ends what was: only a cut stays until it is healed. */
static bool take_profile(line *from, const settings *was, settings *set, bool is_up)
{
    const profile *const found = profile_named(peek(from));
    if (found == NULL) {
        return refuse(from, "there is no such profile; --help lists them");
    }
    from->next++;
    *set = is_up ? found->up : found->down;
    set->black_out_at_ns += from->now_ns;
    set->is_cut = was->is_cut;
    return true;
}

static bool take_one(line *from, settings *set, bool is_up)
{
    if (next_is(from, "delay")) {
        return take_time(from, &set->delay_ns);
    }
    if (next_is(from, "jitter")) {
        return take_time(from, &set->jitter_ns);
    }
    if (next_is(from, "loss")) {
        return take_loss(from, set);
    }
    if (next_is(from, "gilbert")) {
        return take_gilbert(from, set);
    }
    if (next_is(from, "reorder")) {
        return take_reorder(from, set);
    }
    if (next_is(from, "duplicate")) {
        return take_share(from, &set->duplicate_ppm);
    }
    if (next_is(from, "rate")) {
        return take_rate(from, set);
    }
    if (next_is(from, "black-out")) {
        return take_black_out(from, set);
    }
    if (next_is(from, "profile")) {
        const settings was = *set;
        return take_profile(from, &was, set, is_up);
    }
    if (next_is(from, "cut") || next_is(from, "heal")) {
        set->is_cut = strcmp(from->words[from->next - 1U], "cut") == 0;
        return true;
    }
    return refuse(from, "a direction can: delay jitter loss gilbert reorder duplicate rate black-out profile cut heal");
}

bool settings_take(settings *set, bool is_up, char *const *words, size_t count, uint64_t now_ns, refusal *refused)
{
    line from = {.words = words, .count = count, .now_ns = now_ns, .refused = refused};
    settings wanted = *set;
    do {
        if (!take_one(&from, &wanted, is_up)) {
            return false;
        }
    } while (from.next < count);
    *set = wanted;
    return true;
}
