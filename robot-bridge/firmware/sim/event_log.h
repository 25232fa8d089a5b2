/* JSON Lines, each written with one write(2) the moment it is made. */
#ifndef HAVATAR_SIM_EVENT_LOG_H
#define HAVATAR_SIM_EVENT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board_line.h"

/* More refused frames than this in a second are counted, not listed. */
#define EVENT_LOG_REFUSED_PER_SECOND 200U

typedef struct event_log {
    int fd; /* -1: no log */
    bool owned;
    uint64_t window_start_us;
    uint32_t refused_in_window;
    uint32_t refused_unlisted;
} event_log;

/* `path` NULL: no log; "-": standard output; else appended to. Returns false with errno set when it cannot be opened. */
bool event_log_open(event_log *log, const char *path);
void event_log_close(event_log *log);

/*
 * One line {"t_ns":…,"event":"<event>"<fields>}; `fields` begins with a comma, or makes nothing. A line that would be cut
 * is not written.
 */
void event_log_write(event_log *log, const char *event, const char *fields, ...) __attribute__((format(printf, 3, 4)));

void event_log_frame(event_log *log, const board_line_event *event, const board *state, uint64_t now_us);

/* Writes the count of unlisted refusals when its second is over. Call it every tick. */
void event_log_tick(event_log *log, uint64_t now_us);

/* Copies `text` so that it can stand between quotes in JSON; whatever is not printable ASCII becomes '?'. */
void event_log_escape(const char *text, char *escaped, size_t capacity);

#endif
