#include "json_field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 64, DECIMAL = 10, HEXADECIMAL = 16 };

/* The first character of the field's value, or NULL. */
static const char *value_of(const char *json, const char *name)
{
    char quoted[NAME_BYTES];
    snprintf(quoted, sizeof quoted, "\"%s\":", name);
    const char *found = strstr(json, quoted);
    return found == NULL ? NULL : found + strlen(quoted);
}

bool json_text(const char *json, const char *name, char *value, size_t capacity)
{
    const char *from = value_of(json, name);
    if (from == NULL || *from != '"') {
        return false;
    }
    const char *end = strchr(++from, '"');
    if (end == NULL) {
        return false;
    }
    const size_t length = (size_t)(end - from) < capacity ? (size_t)(end - from) : capacity - 1U;
    memcpy(value, from, length);
    value[length] = '\0';
    return true;
}

bool json_number(const char *json, const char *name, uint64_t *value)
{
    const char *from = value_of(json, name);
    if (from == NULL || *from < '0' || *from > '9') {
        return false;
    }
    *value = strtoull(from, NULL, DECIMAL);
    return true;
}

bool json_hex64(const char *json, const char *name, uint64_t *value)
{
    char digits[HEXADECIMAL + 1];
    if (!json_text(json, name, digits, sizeof digits) || strlen(digits) != HEXADECIMAL) {
        return false;
    }
    char *end = NULL;
    const uint64_t parsed = strtoull(digits, &end, HEXADECIMAL);
    if (*end != '\0') {
        return false;
    }
    *value = parsed;
    return true;
}

bool json_pair(const char *json, const char *name, hv_pair *value)
{
    const char *from = value_of(json, name);
    if (from == NULL || *from != '[') {
        return false;
    }
    char *end = NULL;
    const uint32_t boot = (uint32_t)strtoul(from + 1, &end, DECIMAL);
    if (*end != ',') {
        return false;
    }
    *value = (hv_pair){boot, (uint32_t)strtoul(end + 1, NULL, DECIMAL)};
    return true;
}

bool json_is_true(const char *json, const char *name)
{
    const char *from = value_of(json, name);
    return from != NULL && strncmp(from, "true", 4) == 0;
}
