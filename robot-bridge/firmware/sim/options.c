#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINK = 256, LOG, BATTERY, SEED, BAUD, TICK, WATCH, HELP, VERSION };

static const char USAGE[] =
    "Usage: esp32-sim [options]\n"
    "The firmware's core behind a pseudo-terminal.\n\n"
    "  --link PATH       make PATH a symbolic link to the serial device (replaced atomically, removed at exit)\n"
    "  --log FILE|-      JSON Lines of everything that happens; - is standard output\n"
    "  --battery-mv N    voltage of the pack, default 7800\n"
    "  --seed N          of the noise that `garble` and `noise` make, default 1\n"
    "  --baud-limit N    pass bytes no faster than N baud 8N1, default 0: unlimited\n"
    "  --tick-us N       period of the main loop, 100 .. 5000, default 1000\n"
    "  --watch           a live view on standard output, ten times a second\n"
    "  --help, --version\n\n"
    "Standard input takes one command a line (its end does not end the simulator):\n"
    "  unplug | replug            the serial cable\n"
    "  freeze MS [nowdt|nocutoff] the CPU stops; after 100 ms the watchdog resets the chip, unless nowdt\n"
    "  abort MS [nocutoff]        the program panics and runs again after MS (a chip takes 300 to 500);\n"
    "                             nocutoff: the restart leaves the last duty on\n"
    "  stall MS                   no byte moves either way, all arrive afterwards\n"
    "  garble PERMILLE [MS]       flip a bit in that share of the bytes, for ever or for MS; 0 ends it\n"
    "  noise N                    N random bytes each way\n"
    "  battery MV | drain MV_PER_S\n"
    "  reboot | quit\n";

bool options_number(const char *text, uint64_t most, uint64_t *number)
{
    if (*text < '0' || *text > '9') {
        return false;
    }
    char *end = NULL;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || *end != '\0' || value > most) {
        return false;
    }
    *number = value;
    return true;
}

static bool take_number(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
    return options_number(text, most, number) && *number >= least;
}

static bool take(int option, sim_options *options)
{
    uint64_t number = 0;
    bool good = true;
    switch (option) {
    case LINK: options->link_path = optarg; break;
    case LOG: options->log_path = optarg; break;
    case WATCH: options->watch = true; break;
    case BATTERY:
        good = take_number(optarg, 0, UINT16_MAX, &number);
        options->battery_mv = (uint16_t)number;
        break;
    case SEED:
        good = take_number(optarg, 1, UINT64_MAX, &number);
        options->seed = number;
        break;
    case BAUD:
        good = take_number(optarg, 0, 10000000, &number);
        options->baud = (uint32_t)number;
        break;
    case TICK:
        good = take_number(optarg, 100, 5000, &number);
        options->tick_us = (uint32_t)number;
        break;
    default: return false;
    }
    if (!good) {
        fprintf(stderr, "esp32-sim: \"%s\" is out of range or no number\n", optarg);
    }
    return good;
}

options_result options_parse(int argc, char **argv, sim_options *options)
{
    static const struct option NAMES[] = {
        {"link", required_argument, NULL, LINK},          {"log", required_argument, NULL, LOG},
        {"battery-mv", required_argument, NULL, BATTERY}, {"seed", required_argument, NULL, SEED},
        {"baud-limit", required_argument, NULL, BAUD},    {"tick-us", required_argument, NULL, TICK},
        {"watch", no_argument, NULL, WATCH},              {"help", no_argument, NULL, HELP},
        {"version", no_argument, NULL, VERSION},          {NULL, 0, NULL, 0},
    };
    *options = (sim_options){.battery_mv = 7800, .seed = 1, .tick_us = 1000};
    int option = 0;
    while ((option = getopt_long(argc, argv, "", NAMES, NULL)) != -1) {
        if (option == HELP) {
            fputs(USAGE, stdout);
            return OPTIONS_DONE;
        }
        if (option == VERSION) {
            puts("esp32-sim " SIM_VERSION);
            return OPTIONS_DONE;
        }
        if (!take(option, options)) {
            return OPTIONS_WRONG;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "esp32-sim: unexpected argument \"%s\"\n", argv[optind]);
        return OPTIONS_WRONG;
    }
    if (options->watch && options->log_path != NULL && strcmp(options->log_path, "-") == 0) {
        fputs("esp32-sim: --watch and --log - both want standard output\n", stderr);
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}
