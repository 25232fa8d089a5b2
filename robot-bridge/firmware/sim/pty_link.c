#include "pty_link.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

void pty_link_init(pty_link *link, const char *link_path)
{
    memset(link, 0, sizeof *link);
    link->master = -1;
    link->link_path = link_path;
}

/* Opening and closing the far end once sets it raw and lets poll() report from the start that nobody is there. */
static bool make_raw(const char *device)
{
    const int slave = open(device, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0) {
        return false;
    }
    struct termios mode;
    const bool raw = tcgetattr(slave, &mode) == 0 && (cfmakeraw(&mode), tcsetattr(slave, TCSANOW, &mode)) == 0;
    close(slave);
    return raw;
}

static bool replace_symlink(const char *target, const char *path)
{
    struct stat old;
    if (lstat(path, &old) == 0 && !S_ISLNK(old.st_mode)) {
        errno = EEXIST;
        return false;
    }
    char temporary[PATH_MAX];
    const int length = snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return false;
    }
    unlink(temporary);
    if (symlink(target, temporary) != 0) {
        return false;
    }
    if (rename(temporary, path) != 0) {
        const int error = errno;
        unlink(temporary);
        errno = error;
        return false;
    }
    return true;
}

static const char *fail(pty_link *link, const char *what)
{
    const int error = errno;
    if (link->master >= 0) {
        close(link->master);
    }
    link->master = -1;
    link->device[0] = '\0';
    errno = error;
    return what;
}

const char *pty_link_plug(pty_link *link)
{
    link->peer = false;
    link->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (link->master < 0 || grantpt(link->master) != 0 || unlockpt(link->master) != 0 ||
        ptsname_r(link->master, link->device, sizeof link->device) != 0) {
        return fail(link, "cannot make a pseudo-terminal");
    }
    if (!make_raw(link->device)) {
        return fail(link, "cannot set the pseudo-terminal raw");
    }
    if (link->link_path != NULL && !replace_symlink(link->device, link->link_path)) {
        return fail(link, "cannot make the symbolic link");
    }
    return NULL;
}

void pty_link_unplug(pty_link *link)
{
    if (link->master < 0) {
        return;
    }
    char target[PTY_NAME_MAX];
    const ssize_t length = link->link_path == NULL ? -1 : readlink(link->link_path, target, sizeof target);
    if (length > 0 && (size_t)length == strlen(link->device) && memcmp(target, link->device, (size_t)length) == 0) {
        unlink(link->link_path);
    }
    close(link->master);
    link->master = -1;
    link->peer = false;
    link->device[0] = '\0';
}

void pty_link_refresh_peer(pty_link *link)
{
    struct pollfd master = {.fd = link->master, .events = POLLIN};
    link->peer = link->master >= 0 && poll(&master, 1, 0) >= 0 && (master.revents & POLLHUP) == 0;
}

size_t pty_link_read(pty_link *link, uint8_t *bytes, size_t capacity)
{
    if (link->master < 0 || capacity == 0U) {
        return 0;
    }
    const ssize_t got = read(link->master, bytes, capacity);
    return got > 0 ? (size_t)got : 0U;
}

size_t pty_link_write(pty_link *link, const uint8_t *bytes, size_t length)
{
    if (link->master < 0 || !link->peer || length == 0U) {
        return 0;
    }
    const ssize_t sent = write(link->master, bytes, length);
    return sent > 0 ? (size_t)sent : 0U;
}
