/* Links by name. README.md says where the figures come from. */
#ifndef HAVATAR_IMPAIR_PROFILES_H
#define HAVATAR_IMPAIR_PROFILES_H

#include <stddef.h>

#include "settings.h"

typedef struct profile {
    const char *name;
    settings up;   /* from the near end to the far one: the robot or the driver is near */
    settings down; /* black_out_at_ns counts from when the profile is taken */
} profile;

/* NULL: there is none of that name. */
const profile *profile_named(const char *name);

/* The one at that place, or NULL after the last. */
const profile *profile_at(size_t place);

#endif
