/* Settings from words, as a person says them. */
#ifndef HAVATAR_IMPAIR_WORDS_H
#define HAVATAR_IMPAIR_WORDS_H

#include <stdio.h>
#include <string.h>

#include "settings.h"

enum { MOST_TEST_WORDS = 32, TEST_LINE = 256 };

/* NULL: taken. Else why not. */
static inline const char *say(settings *set, uint64_t now_ns, const char *words)
{
    char line[TEST_LINE];
    char *list[MOST_TEST_WORDS];
    size_t count = 0;
    refusal refused = {NULL, NULL};
    snprintf(line, sizeof line, "%s", words);
    for (char *word = strtok(line, " "); word != NULL; word = strtok(NULL, " ")) {
        list[count++] = word;
    }
    return settings_take(set, true, list, count, now_ns, &refused) ? NULL : refused.why;
}

#endif
