/* A board on a table: the clock is a variable, frames are calls. Shared by the tests of the rules. */
#ifndef HAVATAR_TEST_BENCH_H
#define HAVATAR_TEST_BENCH_H

#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "check.h"

#define START_US UINT64_C(5000000)

typedef struct bench {
    board board;
    uint64_t now_us;
    uint32_t sequence;
    hv_pair term;
} bench;

/* `start_stamp_ms` is the stamp at START_US. */
static inline bench bench_with(const board_config *config, uint32_t start_stamp_ms)
{
    bench b = {.now_us = START_US, .term = {7, 3}};
    board_init(&b.board, config, 42, start_stamp_ms, b.now_us);
    return b;
}

static inline bench bench_new(void)
{
    const board_config config = board_default_config();
    return bench_with(&config, 1000);
}

static inline uint32_t bench_stamp(const bench *b)
{
    return board_stamp_ms(&b->board, b->now_us);
}

static inline hv_message bench_drive(const bench *b, int left, int right, uint32_t age_ms, unsigned ttl_ms)
{
    return (hv_message){.type = HV_TYPE_DRIVE,
                        .drive = {.term = b->term,
                                  .sequence = b->sequence,
                                  .echo_ms = bench_stamp(b) - age_ms,
                                  .ttl_ms = (uint16_t)ttl_ms,
                                  .left_permille = (int16_t)left,
                                  .right_permille = (int16_t)right}};
}

/* The next sequence of the term. */
static inline hv_reason bench_send(bench *b, int left, int right, uint32_t age_ms, unsigned ttl_ms)
{
    b->sequence++;
    const hv_message message = bench_drive(b, left, right, age_ms, ttl_ms);
    return board_receive(&b->board, &message, b->now_us);
}

static inline hv_reason bench_stop(bench *b)
{
    const hv_message message = {.type = HV_TYPE_STOP, .stop = {.stop_id = 9, .latch = {7, 5}}};
    return board_receive(&b->board, &message, b->now_us);
}

static inline board_output bench_tick(bench *b, uint64_t later_us)
{
    b->now_us += later_us;
    return board_tick(&b->board, b->now_us);
}

static inline void bench_release(bench *b)
{
    bench_tick(b, 1000);
    CHECK(bench_send(b, 0, 0, 0, 200) == HV_REASON_ACCEPTED, "a neutral releases");
}

/* Ticks every millisecond, sending every 20 ms, until the output is there (at the latest after a second). */
static inline void bench_reach(bench *b, int left, int right)
{
    bench_release(b);
    for (int ms = 0; ms < 1000; ms++) {
        if (ms % 20 == 0) {
            CHECK(bench_send(b, left, right, 0, 200) == HV_REASON_ACCEPTED, "reach");
        }
        const board_output output = bench_tick(b, 1000);
        if (output.left_permille == left && output.right_permille == right) {
            break;
        }
    }
    const board_output output = board_output_now(&b->board);
    CHECK(output.left_permille == left && output.right_permille == right, "reached within a second");
}

static inline bool bench_is_zero(board_output output)
{
    return output.left_permille == 0 && output.right_permille == 0;
}

#endif
