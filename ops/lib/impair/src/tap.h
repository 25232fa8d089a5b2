/*
 * One end of the link: a TAP device in a network namespace. The kernel cuts what is larger than a frame and fills in
 * checksums before a TAP without offloads gets it, so nothing has to be switched off; the device ends with its file.
 */
#ifndef HAVATAR_IMPAIR_TAP_H
#define HAVATAR_IMPAIR_TAP_H

#include <stdbool.h>
#include <stdint.h>

enum { TAP_NAME_BYTES = 16 };

typedef struct tap {
    int file;       /* doesn't block; each read and write is a frame */
    int statistics; /* of the devices in its namespace */
    char name[TAP_NAME_BYTES];
} tap;

/*
 * `where`: NETNS:DEVICE, a name below /run/netns, or empty for this program's own. False, with errno and `*step`: what
 * could not be done.
 */
bool tap_open(tap *made, const char *where, const char **step);

/* How many frames its queue has dropped, because nobody read them in time. */
uint64_t tap_missed(const tap *of);

#endif
