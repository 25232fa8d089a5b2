/* bench-load: the loop and the phases of a run. Options are in options.c, which is also the manual. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "clock.h"
#include "fleet.h"
#include "schedule.h"
#include "usage.h"

enum { EVENTS = 256, SENT_AT_ONCE = 32, SETUP_S = 120, DRAIN_MS = 1500, IDLE_BEACON_HZ = 1 };
enum { EXIT_MEASURED = 0, EXIT_FAILED = 1, EXIT_WRONG = 2, EXIT_VOID = 3 };

typedef struct load {
    load_options options;
    fleet fleet;
    tally tally;
    schedule drives;
    schedule beacons;
    usage before;
    usage after;
} load;

static void send_due(load *self, bool driving)
{
    uint32_t member = 0;
    uint64_t due_ns = 0;
    for (int sent = 0; driving && sent < SENT_AT_ONCE; sent++) {
        if (!schedule_take(&self->drives, clock_ns(), &member, &due_ns)) {
            break;
        }
        driver_drive(&self->fleet.drivers[member], due_ns);
    }
    const uint64_t now_ns = clock_ns();
    while (schedule_take(&self->beacons, now_ns, &member, &due_ns)) {
        const bool heard = !self->options.forwarder || self->fleet.drivers[member].peer.phase == PEER_OPEN;
        if (heard && self->fleet.robots[member].peer.phase == PEER_OPEN) {
            robot_beacon(&self->fleet.robots[member], now_ns);
        }
    }
}

/* Sends what is due, then reads until the next is, or `until_ns`. False: this machine can't wait. */
static bool turn(load *self, bool driving, uint64_t until_ns)
{
    static struct epoll_event events[EVENTS];
    send_due(self, driving);
    uint64_t wake_ns = schedule_due_ns(&self->beacons);
    wake_ns = driving && schedule_due_ns(&self->drives) < wake_ns ? schedule_due_ns(&self->drives) : wake_ns;
    wake_ns = until_ns < wake_ns ? until_ns : wake_ns;
    const uint64_t now_ns = clock_ns();
    const uint64_t wait_ns = wake_ns > now_ns ? wake_ns - now_ns : 0U;
    const struct timespec wait = {.tv_sec = (time_t)(wait_ns / NS_PER_S), .tv_nsec = (long)(wait_ns % NS_PER_S)};
    const int count = epoll_pwait2(self->fleet.epoll, events, EVENTS, &wait, NULL);
    if (count < 0 && errno != EINTR) {
        fprintf(stderr, "bench-load: epoll_pwait2: %s\n", strerror(errno));
        return false;
    }
    for (int i = 0; i < count; i++) {
        fleet_serve(&self->fleet, events[i].data.u64, events[i].events);
    }
    return true;
}

static bool is_sound(const load *self)
{
    const char *const fault = fleet_fault(&self->fleet);
    if (fault != NULL) {
        fprintf(stderr, "bench-load: %s\n", fault);
    }
    return fault == NULL;
}

static bool set_up(load *self)
{
    const uint64_t deadline_ns = clock_ns() + SETUP_S * NS_PER_S;
    schedule_begin(&self->beacons, clock_ns());
    while (!fleet_enter(&self->fleet)) {
        if (!turn(self, false, clock_ns() + NS_PER_MS) || !is_sound(self)) {
            return false;
        }
        if (clock_ns() > deadline_ns) {
            fprintf(stderr, "bench-load: only %" PRIu32 " of %" PRIu32 " pairs were ready after %d s\n",
                    self->fleet.ready, self->options.pairs, SETUP_S);
            return false;
        }
    }
    return true;
}

static bool run_until(load *self, bool driving, uint64_t until_ns)
{
    while (clock_ns() < until_ns) {
        if (!turn(self, driving, until_ns)) {
            return false;
        }
    }
    return is_sound(self);
}

