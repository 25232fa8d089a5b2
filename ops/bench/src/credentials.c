#include "credentials.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static FILE *open_or_tell(const char *path)
{
    FILE *const file = fopen(path, "re");
    if (file == NULL) {
        fprintf(stderr, "bench-load: cannot read %s: %s\n", path, strerror(errno));
    }
    return file;
}

bool credentials_read_keys(const char *path, robot_key *keys, uint32_t count)
{
    FILE *const file = open_or_tell(path);
    if (file == NULL) {
        return false;
    }
    uint32_t read = 0;
    while (read < count && fscanf(file, "%64s %127s", keys[read].id, keys[read].key) == 2) {
        read++;
    }
    fclose(file);
    if (read < count) {
        fprintf(stderr, "bench-load: %s has only %" PRIu32 " robots with keys, %" PRIu32 " are wanted\n", path, read, count);
    }
    return read == count;
}

bool credentials_read_token(const char *path, char token[TOKEN_BYTES])
{
    FILE *const file = open_or_tell(path);
    if (file == NULL) {
        return false;
    }
    const bool read = fscanf(file, "%1023s", token) == 1;
    fclose(file);
    if (!read) {
        fprintf(stderr, "bench-load: there is no token in %s\n", path);
    }
    return read;
}

void credentials_number(robot_key *keys, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        snprintf(keys[i].id, sizeof keys[i].id, "bench-%" PRIu32, i);
        keys[i].key[0] = '\0';
    }
}
