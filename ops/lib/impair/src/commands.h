/* Lines that change a link while it runs. Each has one line of JSON as its answer. */
#ifndef HAVATAR_IMPAIR_COMMANDS_H
#define HAVATAR_IMPAIR_COMMANDS_H

#include <stdint.h>
#include <stdio.h>

#include "bridge.h"

enum { LINE_BYTES = 512 };

/*
 * up|down|both SETTINGS…        settings_take() knows them
 * rebind [udp|tcp] [port N] [to A.B.C.D]
 * counters
 *
 * Changes `line`. The answer is {"done": the line, "at_ns": now} or {"refused": a sentence, "word": …, "line": …} or the
 * counters. False: it was refused.
 */
bool command_take(bridge *on, char *line, uint64_t now_ns, FILE *answers);

#endif
