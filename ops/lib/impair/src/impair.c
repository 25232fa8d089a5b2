/*
 * A link between two TAP devices that delays, loses, reorders, doubles, narrows and cuts. README.md says how.
 *
 *   impair NEAR FAR [SEED [COMMAND]]   NEAR, FAR: NETNS:DEVICE
 *
 * COMMAND (one line) is carried out first; a refused one ends it. It works when both devices are there. Then it takes
 * commands as lines from standard input and answers each with a line; the end of the input ends it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "bridge.h"
#include "commands.h"
#include "profiles.h"
#include "tap.h"

enum { MOST_UNDER_WAY = 8192, FRAMES_A_TURN = 64, EVENTS = 4, DECIMAL = 10 };
#define NS_IN_S UINT64_C(1000000000)

enum { NEAR, FAR, INPUT, TIMER, SOURCES };

static int files[SOURCES];
static tap taps[FAR + 1];
static bridge link_between;

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_IN_S + (uint64_t)now.tv_nsec;
}

static bool send_frame(void *context, bool is_up, const uint8_t *frame, size_t length)
{
    (void)context;
    return write(files[is_up ? FAR : NEAR], frame, length) == (ssize_t)length;
}

/* Only so many at once, so that neither end starves the other. */
static void read_frames(int end)
{
    static uint8_t frame[FRAME_BYTES];
    for (int i = 0; i < FRAMES_A_TURN; i++) {
        const ssize_t got = read(files[end], frame, sizeof frame);
        if (got <= 0) {
            return;
        }
        bridge_enter(&link_between, end == NEAR, now_ns(), frame, (size_t)got);
    }
}

/* False: the input is over. */
static bool read_commands(void)
{
    static char line[LINE_BYTES];
    static size_t length;
    const ssize_t got = read(files[INPUT], line + length, sizeof line - 1U - length);
    if (got <= 0) {
        return got < 0 && errno == EINTR;
    }
    length += (size_t)got;
    link_between.up.counts.missed = tap_missed(&taps[NEAR]);
    link_between.down.counts.missed = tap_missed(&taps[FAR]);
    for (;;) {
        char *const end = memchr(line, '\n', length);
        if (end == NULL) {
            break;
        }
        *end = '\0';
        const size_t taken = (size_t)(end - line) + 1U;
        command_take(&link_between, line, now_ns(), stdout);
        length -= taken;
        memmove(line, end + 1, length);
    }
    if (length == sizeof line - 1U) { /* longer than any command */
        line[length] = '\0';
        command_take(&link_between, line, now_ns(), stdout);
        length = 0;
    }
    fflush(stdout);
    return true;
}

static void wake_at(uint64_t due_ns)
{
    static uint64_t set_to = UINT64_MAX;
    if (due_ns != set_to) {
        const bool never = due_ns == UINT64_MAX;
        const struct itimerspec when = {.it_value.tv_sec = never ? 0 : (time_t)(due_ns / NS_IN_S),
                                        .it_value.tv_nsec = never ? 0 : (long)(due_ns % NS_IN_S)};
        timerfd_settime(files[TIMER], TFD_TIMER_ABSTIME, &when, NULL);
        set_to = due_ns;
    }
}

static void carry(int epoll)
{
    struct epoll_event events[EVENTS];
    for (;;) {
        const int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            const int source = events[i].data.fd;
            if (source == INPUT && !read_commands()) {
                return;
            }
            if ((source == NEAR || source == FAR) && (events[i].events & EPOLLERR) != 0U) {
                return; /* its namespace is gone */
            }
            if (source == NEAR || source == FAR) {
                read_frames(source);
            }
        }
        uint64_t rung = 0;
        if (read(files[TIMER], &rung, sizeof rung) < 0 && errno != EAGAIN) {
            return;
        }
        bridge_deliver(&link_between, now_ns());
        wake_at(bridge_due_ns(&link_between));
    }
}

/* Says something only if it is refused. */
static bool begin_with(char *line)
{
    char *said = NULL;
    size_t length = 0;
    FILE *const answer = open_memstream(&said, &length);
    const bool done = answer != NULL && command_take(&link_between, line, now_ns(), answer);
    if (answer != NULL) {
        fclose(answer);
        fputs(done ? "" : said, stderr);
    }
    free(said);
    return done;
}

static int usage(void)
{
    fputs("Usage: impair NEAR FAR [SEED [COMMAND]], where NEAR and FAR are NETNS:DEVICE. Profiles:", stderr);
    for (size_t i = 0; profile_at(i) != NULL; i++) {
        fprintf(stderr, " %s", profile_at(i)->name);
    }
    fputs("\n", stderr);
    return 2;
}

/* The devices come last: who sees them sees a link that works. */
int main(int argc, char **argv)
{
    char *end = NULL;
    const uint64_t seed = argc > 3 ? strtoull(argv[3], &end, DECIMAL) : 1U;
    if (argc < 3 || argc > 5 || (end != NULL && (*end != '\0' || end == argv[3]))) {
        return usage();
    }
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    files[INPUT] = STDIN_FILENO;
    files[TIMER] = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (epoll < 0 || files[TIMER] < 0 || !bridge_start(&link_between, seed, MOST_UNDER_WAY, send_frame, NULL)) {
        fprintf(stderr, "impair: could not start: %s\n", strerror(errno));
        return 1;
    }
    if (argc > 4 && !begin_with(argv[4])) {
        return 2;
    }
    for (int i = NEAR; i <= FAR; i++) {
        const char *step = "";
        if (!tap_open(&taps[i], argv[i + 1], &step)) {
            fprintf(stderr, "impair: %s: could not %s: %s\n", argv[i + 1], step, strerror(errno));
            return 1;
        }
        files[i] = taps[i].file;
    }
    for (int i = 0; i < SOURCES; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = i};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, files[i], &event) != 0) {
            fprintf(stderr, "impair: standard input has to be a pipe or a terminal: %s\n", strerror(errno));
            return 1;
        }
    }
    carry(epoll);
    bridge_end(&link_between);
    return 0;
}
