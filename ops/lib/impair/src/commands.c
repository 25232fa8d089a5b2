#include "commands.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 48, DECIMAL = 10 };

static size_t split(char *line, char **words)
{
    size_t count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(line, " \t\r\n", &rest); word != NULL; word = strtok_r(NULL, " \t\r\n", &rest)) {
        if (count == MOST_WORDS) {
            return MOST_WORDS + 1U;
        }
        words[count++] = word;
    }
    return count;
}

/* What comes from outside is shown, but never as more than text. */
static void quote(const char *text, FILE *to)
{
    fputc('"', to);
    for (; *text != '\0' && *text != '\n'; text++) {
        const bool is_plain = *text >= ' ' && *text <= '~' && *text != '"' && *text != '\\';
        fputc(is_plain ? *text : '?', to);
    }
    fputc('"', to);
}

static bool take_settings(bridge *on, char **words, size_t count, uint64_t now_ns, refusal *refused)
{
    const bool both = strcmp(words[0], "both") == 0;
    settings up = on->up.way.set;
    settings down = on->down.way.set;
    if ((both || strcmp(words[0], "up") == 0) && !settings_take(&up, true, words + 1, count - 1U, now_ns, refused)) {
        return false;
    }
    if ((both || strcmp(words[0], "down") == 0) && !settings_take(&down, false, words + 1, count - 1U, now_ns, refused)) {
        return false;
    }
    on->up.way.set = up;
    on->down.way.set = down;
    return true;
}

static bool take_port(const char *word, uint16_t *port)
{
    char *end = NULL;
    const long value = strtol(word, &end, DECIMAL);
    if (*word == '\0' || *end != '\0' || value < 1 || value > UINT16_MAX) {
        return false;
    }
    *port = (uint16_t)value;
    return true;
}

static bool take_rebinding(bridge *on, char **words, size_t count, refusal *refused)
{
    rebinding asked = {0};
    size_t next = 1;
    if (next < count && (strcmp(words[next], "udp") == 0 || strcmp(words[next], "tcp") == 0)) {
        asked.protocol = strcmp(words[next++], "udp") == 0 ? PROTOCOL_UDP : PROTOCOL_TCP;
    }
    if (next + 1U < count && strcmp(words[next], "port") == 0 && take_port(words[next + 1U], &asked.port)) {
        next += 2U;
    }
    if (next + 1U < count && strcmp(words[next], "to") == 0 && inet_pton(AF_INET, words[next + 1U], asked.address) == 1) {
        next += 2U;
    }
    if (next < count) {
        *refused = (refusal){"say: rebind [udp|tcp] [port N] [to A.B.C.D]", words[next]};
        return false;
    }
    if (!nat_rebind(&on->translation, &asked)) {
        *refused = (refusal){"there are 16 rebindings of other flows", words[0]};
        return false;
    }
    return true;
}

static void print_counters(const bridge *of, uint64_t now_ns, FILE *to)
{
    fprintf(to, "{\"at_ns\":%" PRIu64 ",\"up\":", now_ns);
    counters_print(&of->up.counts, of->up.under_way.count, to);
    fputs(",\"down\":", to);
    counters_print(&of->down.counts, of->down.under_way.count, to);
    fputs("}\n", to);
}

static bool take_words(bridge *on, char **words, size_t count, uint64_t now_ns, refusal *refused)
{
    if (count > 1U && count <= MOST_WORDS &&
        (strcmp(words[0], "up") == 0 || strcmp(words[0], "down") == 0 || strcmp(words[0], "both") == 0)) {
        return take_settings(on, words, count, now_ns, refused);
    }
    if (count > 0U && count <= MOST_WORDS && strcmp(words[0], "rebind") == 0) {
        return take_rebinding(on, words, count, refused);
    }
    *refused = (refusal){"say: up|down|both SETTINGS, rebind, or counters", count == 0U ? "" : words[0]};
    return false;
}

bool command_take(bridge *on, char *line, uint64_t now_ns, FILE *answers)
{
    char said[LINE_BYTES];
    char *words[MOST_WORDS];
    refusal refused = {"", ""};
    snprintf(said, sizeof said, "%s", line);
    const size_t count = split(line, words);
    if (count == 1U && strcmp(words[0], "counters") == 0) {
        print_counters(on, now_ns, answers);
        return true;
    }
    const bool done = take_words(on, words, count, now_ns, &refused);
    if (done) {
        fputs("{\"done\":", answers);
        quote(said, answers);
        fprintf(answers, ",\"at_ns\":%" PRIu64 "}\n", now_ns);
    } else {
        fputs("{\"refused\":", answers);
        quote(refused.why, answers);
        fputs(",\"word\":", answers);
        quote(refused.word, answers);
        fputs(",\"line\":", answers);
        quote(said, answers);
        fputs("}\n", answers);
    }
    return done;
}
