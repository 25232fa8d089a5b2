#include "transit.h"

#include <stdlib.h>
#include <string.h>

bool transit_start(transit *of, uint32_t most)
{
    of->slots = calloc(most, sizeof *of->slots);
    of->heap = calloc(most, sizeof *of->heap);
    of->most = most;
    of->count = 0;
    if (of->slots == NULL || of->heap == NULL) {
        transit_end(of);
        return false;
    }
    for (uint32_t i = 0; i < most; i++) {
        of->heap[i] = i;
    }
    return true;
}

void transit_end(transit *of)
{
    free(of->slots);
    free(of->heap);
    memset(of, 0, sizeof *of);
}

static bool is_before(const transit *of, uint32_t one, uint32_t other)
{
    const parcel *const a = &of->slots[of->heap[one]];
    const parcel *const b = &of->slots[of->heap[other]];
    return a->due_ns != b->due_ns ? a->due_ns < b->due_ns : a->number < b->number;
}

static void swap(transit *of, uint32_t one, uint32_t other)
{
    const uint32_t kept = of->heap[one];
    of->heap[one] = of->heap[other];
    of->heap[other] = kept;
}

bool transit_put(transit *of, const parcel *about, const uint8_t *frame, size_t length)
{
    if (of->count == of->most || length > FRAME_BYTES) {
        return false;
    }
    parcel *const slot = &of->slots[of->heap[of->count]];
    slot->due_ns = about->due_ns;
    slot->number = about->number;
    slot->entered_ns = about->entered_ns;
    slot->length = length;
    memcpy(slot->frame, frame, length);
    for (uint32_t at = of->count++; at > 0U && is_before(of, at, (at - 1U) / 2U); at = (at - 1U) / 2U) {
        swap(of, at, (at - 1U) / 2U);
    }
    return true;
}

uint64_t transit_due_ns(const transit *of)
{
    return of->count == 0U ? UINT64_MAX : of->slots[of->heap[0]].due_ns;
}

parcel *transit_take(transit *of, uint64_t now_ns)
{
    if (transit_due_ns(of) > now_ns || of->count == 0U) {
        return NULL;
    }
    swap(of, 0, --of->count); /* its slot is the first free one now */
    uint32_t at = 0;
    for (;;) {
        uint32_t least = at;
        for (uint32_t child = 2U * at + 1U; child <= 2U * at + 2U && child < of->count; child++) {
            least = is_before(of, child, least) ? child : least;
        }
        if (least == at) {
            return &of->slots[of->heap[of->count]];
        }
        swap(of, at, least);
        at = least;
    }
}