static bool drain(load *self)
{
    const uint64_t until_ns = clock_ns() + DRAIN_MS * NS_PER_MS;
    while (self->tally.steady.under_way + self->tally.outside.under_way > 0U && clock_ns() < until_ns) {
        if (!turn(self, false, until_ns)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < self->options.pairs; i++) {
        tally_close(&self->tally, &self->fleet.drivers[i].answers);
    }
    return is_sound(self);
}

static bool measure(load *self)
{
    const uint64_t start_ns = clock_ns() + NS_PER_MS;
    self->tally.from_ns = start_ns + self->options.warmup_s * NS_PER_S;
    self->tally.until_ns = self->tally.from_ns + self->options.seconds * NS_PER_S;
    schedule_begin(&self->drives, start_ns);
    if (!run_until(self, true, self->tally.from_ns)) {
        return false;
    }
    if (!usage_read(&self->fleet, &self->before) || !run_until(self, true, self->tally.until_ns) ||
        !usage_read(&self->fleet, &self->after)) {
        fputs("bench-load: the server ended or could not be watched\n", stderr);
        return false;
    }
    return drain(self);
}

static void print_counts(const char *name, const tally_counts *counts)
{
    printf("\"%s\":{\"sent\":%" PRIu64 ",\"accepted\":%" PRIu64 ",\"unanswered\":%" PRIu64 ",\"refused\":{", name,
           counts->sent, counts->answered[HV_REASON_ACCEPTED], counts->unanswered);
    const char *comma = "";
    for (unsigned reason = 1; reason < HV_REASON_COUNT; reason++) {
        if (counts->answered[reason] > 0U) {
            printf("%s\"%s\":%" PRIu64, comma, hv_reason_name(reason), counts->answered[reason]);
            comma = ",";
        }
    }
    printf("}}");
}

static void print_result(const load *self, bool is_void)
{
    printf("{\"server\":\"%s\",\"pairs\":%" PRIu32 ",\"rate_hz\":%" PRIu32 ",\"beacon_hz\":%" PRIu32
           ",\"warmup_s\":%" PRIu32 ",\"seconds\":%" PRIu32 ",\"seed\":%" PRIu64 ",",
           self->options.forwarder ? "forwarder" : "relay", self->options.pairs, self->options.rate_hz,
           self->options.beacon_hz, self->options.warmup_s, self->options.seconds, self->options.seed);
    print_counts("steady", &self->tally.steady);
    printf(",");
    print_counts("warmup", &self->tally.outside);
    printf(",\"unasked\":%" PRIu64 ",\"relayed\":%" PRIu64 ",\"pings\":%" PRIu64 ",\"server_cpu_ns\":%" PRIu64
           ",\"generator_cpu_ns\":%" PRIu64 ",\"void\":%s}\n",
           self->tally.unasked, self->after.relayed - self->before.relayed, self->after.pings - self->before.pings,
           self->after.server_cpu_ns - self->before.server_cpu_ns, self->after.own_cpu_ns - self->before.own_cpu_ns,
           is_void ? "true" : "false");
}

static bool write_samples(const load *self)
{
    if (self->options.samples_path == NULL) {
        return true;
    }
    FILE *const file = fopen(self->options.samples_path, "we");
    const bool written = file != NULL && fwrite(self->tally.samples, sizeof(sample), self->tally.sampled, file) ==
                                             self->tally.sampled;
    if (file == NULL || fclose(file) != 0 || !written) {
        fprintf(stderr, "bench-load: cannot write %s: %s\n", self->options.samples_path, strerror(errno));
        return false;
    }
    return true;
}

static int conclude(const load *self)
{
    if (!tally_adds_up(&self->tally.steady) || !tally_adds_up(&self->tally.outside) || self->tally.overflowed) {
        fputs("bench-load: the commands do not add up: a fault of this program\n", stderr);
        return EXIT_FAILED;
    }
    const bool is_void = tally_lost_per_100000(&self->tally.steady) > self->options.most_lost_per_100000;
    print_result(self, is_void);
    if (is_void) {
        fprintf(stderr, "bench-load: void: %" PRIu64 " of %" PRIu64 " commands were not accepted\n",
                self->tally.steady.sent - self->tally.steady.answered[HV_REASON_ACCEPTED], self->tally.steady.sent);
    }
    return !write_samples(self) ? EXIT_FAILED : is_void ? EXIT_VOID : EXIT_MEASURED;
}

/* Keeps everybody connected until standard input ends. */
static bool stay(load *self)
{
    struct epoll_event input = {.events = EPOLLIN, .data.u64 = UINT64_MAX};
    puts("ready");
    fflush(stdout);
    static struct epoll_event events[EVENTS];
    if (epoll_ctl(self->fleet.epoll, EPOLL_CTL_ADD, STDIN_FILENO, &input) != 0) {
        fputs("bench-load: --idle wants a pipe or a terminal as standard input\n", stderr);
        return false;
    }
    while (is_sound(self)) {
        send_due(self, false);
        const int count = epoll_wait(self->fleet.epoll, events, EVENTS, 100);
        for (int i = 0; i < count; i++) {
            if (events[i].data.u64 == UINT64_MAX) {
                return true;
            }
            fleet_serve(&self->fleet, events[i].data.u64, events[i].events);
        }
    }
    return false;
}

/* Pages that are touched now cause no fault in the window. */
static bool make_plan(load *self)
{
    const uint32_t pairs = self->options.pairs;
    const uint32_t beacon_hz = self->options.idle ? IDLE_BEACON_HZ : self->options.beacon_hz;
    schedule_slot *const slots = calloc(2U * (size_t)pairs, sizeof *slots);
    self->tally.capacity = (size_t)pairs * self->options.rate_hz * (self->options.seconds + 1U);
    self->tally.samples = malloc(self->tally.capacity * sizeof *self->tally.samples);
    if (slots == NULL || self->tally.samples == NULL) {
        fputs("bench-load: not enough memory for the samples\n", stderr);
        return false;
    }
    memset(self->tally.samples, 0, self->tally.capacity * sizeof *self->tally.samples);
    schedule_start(&self->drives, slots, pairs, NS_PER_S / self->options.rate_hz, &self->fleet.random);
    schedule_start(&self->beacons, slots + pairs, beacon_hz == 0U ? 0U : pairs,
                   beacon_hz == 0U ? NS_PER_S : NS_PER_S / beacon_hz, &self->fleet.random);
    return true;
}

int main(int argc, char **argv)
{
    static load self;
    const options_result result = options_parse(argc, argv, &self.options);
    if (result != OPTIONS_RUN) {
        return result == OPTIONS_DONE ? EXIT_MEASURED : EXIT_WRONG;
    }
    prctl(PR_SET_TIMERSLACK, 1UL); /* nanoseconds; the default is 50 µs */
    if (!fleet_make(&self.fleet, &self.options, &self.tally) || !make_plan(&self) || !set_up(&self)) {
        return EXIT_FAILED;
    }
    int code = EXIT_FAILED;
    if (self.options.idle) {
        code = stay(&self) ? EXIT_MEASURED : EXIT_FAILED;
    } else if (measure(&self)) {
        code = conclude(&self);
    }
    fleet_leave(&self.fleet);
    free(self.drives.slots);
    free(self.tally.samples);
    return code;
}
