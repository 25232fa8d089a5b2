#include "bridge.h"

bool bridge_start(bridge *of, uint64_t seed, uint32_t most, bridge_send *send, void *context)
{
    path_start(&of->up.way, seed, true);
    path_start(&of->down.way, seed, false);
    nat_start(&of->translation);
    of->up.counts = of->down.counts = (counters){0};
    of->send = send;
    of->context = context;
    return transit_start(&of->up.under_way, most) && transit_start(&of->down.under_way, most);
}

void bridge_end(bridge *of)
{
    transit_end(&of->up.under_way);
    transit_end(&of->down.under_way);
}

static void put_under_way(lane *in, const decision *made, uint64_t now_ns, const uint8_t *frame, size_t length)
{
    const parcel about = {.due_ns = made->due_ns, .number = made->number, .entered_ns = now_ns};
    for (int i = 0; i < (made->is_copied ? 2 : 1); i++) {
        in->counts.dropped_by_queue += transit_put(&in->under_way, &about, frame, length) ? 0U : 1U;
        in->counts.duplicated += i == 1 ? 1U : 0U;
    }
}

void bridge_enter(bridge *of, bool is_up, uint64_t now_ns, uint8_t *frame, size_t length)
{
    lane *const in = is_up ? &of->up : &of->down;
    packet read = packet_read(frame, length);
    if (read.ip_bytes == 0U) { /* else a cut would be noticed as a neighbour that is gone, which a cut far away isn't */
        of->send(of->context, is_up, frame, length);
        return;
    }
    in->counts.packets++;
    in->counts.bytes += read.ip_bytes;
    if (is_up && !nat_up(&of->translation, &read)) {
        in->counts.unmapped++;
        return;
    }
    const decision made = path_decide(&in->way, now_ns, read.ip_bytes);
    switch (made.fate) {
    case FATE_CUT: in->counts.cut++; break;
    case FATE_BLACKED_OUT: in->counts.blacked_out++; break;
    case FATE_LOST: in->counts.lost++; break;
    case FATE_NO_ROOM: in->counts.dropped_by_queue++; break;
    case FATE_PASSES: put_under_way(in, &made, now_ns, frame, length); break;
    }
}

static void deliver(bridge *of, bool is_up, parcel *due, uint64_t now_ns)
{
    counters *const counts = is_up ? &of->up.counts : &of->down.counts;
    packet read = packet_read(due->frame, due->length);
    if (!is_up && !nat_down(&of->translation, &read)) {
        counts->unmapped++;
        return;
    }
    if (!of->send(of->context, is_up, due->frame, due->length)) {
        counts->undeliverable++;
        return;
    }
    const uint64_t delay_ns = now_ns - due->entered_ns;
    const uint64_t late_ns = now_ns - due->due_ns;
    counts->delivered++;
    counts->delivered_bytes += read.ip_bytes;
    counts->reordered += due->number + 1U < counts->next_number ? 1U : 0U;
    counts->next_number = due->number + 1U > counts->next_number ? due->number + 1U : counts->next_number;
    counts->largest_delay_ns = delay_ns > counts->largest_delay_ns ? delay_ns : counts->largest_delay_ns;
    counts->latest_ns = late_ns > counts->latest_ns ? late_ns : counts->latest_ns;
}

void bridge_deliver(bridge *of, uint64_t now_ns)
{
    for (int i = 0; i < 2; i++) {
        lane *const in = i == 0 ? &of->up : &of->down;
        parcel *due = NULL;
        while ((due = transit_take(&in->under_way, now_ns)) != NULL) {
            deliver(of, i == 0, due, now_ns);
        }
    }
}

uint64_t bridge_due_ns(const bridge *of)
{
    const uint64_t up_ns = transit_due_ns(&of->up.under_way);
    const uint64_t down_ns = transit_due_ns(&of->down.under_way);
    return up_ns < down_ns ? up_ns : down_ns;
}
