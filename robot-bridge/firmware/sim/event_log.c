#include "event_log.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

enum { LINE_MAX_BYTES = 1024, SECOND_US = 1000000 };

bool event_log_open(event_log *log, const char *path)
{
    memset(log, 0, sizeof *log);
    log->fd = -1;
    if (path == NULL) {
        return true;
    }
    if (strcmp(path, "-") == 0) {
        log->fd = STDOUT_FILENO;
        return true;
    }
    log->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    log->owned = true;
    return log->fd >= 0;
}

void event_log_close(event_log *log)
{
    if (log->owned && log->fd >= 0) {
        close(log->fd);
    }
    log->fd = -1;
}

static bool append(char *line, size_t *length, const char *format, va_list arguments)
{
    const size_t room = LINE_MAX_BYTES - *length;
    const int written = vsnprintf(line + *length, room, format, arguments);
    if (written < 0 || (size_t)written >= room) {
        return false;
    }
    *length += (size_t)written;
    return true;
}

void event_log_write(event_log *log, const char *event, const char *fields, ...)
{
    if (log->fd < 0) {
        return;
    }
    char line[LINE_MAX_BYTES + 3];
    const int head = snprintf(line, LINE_MAX_BYTES, "{\"t_ns\":%" PRIu64 ",\"event\":\"%s\"", clock_log_ns(), event);
    size_t length = (size_t)(head > 0 ? head : 0);
    va_list arguments;
    va_start(arguments, fields);
    const bool whole = head > 0 && append(line, &length, fields, arguments);
    va_end(arguments);
    if (!whole) {
        return;
    }
    line[length++] = '}';
    line[length++] = '\n';
    if (write(log->fd, line, length) != (ssize_t)length) {
        log->fd = log->owned ? log->fd : -1; /* a reader that has gone is not written to again */
    }
}

static void log_setpoint(event_log *log, const hv_drive *drive, const board *state, uint64_t now_us)
{
    const uint32_t age_ms = hv_stamp_age_ms(board_stamp_ms(state, now_us), drive->echo_ms);
    event_log_write(log, "setpoint",
                    ",\"term\":[%" PRIu32 ",%" PRIu32 "],\"sequence\":%" PRIu32
                    ",\"left\":%d,\"right\":%d,\"age_ms\":%" PRIu32 ",\"life_ms\":%" PRIu32,
                    drive->term.boot, drive->term.counter, drive->sequence, drive->left_permille,
                    drive->right_permille, age_ms, board_life_left_ms(state, now_us));
}

static void log_stop(event_log *log, const hv_stop *stop)
{
    event_log_write(log, "stop",
                    ",\"latch\":[%" PRIu32 ",%" PRIu32 "],\"cause\":\"%s\",\"stop_id\":\"%016" PRIx64 "\"",
                    stop->latch.boot, stop->latch.counter, hv_stop_cause_name(stop->cause), stop->stop_id);
}

static void log_refused(event_log *log, const board_line_event *event)
{
    if (log->refused_in_window >= EVENT_LOG_REFUSED_PER_SECOND) {
        log->refused_unlisted++;
        return;
    }
    log->refused_in_window++;
    if (event->has_message && event->message.type == HV_TYPE_DRIVE) {
        const hv_drive *const drive = &event->message.drive;
        event_log_write(log, "refused",
                        ",\"reason\":\"%s\",\"term\":[%" PRIu32 ",%" PRIu32 "],\"sequence\":%" PRIu32,
                        hv_reason_name(event->reason), drive->term.boot, drive->term.counter, drive->sequence);
    } else {
        event_log_write(log, "refused", ",\"reason\":\"%s\"", hv_reason_name(event->reason));
    }
}

void event_log_frame(event_log *log, const board_line_event *event, const board *state, uint64_t now_us)
{
    if (event->reason != HV_REASON_ACCEPTED) {
        log_refused(log, event);
    } else if (event->message.type == HV_TYPE_DRIVE) {
        log_setpoint(log, &event->message.drive, state, now_us);
    } else if (event->message.type == HV_TYPE_STOP) {
        log_stop(log, &event->message.stop);
    }
}

void event_log_tick(event_log *log, uint64_t now_us)
{
    if (now_us - log->window_start_us < SECOND_US) {
        return;
    }
    if (log->refused_unlisted > 0U) {
        event_log_write(log, "refused_unlisted", ",\"count\":%" PRIu32, log->refused_unlisted);
    }
    log->window_start_us = now_us;
    log->refused_in_window = 0;
    log->refused_unlisted = 0;
}

void event_log_escape(const char *text, char *escaped, size_t capacity)
{
    size_t length = 0;
    for (; *text != '\0' && length + 3U <= capacity; text++) {
        if (*text == '"' || *text == '\\') {
            escaped[length++] = '\\';
        }
        escaped[length++] = *text;
        if (*text < ' ' || *text > '~') {
            escaped[length - 1U] = '?';
        }
    }
    escaped[length] = '\0';
}
