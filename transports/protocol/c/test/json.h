/*
 * A JSON reader for the test vectors only: objects, arrays, strings without \u, integers, booleans, null. Values live
 * in a pool of the document; the text is changed in place (strings are ended with a zero) and outlives the document.
 */
#ifndef HAVATAR_TEST_JSON_H
#define HAVATAR_TEST_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_VALUES_MAX 8192
#define JSON_TEXT_MAX 262144

typedef enum json_kind { JSON_NULL, JSON_BOOLEAN, JSON_INTEGER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } json_kind;

typedef struct json_value {
    json_kind kind;
    const char *key;    /* in an object, else NULL */
    const char *string;
    int64_t integer;    /* also 0 or 1 of a boolean */
    const struct json_value *first; /* of an array or object */
    const struct json_value *next;  /* sibling */
    size_t count;
} json_value;

/* Reads a file; ends the process with a message when it cannot be read or is not JSON: a test cannot go on. */
const json_value *json_read(const char *folder, const char *file);

/* These end the process with a message when the member is missing or of another kind. */
const json_value *json_member(const json_value *object, const char *key);
const char *json_string(const json_value *object, const char *key);
int64_t json_integer(const json_value *object, const char *key);
bool json_boolean(const json_value *object, const char *key);

/* False also when there is no such member. */
bool json_flag(const json_value *object, const char *key);

/* Hexadecimal digits to bytes; returns the count. Ends the process when it is not hexadecimal or does not fit. */
size_t json_bytes(const char *hex, uint8_t *bytes, size_t capacity);

#endif
