#include "tally.h"

static tally_counts *counts_of(tally *all, const tally_entry *entry)
{
    return entry->intended_ns >= all->from_ns && entry->intended_ns < all->until_ns ? &all->steady : &all->outside;
}

static void settle(tally *all, tally_entry *entry)
{
    tally_counts *const counts = counts_of(all, entry);
    entry->under_way = false;
    counts->under_way--;
    if (entry->refused != HV_REASON_ACCEPTED) {
        counts->answered[entry->refused]++;
    } else {
        counts->unanswered++;
    }
}

void tally_sent(tally *all, tally_ring *ring, uint32_t sequence, uint64_t intended_ns, uint64_t written_ns)
{
    tally_entry *const entry = &ring->entries[sequence % TALLY_UNDER_WAY];
    if (entry->under_way) {
        settle(all, entry);
    }
    *entry = (tally_entry){
        .intended_ns = intended_ns, .written_ns = written_ns, .sequence = sequence, .under_way = true};
    tally_counts *const counts = counts_of(all, entry);
    counts->sent++;
    counts->under_way++;
}

static uint32_t saturated(uint64_t ns)
{
    return ns > UINT32_MAX ? UINT32_MAX : (uint32_t)ns;
}

static void keep_sample(tally *all, const tally_entry *entry, uint64_t read_ns)
{
    if (all->sampled == all->capacity) {
        all->overflowed = true;
        return;
    }
    all->samples[all->sampled++] = (sample){
        .round_trip_ns = saturated(read_ns - entry->intended_ns),
        .own_ns = saturated(read_ns - entry->written_ns),
        .late_ns = saturated(entry->written_ns - entry->intended_ns),
    };
}

void tally_answered(tally *all, tally_ring *ring, const hv_ack *ack, uint64_t read_ns)
{
    tally_entry *const entry = &ring->entries[ack->sequence % TALLY_UNDER_WAY];
    if (!entry->under_way || entry->sequence != ack->sequence) {
        all->unasked++;
        return;
    }
    if (ack->reason == HV_REASON_WINDOW_FULL || ack->reason == HV_REASON_LINK_FULL) {
        entry->refused = ack->reason; /* it waits: the robot may still answer */
        return;
    }
    if (ack->reason != HV_REASON_ACCEPTED) {
        entry->refused = ack->reason;
        settle(all, entry);
        return;
    }
    tally_counts *const counts = counts_of(all, entry);
    entry->under_way = false;
    counts->under_way--;
    counts->answered[HV_REASON_ACCEPTED]++;
    if (counts == &all->steady) {
        keep_sample(all, entry, read_ns);
    }
}

void tally_close(tally *all, tally_ring *ring)
{
    for (size_t i = 0; i < TALLY_UNDER_WAY; i++) {
        if (ring->entries[i].under_way) {
            settle(all, &ring->entries[i]);
        }
    }
}

bool tally_adds_up(const tally_counts *counts)
{
    uint64_t settled = counts->unanswered;
    for (size_t i = 0; i < HV_REASON_COUNT; i++) {
        settled += counts->answered[i];
    }
    return counts->under_way == 0U && settled == counts->sent;
}

uint64_t tally_lost_per_100000(const tally_counts *counts)
{
    const uint64_t lost = counts->sent - counts->answered[HV_REASON_ACCEPTED];
    return counts->sent == 0U ? 100000U : (lost * 100000U + counts->sent - 1U) / counts->sent;
}
