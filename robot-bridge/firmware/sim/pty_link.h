/*
 * A pseudo-terminal whose far end looks like the board's serial device, and a symbolic link to it with a fixed name.
 * Nothing is written while nobody has the far end open: a real line does not keep what nobody reads.
 */
#ifndef HAVATAR_SIM_PTY_LINK_H
#define HAVATAR_SIM_PTY_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PTY_NAME_MAX 64

typedef struct pty_link {
    int master;             /* -1: unplugged */
    bool peer;              /* somebody has the far end open */
    const char *link_path;  /* NULL: no symbolic link; belongs to the caller */
    char device[PTY_NAME_MAX];
} pty_link;

/* Must be called before anything else. `link_path` outlives the link. */
void pty_link_init(pty_link *link, const char *link_path);

/*
 * Makes a raw pseudo-terminal and the symbolic link, atomically in place of an older one. Returns NULL, else what
 * failed (static text, errno set); then nothing is left behind. A link path that is no symbolic link is not touched.
 */
const char *pty_link_plug(pty_link *link);

/* Hangs up and removes the symbolic link if it still leads here. No effect when unplugged. */
void pty_link_unplug(pty_link *link);

/* Finds out whether somebody has the far end open. */
void pty_link_refresh_peer(pty_link *link);

/* Both never block; they return the bytes moved, 0 when none can be now. */
size_t pty_link_read(pty_link *link, uint8_t *bytes, size_t capacity);
size_t pty_link_write(pty_link *link, const uint8_t *bytes, size_t length);

#endif
