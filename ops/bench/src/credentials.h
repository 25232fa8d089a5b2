/* What a relay wants to see: the drivers' token and the robots' keys, from files. */
#ifndef HAVATAR_BENCH_CREDENTIALS_H
#define HAVATAR_BENCH_CREDENTIALS_H

#include <stdbool.h>
#include <stdint.h>

#include "robot.h"

#define KEY_BYTES 128U
#define TOKEN_BYTES 1024U

typedef struct robot_key {
    char id[ROBOT_ID_BYTES];
    char key[KEY_BYTES];
} robot_key;

/* The first `count` lines. False: told on stderr what is wrong. */
bool credentials_read_keys(const char *path, robot_key *keys, uint32_t count);
bool credentials_read_token(const char *path, char token[TOKEN_BYTES]);

/* Names for robots that nobody asks for. */
void credentials_number(robot_key *keys, uint32_t count);

#endif
