#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SERVER = 256, PORT, PAIRS, RATE, BEACON, WARMUP, SECONDS, LOST, SEED, PID, ROBOTS, TOKEN, SAMPLES, IDLE, HELP };

static const char USAGE[] =
    "Usage: bench-load --server relay|forwarder --port N [options]\n"
    "Drives robots through a server at fixed times and accounts for every command. Prints its result as JSON.\n\n"
    "  --pairs N            drivers, each with a robot of its own, 1 .. 4000, default 1\n"
    "  --rate HZ            setpoints of each driver, 1 .. 100, default 50\n"
    "  --beacon-hz N        beacons of each robot, 0 .. 50, default 2\n"
    "  --warmup S           before the window, 0 .. 600, default 2\n"
    "  --seconds S          the window that is measured, 1 .. 600, default 5\n"
    "  --robots FILE        relay: a line for each robot, its id, a space, its key\n"
    "  --token FILE         relay: the drivers' token\n"
    "  --server-pid PID     whose CPU time is counted\n"
    "  --samples FILE       12 bytes for each accepted command: round trip, own, late; u32 nanoseconds, native order\n"
    "  --most-lost N        of 100000 commands of the window, before the run is void, default 100\n"
    "  --seed N             of the phases, default 1\n"
    "  --idle               connect and select only; prints \"ready\" and ends when standard input does\n\n"
    "Exit codes: 0 measured, 1 could not be measured, 2 wrong options, 3 void: too much was not accepted.\n";

static bool take_number(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
    char *end = NULL;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || *text < '0' || *text > '9' || *end != '\0' || value < least || value > most) {
        fprintf(stderr, "bench-load: \"%s\" is no number from %llu to %llu\n", text, (unsigned long long)least,
                (unsigned long long)most);
        return false;
    }
    *number = value;
    return true;
}

static bool take_u32(const char *text, uint32_t least, uint32_t most, uint32_t *number)
{
    uint64_t value = 0;
    const bool good = take_number(text, least, most, &value);
    *number = (uint32_t)value;
    return good;
}

static bool take_server(const char *name, load_options *options)
{
    options->forwarder = strcmp(name, "forwarder") == 0;
    if (!options->forwarder && strcmp(name, "relay") != 0) {
        fprintf(stderr, "bench-load: --server wants relay or forwarder, not \"%s\"\n", name);
        return false;
    }
    return true;
}

static bool take(int option, load_options *options)
{
    uint32_t number = 0;
    bool good = true;
    switch (option) {
    case SERVER: return take_server(optarg, options);
    case ROBOTS: options->robots_path = optarg; return true;
    case TOKEN: options->token_path = optarg; return true;
    case SAMPLES: options->samples_path = optarg; return true;
    case IDLE: options->idle = true; return true;
    case PAIRS: return take_u32(optarg, 1, 4000, &options->pairs);
    case RATE: return take_u32(optarg, 1, 100, &options->rate_hz);
    case BEACON: return take_u32(optarg, 0, 50, &options->beacon_hz);
    case WARMUP: return take_u32(optarg, 0, 600, &options->warmup_s);
    case SECONDS: return take_u32(optarg, 1, 600, &options->seconds);
    case LOST: return take_u32(optarg, 0, 100000, &options->most_lost_per_100000);
    case SEED: return take_number(optarg, 1, UINT64_MAX, &options->seed);
    case PORT:
        good = take_u32(optarg, 1, UINT16_MAX, &number);
        options->port = (uint16_t)number;
        return good;
    case PID:
        good = take_u32(optarg, 1, INT32_MAX, &number);
        options->server = (pid_t)number;
        return good;
    default: return false;
    }
}

options_result options_parse(int argc, char **argv, load_options *options)
{
    static const struct option NAMES[] = {
        {"server", required_argument, NULL, SERVER},   {"port", required_argument, NULL, PORT},
        {"pairs", required_argument, NULL, PAIRS},     {"rate", required_argument, NULL, RATE},
        {"beacon-hz", required_argument, NULL, BEACON}, {"warmup", required_argument, NULL, WARMUP},
        {"seconds", required_argument, NULL, SECONDS}, {"robots", required_argument, NULL, ROBOTS},
        {"token", required_argument, NULL, TOKEN},     {"server-pid", required_argument, NULL, PID},
        {"samples", required_argument, NULL, SAMPLES}, {"most-lost", required_argument, NULL, LOST},
        {"seed", required_argument, NULL, SEED},       {"idle", no_argument, NULL, IDLE},
        {"help", no_argument, NULL, HELP},             {NULL, 0, NULL, 0},
    };
    *options = (load_options){.pairs = 1, .rate_hz = 50, .beacon_hz = 2, .warmup_s = 2, .seconds = 5,
                              .most_lost_per_100000 = 100, .seed = 1};
    int option = 0;
    while ((option = getopt_long(argc, argv, "", NAMES, NULL)) != -1) {
        if (option == HELP) {
            fputs(USAGE, stdout);
            return OPTIONS_DONE;
        }
        if (!take(option, options)) {
            return OPTIONS_WRONG;
        }
    }
    if (optind < argc || options->port == 0U) {
        fputs("bench-load: --server and --port are needed, and nothing but options; --help lists them\n", stderr);
        return OPTIONS_WRONG;
    }
    if (!options->forwarder && (options->robots_path == NULL || options->token_path == NULL)) {
        fputs("bench-load: a relay wants --robots and --token\n", stderr);
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}
