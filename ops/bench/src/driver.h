/* A driver's end: says hello, selects its robot, takes the lease, drives with the newest stamp it has. */
#ifndef HAVATAR_BENCH_DRIVER_H
#define HAVATAR_BENCH_DRIVER_H

#include "peer.h"
#include "tally.h"

typedef struct driver {
    peer peer;
    const char *robot_id;
    char instance[33];
    bool only_watches;
    uint64_t holder; /* this driver's tag, 0 before welcome */
    hv_pair term;
    uint32_t sequence;
    uint32_t stamp_ms; /* the newest of the robot's */
    bool has_stamp;
    bool is_selected;
    bool drives; /* it has heard from the robot that it holds the lease */
    uint64_t beacons_read;
    uint64_t acks_read;
    tally *tally;
    tally_ring answers;
} driver;

/* What is given at the start; `robot_id` and `tally` outlive the driver. */
typedef struct driver_part {
    const char *robot_id;
    tally *tally;
    bool only_watches; /* selects, but neither takes the lease nor drives */
    uint64_t instance[2];
    uint64_t holder; /* through the forwarder: the tag that the robot names; else 0 */
} driver_part;

void driver_start(driver *self, const driver_part *part);

/* True when all that comes before driving (or watching) is done. */
bool driver_is_ready(const driver *self);

/* After endpoint_receive; sends what there is to answer. */
void driver_read(driver *self, peer_message *scratch);

/* One setpoint that was due at `intended_ns`. */
void driver_drive(driver *self, uint64_t intended_ns);

#endif
