/*
 * Fields of the JSON that a relay sends: one object, no white space, names in quotes. For messages whose shape is known
 * only; `json` ends with a zero byte. A field that is absent or of another kind leaves `*value` as it is: false.
 */
#ifndef HAVATAR_BENCH_JSON_FIELD_H
#define HAVATAR_BENCH_JSON_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "havatar_arithmetic.h"

/* Without unescaping; cut at `capacity - 1` characters. */
bool json_text(const char *json, const char *name, char *value, size_t capacity);
bool json_number(const char *json, const char *name, uint64_t *value);
/* 16 hexadecimal digits in quotes. */
bool json_hex64(const char *json, const char *name, uint64_t *value);
/* [boot, counter]. */
bool json_pair(const char *json, const char *name, hv_pair *value);
bool json_is_true(const char *json, const char *name);

#endif
