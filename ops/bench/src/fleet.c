#include "fleet.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

enum { ENTERING_AT_ONCE = 16 };

static bool read_credentials(fleet *self)
{
    const load_options *const options = self->options;
    if (options->forwarder) {
        credentials_number(self->keys, options->pairs);
        return true;
    }
    return credentials_read_keys(options->robots_path, self->keys, options->pairs) &&
           credentials_read_token(options->token_path, self->token);
}

static void start_pair(fleet *self, uint32_t number, uint32_t boot, seeded_random *identities)
{
    const uint64_t holder = self->options->forwarder ? number + 1U : 0U;
    const driver_part part = {
        .robot_id = self->keys[number].id,
        .tally = self->tally,
        .only_watches = self->options->idle,
        .instance = {random_next(identities), random_next(identities)},
        .holder = holder,
    };
    robot_start(&self->robots[number], self->keys[number].id, boot, random_next(identities));
    driver_start(&self->drivers[number], &part);
    if (holder != 0U) {
        robot_give_lease(&self->robots[number], holder);
    }
    self->robots[number].peer.link.fd = -1;
    self->drivers[number].peer.link.fd = -1;
}

bool fleet_make(fleet *self, const load_options *options, tally *all)
{
    memset(self, 0, sizeof *self);
    self->options = options;
    self->tally = all;
    self->random.state = options->seed;
    self->epoll = epoll_create1(EPOLL_CLOEXEC);
    self->robots = calloc(options->pairs, sizeof *self->robots);
    self->drivers = calloc(options->pairs, sizeof *self->drivers);
    self->keys = calloc(options->pairs, sizeof *self->keys);
    /* Not of the seed: instances and start ids are new in every run, and boot numbers only rise. */
    seeded_random identities = {0};
    if (self->epoll < 0 || self->robots == NULL || self->drivers == NULL || self->keys == NULL ||
        getrandom(&identities.state, sizeof identities.state, 0) != (ssize_t)sizeof identities.state) {
        fprintf(stderr, "bench-load: cannot prepare %" PRIu32 " pairs: %s\n", options->pairs, strerror(errno));
        return false;
    }
    identities.state |= 1U;
    const uint32_t boot = (uint32_t)time(NULL);
    for (uint32_t i = 0; i < options->pairs; i++) {
        start_pair(self, i, boot, &identities);
    }
    return read_credentials(self);
}

static peer_door door_of(const fleet *self, uint32_t number, bool is_driver)
{
    const robot_key *const key = &self->keys[number];
    peer_door door = {
        .address = {.sin_family = AF_INET,
                    .sin_port = htons(self->options->port),
                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)},
        .forwarder = self->options->forwarder,
        .pair = number,
        .proof = is_driver ? self->token : key->key,
    };
    if (is_driver) {
        snprintf(door.path, sizeof door.path, "/ws/client/bench-%" PRIu32, number);
    } else {
        snprintf(door.path, sizeof door.path, "/ws/robot/%s", key->id);
    }
    return door;
}

static void count_ready(fleet *self)
{
    uint32_t ready = 0;
    if (self->robots_entered < self->options->pairs || self->drivers_entered == 0U) {
        for (uint32_t i = 0; i < self->robots_entered; i++) {
            ready += self->robots[i].peer.phase == PEER_OPEN ? 1U : 0U;
        }
    } else {
        for (uint32_t i = 0; i < self->drivers_entered; i++) {
            ready += driver_is_ready(&self->drivers[i]) ? 1U : 0U;
        }
    }
    self->ready = ready;
}

bool fleet_enter(fleet *self)
{
    const uint32_t pairs = self->options->pairs;
    count_ready(self);
    while (self->robots_entered < pairs && self->robots_entered - self->ready < ENTERING_AT_ONCE) {
        const uint32_t number = self->robots_entered++;
        const peer_door door = door_of(self, number, false);
        peer_enter(&self->robots[number].peer, &door, self->epoll, UINT64_C(2) * number, &self->random);
        self->ready += self->options->forwarder ? 1U : 0U;
    }
    if (self->drivers_entered == 0U) {
        if (self->ready < pairs) {
            return false;
        }
        self->ready = 0;
    }
    while (self->drivers_entered < pairs && self->drivers_entered - self->ready < ENTERING_AT_ONCE) {
        const uint32_t number = self->drivers_entered++;
        const peer_door door = door_of(self, number, true);
        peer_enter(&self->drivers[number].peer, &door, self->epoll, UINT64_C(2) * number + 1U, &self->random);
        if (self->options->forwarder) {
            robot_beacon(&self->robots[number], clock_ns());
        }
    }
    return self->ready == pairs;
}

void fleet_serve(fleet *self, uint64_t key, uint32_t events)
{
    const uint32_t number = (uint32_t)(key / 2U);
    robot *const served = &self->robots[number];
    driver *const other = &self->drivers[number];
    const bool is_driver = key % 2U == 1U;
    peer *const ready = is_driver ? &other->peer : &served->peer;
    if ((events & EPOLLOUT) != 0U) {
        endpoint_flush(&ready->link);
    }
    if ((events & ~(uint32_t)EPOLLOUT) == 0U) {
        return;
    }
    endpoint_receive(&ready->link);
    if (is_driver) {
        driver_read(other, &self->scratch);
    } else {
        robot_read(served, &self->scratch);
    }
    if (ready->link.gone) {
        peer_fail(ready, "the %s of %s lost its connection", is_driver ? "driver" : "robot", self->keys[number].id);
    }
}

const char *fleet_fault(const fleet *self)
{
    for (uint32_t i = 0; i < self->options->pairs; i++) {
        if (self->robots[i].peer.fault[0] != '\0') {
            return self->robots[i].peer.fault;
        }
        if (self->drivers[i].peer.fault[0] != '\0') {
            return self->drivers[i].peer.fault;
        }
    }
    return NULL;
}

/* Drivers first: a relay tells every client that is there of every robot that goes. */
void fleet_leave(fleet *self)
{
    for (uint32_t i = 0; i < self->options->pairs; i++) {
        peer_leave(&self->drivers[i].peer);
    }
    for (uint32_t i = 0; i < self->options->pairs; i++) {
        peer_leave(&self->robots[i].peer);
    }
    close(self->epoll);
    free(self->robots);
    free(self->drivers);
    free(self->keys);
}
