#include "sim_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { PERIOD_MS = 20, LATE_MS = 60, OPEN_TRIES = 500 };

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static void die(const char *what)
{
    fprintf(stderr, "test rig: %s: %s\n", what, strerror(errno));
    exit(2);
}

void rig_start(rig *r, const char *simulator)
{
    memset(r, 0, sizeof *r);
    r->line = -1;
    snprintf(r->folder, sizeof r->folder, "/tmp/esp32-sim-XXXXXX");
    int pipe_ends[2];
    if (mkdtemp(r->folder) == NULL || pipe(pipe_ends) != 0) {
        die("cannot prepare");
    }
    snprintf(r->link, sizeof r->link, "%s/tty", r->folder);
    snprintf(r->log, sizeof r->log, "%s/log.jsonl", r->folder);
    r->simulator = fork();
    if (r->simulator == 0) {
        dup2(pipe_ends[0], STDIN_FILENO);
        close(pipe_ends[0]);
        close(pipe_ends[1]);
        execl(simulator, simulator, "--link", r->link, "--log", r->log, (char *)NULL);
        _exit(127);
    }
    close(pipe_ends[0]);
    r->commands = pipe_ends[1];
    signal(SIGPIPE, SIG_IGN);
    rig_open_line(r);
}

void rig_open_line(rig *r)
{
    for (int i = 0; i < OPEN_TRIES && (r->line = open(r->link, O_RDWR | O_NOCTTY | O_NONBLOCK)) < 0; i++) {
        poll(NULL, 0, 10);
    }
    struct termios mode;
    if (r->line < 0 || tcgetattr(r->line, &mode) != 0) {
        die("cannot open the simulator's line");
    }
    cfmakeraw(&mode);
    tcsetattr(r->line, TCSANOW, &mode);
    hv_serial_reset(&r->decoder);
    r->have_board = false;
    r->last_ns = now_ns();
}

void rig_command(rig *r, const char *command)
{
    char line[64];
    const int length = snprintf(line, sizeof line, "%s\n", command);
    if (write(r->commands, line, (size_t)length) != length) {
        die("cannot send a command");
    }
}

static void read_line(rig *r)
{
    uint8_t bytes[512];
    const ssize_t got = r->line < 0 ? 0 : read(r->line, bytes, sizeof bytes);
    for (ssize_t i = 0; i < got; i++) {
        hv_message message;
        hv_reason reason = HV_REASON_ACCEPTED;
        if (hv_serial_feed(&r->decoder, bytes[i], &message, &reason) && reason == HV_REASON_ACCEPTED &&
            message.type == HV_TYPE_BOARD) {
            r->board = message.board;
            r->have_board = true;
            r->boards++;
        }
    }
}

void rig_listen(rig *r, int ms)
{
    const uint64_t end_ns = now_ns() + (uint64_t)ms * 1000000U;
    for (uint64_t now = now_ns(); now < end_ns; now = now_ns()) {
        r->late = r->late || now - r->last_ns > (uint64_t)LATE_MS * 1000000U;
        r->last_ns = now;
        struct pollfd line = {.fd = r->line, .events = POLLIN};
        const uint64_t left_ms = (end_ns - now) / 1000000U;
        poll(&line, 1, left_ms < PERIOD_MS ? (int)left_ms + 1 : PERIOD_MS);
        if ((line.revents & (POLLHUP | POLLERR)) != 0) {
            poll(NULL, 0, 1);
        }
        read_line(r);
    }
}

void rig_send(rig *r, const hv_message *message)
{
    uint8_t frame[HV_FRAME_MAX_BYTES];
    size_t length = 0;
    if (hv_serial_encode(message, frame, &length) != HV_REASON_ACCEPTED) {
        die("message out of range");
    }
    if (r->line >= 0 && write(r->line, frame, length) < 0 && errno != EAGAIN && errno != EIO) {
        die("cannot write to the line");
    }
}

void rig_drive(rig *r, int left, int right, int ms)
{
    for (int done = 0; done < ms; done += PERIOD_MS) {
        const hv_message message = {.type = HV_TYPE_DRIVE,
                                    .drive = {.term = {7, 3},
                                              .sequence = r->sequence + 1U,
                                              .echo_ms = r->board.stamp_ms,
                                              .ttl_ms = 100,
                                              .left_permille = (int16_t)left,
                                              .right_permille = (int16_t)right}};
        if (r->have_board) {
            r->sequence++;
            rig_send(r, &message);
        }
        rig_listen(r, PERIOD_MS);
    }
}

void rig_stop(rig *r)
{
    const hv_message message = {.type = HV_TYPE_STOP, .stop = {.stop_id = 77, .latch = {7, 9}}};
    rig_send(r, &message);
}

bool rig_hung_up(rig *r)
{
    uint8_t byte;
    const ssize_t got = read(r->line, &byte, 1);
    const bool hung_up = got == 0 || (got < 0 && errno == EIO);
    if (hung_up) {
        close(r->line);
        r->line = -1;
    }
    return hung_up;
}

int rig_end(rig *r)
{
    int status = 0;
    kill(r->simulator, SIGTERM);
    const bool waited = waitpid(r->simulator, &status, 0) == r->simulator;
    close(r->commands);
    if (r->line >= 0) {
        close(r->line);
    }
    return waited && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int64_t number_in(const char *line, const char *key)
{
    const char *const found = strstr(line, key);
    return found == NULL ? 0 : strtoll(found + strlen(key), NULL, 10);
}

static void word_in(const char *line, const char *key, char *word, size_t capacity)
{
    const char *found = strstr(line, key);
    size_t length = 0;
    for (found = found == NULL ? "" : found + strlen(key); *found != '\0' && *found != '"' && length + 1U < capacity;) {
        word[length++] = *found++;
    }
    word[length] = '\0';
}

const rig_event *rig_events(rig *r, size_t *count, int64_t *late_ms)
{
    static rig_event events[RIG_EVENTS_MAX];
    FILE *const log = fopen(r->log, "r");
    if (log == NULL) {
        die("no log");
    }
    char line[1024];
    *count = 0;
    *late_ms = r->late ? INT64_MAX : 0;
    while (*count < RIG_EVENTS_MAX && fgets(line, sizeof line, log) != NULL) {
        rig_event *const event = &events[(*count)++];
        *event = (rig_event){.t_ns = number_in(line, "\"t_ns\":"),
                             .left = number_in(line, "\"left\":"),
                             .right = number_in(line, "\"right\":"),
                             .pwm_left = number_in(line, "\"pwm_left\":"),
                             .age_ms = number_in(line, "\"age_ms\":"),
                             .life_ms = number_in(line, "\"life_ms\":"),
                             .sequence = number_in(line, "\"sequence\":")};
        word_in(line, "\"event\":\"", event->event, sizeof event->event);
        word_in(line, "\"reason\":\"", event->reason, sizeof event->reason);
        const int64_t hiccup_ms = number_in(line, "\"late_ms\":");
        *late_ms = hiccup_ms > *late_ms ? hiccup_ms : *late_ms;
    }
    fclose(log);
    return events;
}

void rig_clean_up(rig *r)
{
    unlink(r->log);
    unlink(r->link);
    rmdir(r->folder);
}
