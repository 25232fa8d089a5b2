/* The command line of esp32-sim. */
#ifndef HAVATAR_SIM_OPTIONS_H
#define HAVATAR_SIM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#define SIM_VERSION "1.0.0"

typedef struct sim_options {
    const char *link_path; /* NULL: none */
    const char *log_path;  /* NULL: no log, "-": standard output */
    uint16_t battery_mv;
    uint64_t seed;
    uint32_t baud; /* 0: as fast as the pseudo-terminal */
    uint32_t tick_us;
    bool watch;
} sim_options;

typedef enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG } options_result;

/* OPTIONS_DONE after --help or --version (already printed), OPTIONS_WRONG after an error (already told on stderr). */
options_result options_parse(int argc, char **argv, sim_options *options);

/* A decimal number of at most `most`, nothing before or behind it. */
bool options_number(const char *text, uint64_t most, uint64_t *number);

#endif
