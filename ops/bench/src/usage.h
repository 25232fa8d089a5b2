/* What has been done up to a moment: CPU time of the server and of this process, messages that were relayed. */
#ifndef HAVATAR_BENCH_USAGE_H
#define HAVATAR_BENCH_USAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "fleet.h"

typedef struct usage {
    uint64_t server_cpu_ns; /* user and system, in steps of the kernel's tick (10 ms) */
    uint64_t own_cpu_ns;
    uint64_t relayed; /* DRIVE read by robots, ACK and BEACON read by drivers */
    uint64_t pings;   /* of the server, answered by both */
} usage;

/* False: the server is gone. */
bool usage_read(const fleet *all, usage *now);

#endif
