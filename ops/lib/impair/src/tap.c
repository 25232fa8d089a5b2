#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PATH_BYTES = 128, STATISTICS_BYTES = 16384, DROPS_FIELD = 12, DECIMAL = 10 };

_Static_assert(TAP_NAME_BYTES == IFNAMSIZ, "a device's name");

/* In the namespace that this thread is in, to which the opened files belong from then on. */
static bool make(tap *made, const char **step)
{
    struct ifreq request;
    memset(&request, 0, sizeof request);
    *step = "open /proc/thread-self/net/dev";
    made->statistics = open("/proc/thread-self/net/dev", O_RDONLY | O_CLOEXEC);
    if (made->statistics < 0) {
        return false;
    }
    *step = "open /dev/net/tun";
    made->file = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (made->file < 0) {
        return false;
    }
    memcpy(request.ifr_name, made->name, sizeof made->name);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    *step = "make the TAP device";
    return ioctl(made->file, TUNSETIFF, &request) == 0;
}

static bool make_in(tap *made, int there, int here, const char **step)
{
    *step = "enter the namespace (only root may)";
    if (setns(there, CLONE_NEWNET) != 0) {
        return false;
    }
    const bool is_made = make(made, step);
    const int why = errno;
    if (setns(here, CLONE_NEWNET) != 0) {
        *step = "come back from the namespace";
        return false;
    }
    errno = why;
    return is_made;
}

bool tap_open(tap *made, const char *where, const char **step)
{
    char path[PATH_BYTES];
    const char *const colon = strchr(where, ':');
    *step = "read NETNS:DEVICE";
    errno = EINVAL;
    if (colon == NULL || colon[1] == '\0' || strlen(colon + 1) >= sizeof made->name) {
        return false;
    }
    memset(made->name, 0, sizeof made->name);
    memcpy(made->name, colon + 1, strlen(colon + 1));
    if (colon == where) {
        return make(made, step);
    }
    const int length = snprintf(path, sizeof path, "/run/netns/%.*s", (int)(colon - where), where);
    *step = "open the namespace below /run/netns";
    const int there = length < PATH_BYTES ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    const int here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    const bool is_made = there >= 0 && here >= 0 && make_in(made, there, here, step);
    const int why = errno;
    if (there >= 0) {
        close(there);
    }
    if (here >= 0) {
        close(here);
    }
    errno = why;
    return is_made;
}

/* The line "  DEVICE: …" of /proc/net/dev: eight numbers of what it received, then bytes, packets, errors, drops. */
uint64_t tap_missed(const tap *of)
{
    static char text[STATISTICS_BYTES];
    const ssize_t got = pread(of->statistics, text, sizeof text - 1U, 0);
    text[got > 0 ? got : 0] = '\0';
    const size_t length = strlen(of->name);
    const char *at = text;
    while ((at = strstr(at, of->name)) != NULL && at[length] != ':') {
        at += length;
    }
    uint64_t value = 0;
    char *end = NULL;
    at = at == NULL ? "" : at + length + 1;
    for (int i = 0; i < DROPS_FIELD; i++) {
        value = strtoull(at, &end, DECIMAL);
        at = end;
    }
    return value;
}
