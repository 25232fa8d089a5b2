/* The command line of bench-load. */
#ifndef HAVATAR_BENCH_OPTIONS_H
#define HAVATAR_BENCH_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct load_options {
    bool forwarder; /* else a relay */
    bool idle;      /* connects only, until standard input ends */
    uint16_t port;
    uint32_t pairs;
    uint32_t rate_hz; /* of each driver's setpoints */
    uint32_t beacon_hz; /* of each robot, 0: none but the first */
    uint32_t warmup_s;
    uint32_t seconds; /* the steady window */
    uint32_t most_lost_per_100000;
    uint64_t seed;
    pid_t server;             /* whose CPU time is counted, 0: nobody's */
    const char *robots_path;  /* a line each: id, a space, key */
    const char *token_path;
    const char *samples_path; /* NULL: none are written */
} load_options;

typedef enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG } options_result;

/* OPTIONS_DONE after --help (already printed), OPTIONS_WRONG after an error (already told on stderr). */
options_result options_parse(int argc, char **argv, load_options *options);

#endif
