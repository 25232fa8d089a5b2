/* The whole test framework: a check that tells where and what, a count, an exit status. */
#ifndef HAVATAR_CHECK_H
#define HAVATAR_CHECK_H

#include <stdio.h>

static unsigned check_failures;
static unsigned check_count;

/* `name` says which case, `condition` what should hold. */
#define CHECK(condition, name)                                                                  \
    do {                                                                                        \
        check_count++;                                                                          \
        if (!(condition)) {                                                                     \
            check_failures++;                                                                   \
            fprintf(stderr, "%s:%d: %s: not true: %s\n", __FILE__, __LINE__, (name), #condition); \
        }                                                                                       \
    } while (0)

static inline int check_finish(const char *suite)
{
    printf("%s: %u checks, %u failed\n", suite, check_count, check_failures);
    return check_failures == 0U && check_count > 0U ? 0 : 1;
}

#endif
