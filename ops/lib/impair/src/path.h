/*
 * What becomes of each packet of one direction: pure, with the time as an argument. The chances of packet n follow from
 * the seed and n alone; only cuts, black-outs and the line's queue look at the time.
 */
#ifndef HAVATAR_IMPAIR_PATH_H
#define HAVATAR_IMPAIR_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "settings.h"

typedef enum fate { FATE_PASSES, FATE_CUT, FATE_BLACKED_OUT, FATE_LOST, FATE_NO_ROOM } fate;

typedef struct decision {
    uint64_t number; /* of the packet, from 0 */
    uint64_t due_ns; /* when it arrives, if it passes */
    fate fate;
    bool is_copied;  /* it arrives twice */
} decision;

typedef struct path {
    settings set;
    uint64_t key;
    uint64_t next_number;
    uint64_t line_free_ns; /* when the last packet has left the queue */
    uint64_t last_due_ns;  /* who isn't held back overtakes nobody */
    bool is_up;
    bool is_bad;           /* Gilbert-Elliott */
} path;

void path_start(path *of, uint64_t seed, bool is_up);

/* `bytes`: of the IP packet. Times must not go back. */
decision path_decide(path *of, uint64_t now_ns, size_t bytes);

#endif
