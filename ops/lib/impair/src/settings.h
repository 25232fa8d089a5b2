/* What one direction of the link does to packets, and the words that say it. */
#ifndef HAVATAR_IMPAIR_SETTINGS_H
#define HAVATAR_IMPAIR_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct settings {
    uint64_t delay_ns;         /* the least that a packet takes */
    uint64_t jitter_ns;        /* mean of what is added: exponential, at most 10 times the mean */
    uint64_t hold_ns;          /* so much longer a packet that is to be overtaken takes */
    uint32_t hold_ppm;
    uint32_t duplicate_ppm;
    uint32_t to_bad_ppm;       /* Gilbert-Elliott: chance of a packet to find the good state turned bad */
    uint32_t to_good_ppm;      /* and the bad one turned good */
    uint32_t bad_loss_ppm;     /* of packets in the bad state */
    uint32_t good_loss_ppm;
    uint64_t rate_bit_s;       /* of IP bytes; 0: no limit */
    uint64_t queue_bytes;      /* that may wait for the line */
    uint64_t black_out_ns;     /* how long one lasts; 0: none */
    uint64_t black_out_every_ns; /* from beginning to beginning; 0: once */
    uint64_t black_out_at_ns;  /* when the first begins, on the clock of the caller */
    bool is_cut;
} settings;

/* Why a line was refused: a sentence, and the word that it is about ("" at the end of the line). */
typedef struct refusal {
    const char *why;
    const char *word;
} refusal;

/*
 * Takes the words, e.g. {"delay", "20ms", "loss", "2%", "burst", "4"}, all or none. Times of black-outs count from
 * `now_ns`; a profile may differ by direction. False: `*set` is as it was, and `*refused` says why.
 */
bool settings_take(settings *set, bool is_up, char *const *words, size_t count, uint64_t now_ns, refusal *refused);

/* "20ms", "0.5s", "300us" into nanoseconds, at most an hour. False: it isn't one. */
bool settings_time(const char *word, uint64_t *ns);

#endif
