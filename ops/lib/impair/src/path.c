#include "path.h"

#include <math.h>
#include <string.h>

#include "draw.h"

enum { BITS = 8, MOST_JITTERS = 10, MANTISSA_BITS = 53 };
#define NS_IN_S UINT64_C(1000000000)

void path_start(path *of, uint64_t seed, bool is_up)
{
    memset(of, 0, sizeof *of);
    of->is_up = is_up;
    of->key = draw_mix(seed * 2U + (is_up ? 1U : 0U));
    of->set.to_good_ppm = ALL_PPM;
}

static bool is_blacked_out(const settings *set, uint64_t now_ns)
{
    if (set->black_out_ns == 0U || now_ns < set->black_out_at_ns) {
        return false;
    }
    const uint64_t since_ns = now_ns - set->black_out_at_ns;
    return (set->black_out_every_ns == 0U ? since_ns : since_ns % set->black_out_every_ns) < set->black_out_ns;
}

/* The state moves with every packet, also with those that a cut takes, so that a cut shifts nothing. */
static bool is_lost(path *of, uint64_t number)
{
    const settings *const set = &of->set;
    const uint64_t bits = draw_bits(of->key, number, DRAW_STATE);
    if (draw_hits(bits, of->is_bad ? set->to_good_ppm : set->to_bad_ppm)) {
        of->is_bad = !of->is_bad;
    }
    return draw_hits(draw_bits(of->key, number, DRAW_LOSS), of->is_bad ? set->bad_loss_ppm : set->good_loss_ppm);
}

/* When its last bit has left; false: there is no room to wait. A packet always finds an idle line. */
static bool pass_line(path *of, uint64_t now_ns, size_t bytes, uint64_t *left_ns)
{
    const settings *const set = &of->set;
    *left_ns = now_ns;
    if (set->rate_bit_s == 0U) {
        return true;
    }
    const uint64_t takes_ns = (uint64_t)bytes * BITS * NS_IN_S / set->rate_bit_s;
    const uint64_t room_ns = set->queue_bytes * BITS * NS_IN_S / set->rate_bit_s;
    const uint64_t wait_ns = of->line_free_ns > now_ns ? of->line_free_ns - now_ns : 0U;
    if (wait_ns > 0U && wait_ns + takes_ns > room_ns) {
        return false;
    }
    *left_ns = now_ns + wait_ns + takes_ns;
    of->line_free_ns = *left_ns;
    return true;
}

static uint64_t jitter_ns(const path *of, uint64_t number)
{
    const uint64_t bits = draw_bits(of->key, number, DRAW_JITTER) >> (64 - MANTISSA_BITS);
    const double share = (double)(bits + 1U) / (double)(UINT64_C(1) << MANTISSA_BITS); /* above 0, up to 1 */
    return (uint64_t)((double)of->set.jitter_ns * fmin(-log(share), MOST_JITTERS));
}

static uint64_t due_ns(path *of, uint64_t number, uint64_t left_ns)
{
    const settings *const set = &of->set;
    uint64_t due = left_ns + set->delay_ns + jitter_ns(of, number);
    if (draw_hits(draw_bits(of->key, number, DRAW_HOLD), set->hold_ppm)) {
        return due + set->hold_ns;
    }
    due = due > of->last_due_ns ? due : of->last_due_ns;
    of->last_due_ns = due;
    return due;
}

decision path_decide(path *of, uint64_t now_ns, size_t bytes)
{
    decision made = {.number = of->next_number++, .fate = FATE_PASSES};
    const bool lost = is_lost(of, made.number);
    if (of->set.is_cut) {
        made.fate = FATE_CUT;
    } else if (is_blacked_out(&of->set, now_ns)) {
        made.fate = FATE_BLACKED_OUT;
    } else if (lost) {
        made.fate = FATE_LOST;
    } else if (!pass_line(of, now_ns, bytes, &made.due_ns)) {
        made.fate = FATE_NO_ROOM;
    } else {
        made.due_ns = due_ns(of, made.number, made.due_ns);
        made.is_copied = draw_hits(draw_bits(of->key, made.number, DRAW_COPY), of->set.duplicate_ppm);
    }
    return made;
}
