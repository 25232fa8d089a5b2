/* A robot's end: says hello, keeps its register, answers proposals, setpoints and pings, sends beacons. */
#ifndef HAVATAR_BENCH_ROBOT_H
#define HAVATAR_BENCH_ROBOT_H

#include "peer.h"
#include "robot_register.h"

#define ROBOT_ID_BYTES 65U

typedef struct robot {
    peer peer;
    robot_register lease;
    uint32_t boot;
    uint64_t start_id;
    uint64_t drives_read;
    const char *id;
} robot;

/* `id` outlives the robot. Through the forwarder, `holder` drives from the beginning. */
void robot_start(robot *self, const char *id, uint32_t boot, uint64_t start_id);
void robot_give_lease(robot *self, uint64_t holder);

/* After endpoint_receive; sends what there is to answer. */
void robot_read(robot *self, peer_message *scratch);

void robot_beacon(robot *self, uint64_t now_ns);

#endif
