/*
 * All robots and drivers of a run. Robots enter first, some at a time, then their drivers: a relay tells every client of
 * every robot that comes. Key of an endpoint: 2 × number, + 1 for a driver.
 */
#ifndef HAVATAR_BENCH_FLEET_H
#define HAVATAR_BENCH_FLEET_H

#include <stdbool.h>
#include <stdint.h>

#include "credentials.h"
#include "driver.h"
#include "options.h"
#include "robot.h"

typedef struct fleet {
    const load_options *options;
    robot *robots;   /* `options->pairs` each */
    driver *drivers;
    robot_key *keys;
    char token[TOKEN_BYTES];
    int epoll;
    seeded_random random;
    tally *tally;
    uint32_t robots_entered;
    uint32_t drivers_entered;
    uint32_t ready; /* robots, later drivers */
    peer_message scratch;
} fleet;

/* False: told on stderr why not. `options` and `all` outlive the fleet. */
bool fleet_make(fleet *self, const load_options *options, tally *all);

/* Lets some more in; call it after each turn. True when everybody is ready. */
bool fleet_enter(fleet *self);

/* The endpoint with this key is ready for `events` of epoll. */
void fleet_serve(fleet *self, uint64_t key, uint32_t events);

/* The first fault of anybody, NULL while there is none. */
const char *fleet_fault(const fleet *self);

void fleet_leave(fleet *self);

#endif
