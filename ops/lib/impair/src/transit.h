/*
 * The packets that are under way in one direction: a heap by the time that they are due, of a bounded number of slots
 * that are made at the start.
 */
#ifndef HAVATAR_IMPAIR_TRANSIT_H
#define HAVATAR_IMPAIR_TRANSIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FRAME_BYTES = 2048 };

typedef struct parcel {
    uint64_t due_ns;
    uint64_t number;     /* among those that are due at once, the smaller goes first */
    uint64_t entered_ns;
    size_t length;
    uint8_t frame[FRAME_BYTES];
} parcel;

typedef struct transit {
    parcel *slots;
    uint32_t *heap; /* places in slots: `count` under way, then those that are free */
    uint32_t most;
    uint32_t count;
} transit;

/* False: there is no memory. */
bool transit_start(transit *of, uint32_t most);
void transit_end(transit *of);

/* Copies the frame, of at most FRAME_BYTES. False: all slots are taken. */
bool transit_put(transit *of, const parcel *about, const uint8_t *frame, size_t length);

/* UINT64_MAX: nothing is under way. */
uint64_t transit_due_ns(const transit *of);

/* The next one that is due, until the next call; NULL: none is yet. */
parcel *transit_take(transit *of, uint64_t now_ns);

#endif
