/* Runs the built esp32-sim, talks to it as a bridge would, and reads its log afterwards. One simulator at a time. */
#ifndef HAVATAR_TEST_SIM_RIG_H
#define HAVATAR_TEST_SIM_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "havatar_serial.h"

#define RIG_EVENTS_MAX 16384

typedef struct rig {
    char folder[64];
    char link[96];
    char log[96];
    pid_t simulator;
    int commands; /* its standard input */
    int line;     /* our end of the serial line, -1 when closed */
    hv_serial_decoder decoder;
    bool have_board;
    hv_board board;    /* the newest */
    unsigned boards;   /* how many came */
    uint32_t sequence;
    bool late;         /* this process itself did not run in time */
    uint64_t last_ns;
} rig;

/* One line of the log. Fields that the line does not have are zero. */
typedef struct rig_event {
    int64_t t_ns;
    char event[24];
    char reason[24];
    int64_t left;
    int64_t right;
    int64_t pwm_left;
    int64_t age_ms;
    int64_t life_ms;
    int64_t sequence;
} rig_event;

/* Both end the process with a message when something that is not under test fails. */
void rig_start(rig *r, const char *simulator);
void rig_open_line(rig *r);

void rig_command(rig *r, const char *command);

/* For `ms`, sends DRIVE every 20 ms with the newest stamp (none while there is no stamp) and reads. */
void rig_drive(rig *r, int left, int right, int ms);
void rig_listen(rig *r, int ms);
void rig_send(rig *r, const hv_message *message);
void rig_stop(rig *r);

/* True when the far end hung up; then the line is closed. */
bool rig_hung_up(rig *r);

/* SIGTERM and wait; returns the exit status, -1 when it did not exit by itself. Leaves the log. */
int rig_end(rig *r);

/*
 * The log's lines. `*late_ms`: how late the simulator was at worst because it was not given the CPU (0: in time);
 * INT64_MAX when this process itself was late.
 */
const rig_event *rig_events(rig *r, size_t *count, int64_t *late_ms);
void rig_clean_up(rig *r);

#endif
