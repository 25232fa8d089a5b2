#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char text[JSON_TEXT_MAX];
static json_value pool[JSON_VALUES_MAX];
static size_t pool_used;
static char *at;

static void die(const char *what, const char *which)
{
    fprintf(stderr, "test vectors: %s: %s\n", what, which);
    exit(2);
}

static void skip_space(void)
{
    at += strspn(at, " \t\r\n");
}

static void expect(char character)
{
    skip_space();
    if (*at != character) {
        die("unexpected text", at);
    }
    at++;
}

/* True, and taken, when the next character is this one. */
static bool take(char character)
{
    skip_space();
    if (*at != character) {
        return false;
    }
    at++;
    return true;
}

static const char *read_string(void)
{
    expect('"');
    char *const start = at;
    char *end = at;
    while (*at != '"') {
        if (*at == '\\' && (*++at == 'u' || *at == 'n' || *at == 't')) {
            die("escape not understood", start);
        }
        if (*at == '\0') {
            die("string without end", start);
        }
        *end++ = *at++;
    }
    at++;
    *end = '\0';
    return start;
}

static json_value *read_value(void);

static void read_children(json_value *parent, char closing)
{
    const json_value **link = &parent->first;
    if (take(closing)) {
        return;
    }
    do {
        const char *const key = closing == '}' ? read_string() : NULL;
        if (key != NULL) {
            expect(':');
        }
        json_value *const child = read_value();
        child->key = key;
        *link = child;
        link = &child->next;
        parent->count++;
    } while (take(','));
    expect(closing);
}

static bool take_word(const char *word)
{
    const size_t length = strlen(word);
    if (strncmp(at, word, length) != 0) {
        return false;
    }
    at += length;
    return true;
}

static json_value *read_value(void)
{
    if (pool_used == JSON_VALUES_MAX) {
        die("too many values", "raise JSON_VALUES_MAX");
    }
    json_value *const value = &pool[pool_used++];
    skip_space();
    if (*at == '"') {
        value->kind = JSON_STRING;
        value->string = read_string();
    } else if (take('{')) {
        value->kind = JSON_OBJECT;
        read_children(value, '}');
    } else if (take('[')) {
        value->kind = JSON_ARRAY;
        read_children(value, ']');
    } else if (take_word("true")) {
        value->kind = JSON_BOOLEAN;
        value->integer = 1;
    } else if (take_word("false")) {
        value->kind = JSON_BOOLEAN;
    } else if (!take_word("null")) {
        char *end = NULL;
        value->kind = JSON_INTEGER;
        value->integer = strtoll(at, &end, 10);
        if (end == at || *end == '.' || *end == 'e' || *end == 'E') {
            die("not an integer", at);
        }
        at = end;
    }
    return value;
}

const json_value *json_read(const char *folder, const char *file)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *const stream = fopen(path, "rb");
    if (stream == NULL) {
        die("cannot be opened", path);
    }
    const size_t length = fread(text, 1, sizeof text, stream);
    fclose(stream);
    if (length == sizeof text) {
        die("too long", path);
    }
    text[length] = '\0';
    pool_used = 0;
    memset(pool, 0, sizeof pool);
    at = text;
    const json_value *const root = read_value();
    skip_space();
    if (*at != '\0') {
        die("text after the end", at);
    }
    return root;
}

static const json_value *find(const json_value *object, const char *key)
{
    for (const json_value *child = object->first; child != NULL; child = child->next) {
        if (child->key != NULL && strcmp(child->key, key) == 0) {
            return child;
        }
    }
    return NULL;
}

const json_value *json_member(const json_value *object, const char *key)
{
    const json_value *const member = find(object, key);
    if (member == NULL) {
        die("missing member", key);
    }
    return member;
}

static const json_value *member_of_kind(const json_value *object, const char *key, json_kind kind)
{
    const json_value *const member = json_member(object, key);
    if (member->kind != kind) {
        die("member of another kind", key);
    }
    return member;
}

const char *json_string(const json_value *object, const char *key)
{
    return member_of_kind(object, key, JSON_STRING)->string;
}

int64_t json_integer(const json_value *object, const char *key)
{
    return member_of_kind(object, key, JSON_INTEGER)->integer;
}

bool json_boolean(const json_value *object, const char *key)
{
    return member_of_kind(object, key, JSON_BOOLEAN)->integer != 0;
}

bool json_flag(const json_value *object, const char *key)
{
    return find(object, key) != NULL && json_boolean(object, key);
}

static unsigned nibble(char digit, const char *hex)
{
    static const char DIGITS[] = "0123456789abcdef";
    const char *const found = digit == '\0' ? NULL : strchr(DIGITS, digit);
    if (found == NULL) {
        die("not lower-case hexadecimal", hex);
    }
    return (unsigned)(found - DIGITS);
}

size_t json_bytes(const char *hex, uint8_t *bytes, size_t capacity)
{
    const size_t count = strlen(hex) / 2U;
    if (count > capacity) {
        die("too many bytes", hex);
    }
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (uint8_t)(nibble(hex[2U * i], hex) << 4 | nibble(hex[2U * i + 1U], hex));
    }
    return count;
}
