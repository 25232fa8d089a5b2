#include <string.h>

#include "simulation.h"

enum { WORDS_MAX = 3, TIME_MAX_MS = 600000, NOISE_MAX_BYTES = 65536 };

typedef struct command {
    int count;
    const char *word[WORDS_MAX];
} command;

/* Each returns NULL when done, else why not. */
typedef const char *(*command_action)(simulation *sim, const command *given, uint64_t now_us);

static const char NOT_A_NUMBER[] = "a number is missing or out of range";

static bool number_at(const command *given, int index, uint64_t most, uint64_t *number)
{
    return index < given->count && options_number(given->word[index], most, number);
}

static const char *unplug(simulation *sim, const command *given, uint64_t now_us)
{
    (void)given;
    (void)now_us;
    if (sim->link.master < 0) {
        return "already unplugged";
    }
    pty_link_unplug(&sim->link);
    line_buffer_clear(&sim->to_board);
    line_buffer_clear(&sim->from_board);
    return NULL;
}

static const char *replug(simulation *sim, const command *given, uint64_t now_us)
{
    (void)given;
    (void)now_us;
    return sim->link.master >= 0 ? "already plugged in" : pty_link_plug(&sim->link);
}

static bool guard_at(const command *given, int index, esp32_guard *guard)
{
    *guard = ESP32_GUARDED;
    if (index >= given->count) {
        return true;
    }
    *guard = strcmp(given->word[index], "nowdt") == 0 ? ESP32_NO_WATCHDOG : ESP32_NO_CUT_OFF;
    return *guard == ESP32_NO_WATCHDOG || strcmp(given->word[index], "nocutoff") == 0;
}

static const char *freeze(simulation *sim, const command *given, uint64_t now_us)
{
    uint64_t ms = 0;
    esp32_guard guard;
    if (!number_at(given, 1, TIME_MAX_MS, &ms)) {
        return NOT_A_NUMBER;
    }
    if (!guard_at(given, 2, &guard)) {
        return "only nowdt or nocutoff may follow";
    }
    if (sim->chip.frozen) {
        return "already frozen";
    }
    esp32_freeze(&sim->chip, (uint32_t)ms, guard, now_us);
    return NULL;
}

static const char *abort_program(simulation *sim, const command *given, uint64_t now_us)
{
    uint64_t ms = 0;
    esp32_guard guard;
    if (!number_at(given, 1, TIME_MAX_MS, &ms)) {
        return NOT_A_NUMBER;
    }
    if (!guard_at(given, 2, &guard) || guard == ESP32_NO_WATCHDOG) {
        return "only nocutoff may follow";
    }
    if (sim->chip.frozen) {
        return "already frozen";
    }
    esp32_abort(&sim->chip, (uint32_t)ms, guard, now_us);
    return NULL;
}

static const char *stall(simulation *sim, const command *given, uint64_t now_us)
{
    uint64_t ms = 0;
    if (!number_at(given, 1, TIME_MAX_MS, &ms)) {
        return NOT_A_NUMBER;
    }
    sim->stalled_until_us = now_us + ms * 1000U;
    return NULL;
}

static const char *garble(simulation *sim, const command *given, uint64_t now_us)
{
    uint64_t permille = 0;
    uint64_t ms = 0;
    if (!number_at(given, 1, 1000, &permille) || (given->count > 2 && !number_at(given, 2, TIME_MAX_MS, &ms))) {
        return NOT_A_NUMBER;
    }
    sim->garble_permille = (uint32_t)permille;
    sim->garble_until_us = given->count > 2 ? now_us + ms * 1000U : UINT64_MAX;
    return NULL;
}

static const char *noise(simulation *sim, const command *given, uint64_t now_us)
{
    (void)now_us;
    uint64_t bytes = 0;
    if (!number_at(given, 1, NOISE_MAX_BYTES, &bytes)) {
        return NOT_A_NUMBER;
    }
    line_buffer_put_noise(&sim->to_board, bytes, &sim->noise);
    line_buffer_put_noise(&sim->from_board, bytes, &sim->noise);
    return NULL;
}

static const char *battery_level(simulation *sim, const command *given, uint64_t now_us)
{
    uint64_t mv = 0;
    if (!number_at(given, 1, UINT16_MAX, &mv)) {
        return NOT_A_NUMBER;
    }
    esp32_set_battery(&sim->chip, (uint16_t)mv, now_us);
    return NULL;
}

static const char *drain(simulation *sim, const command *given, uint64_t now_us)
{
    uint64_t mv_per_s = 0;
    if (!number_at(given, 1, UINT16_MAX, &mv_per_s)) {
        return NOT_A_NUMBER;
    }
    esp32_drain_battery(&sim->chip, (uint16_t)mv_per_s, now_us);
    return NULL;
}

static const char *reboot_chip(simulation *sim, const command *given, uint64_t now_us)
{
    (void)given;
    esp32_reboot(&sim->chip, now_us);
    return NULL;
}

static const char *quit(simulation *sim, const command *given, uint64_t now_us)
{
    (void)given;
    (void)now_us;
    sim->quit = true;
    return NULL;
}

static const struct {
    const char *name;
    command_action action;
} COMMANDS[] = {
    {"unplug", unplug}, {"replug", replug}, {"freeze", freeze},         {"stall", stall}, {"garble", garble},
    {"noise", noise},   {"drain", drain},   {"battery", battery_level}, {"quit", quit},   {"reboot", reboot_chip},
    {"abort", abort_program},
};

static const char *execute(simulation *sim, const command *given, uint64_t now_us)
{
    for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++) {
        if (strcmp(given->word[0], COMMANDS[i].name) == 0) {
            return COMMANDS[i].action(sim, given, now_us);
        }
    }
    return "no such command";
}

void simulation_command(simulation *sim, char *line, uint64_t now_us)
{
    char escaped[256];
    event_log_escape(line, escaped, sizeof escaped);
    command given = {0};
    char *rest = NULL;
    bool too_many = false;
    for (char *word = strtok_r(line, " \t\r", &rest); word != NULL; word = strtok_r(NULL, " \t\r", &rest)) {
        if (given.count < WORDS_MAX) {
            given.word[given.count++] = word;
        } else {
            too_many = true;
        }
    }
    if (given.count == 0) {
        return;
    }
    const char *const problem = too_many ? "too many words" : execute(sim, &given, now_us);
    if (problem == NULL) {
        event_log_write(&sim->log, "control", ",\"command\":\"%s\",\"done\":true", escaped);
    } else {
        event_log_write(&sim->log, "control", ",\"command\":\"%s\",\"done\":false,\"problem\":\"%s\"", escaped,
                        problem);
    }
}
