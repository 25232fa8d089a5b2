#include "usage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

enum { PATH_BYTES = 64, STAT_BYTES = 1024, FIELDS_BEFORE_UTIME = 11, DECIMAL = 10 };

/* utime and stime, fields 14 and 15 of /proc/PID/stat; the name before them may hold blanks. */
static bool read_server(pid_t server, uint64_t *cpu_ns)
{
    char path[PATH_BYTES];
    char text[STAT_BYTES];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)server);
    FILE *const file = fopen(path, "re");
    if (file == NULL) {
        return false;
    }
    const size_t length = fread(text, 1, sizeof text - 1U, file);
    fclose(file);
    text[length] = '\0';
    char *at = strrchr(text, ')');
    for (int i = 0; at != NULL && i <= FIELDS_BEFORE_UTIME; i++) {
        at = strchr(at + 1, ' ');
    }
    if (at == NULL) {
        return false;
    }
    char *end = NULL;
    const uint64_t user = strtoull(at, &end, DECIMAL);
    const uint64_t system = strtoull(end, NULL, DECIMAL);
    *cpu_ns = (user + system) * (NS_PER_S / (uint64_t)sysconf(_SC_CLK_TCK));
    return true;
}

bool usage_read(const fleet *all, usage *now)
{
    struct timespec own;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
    *now = (usage){.own_cpu_ns = (uint64_t)own.tv_sec * NS_PER_S + (uint64_t)own.tv_nsec};
    for (uint32_t i = 0; i < all->options->pairs; i++) {
        const driver *const other = &all->drivers[i];
        now->relayed += all->robots[i].drives_read + other->acks_read + other->beacons_read;
        now->pings += all->robots[i].peer.pings_answered + other->peer.pings_answered;
    }
    return all->options->server == 0 || read_server(all->options->server, &now->server_cpu_ns);
}
