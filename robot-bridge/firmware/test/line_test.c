/* Bytes in, bytes out: garbage, mixed traffic, and that nothing but a good frame moves a motor. */
#include "bench.h"
#include "board_line.h"

static uint64_t state = UINT64_C(88172645463325252);

static uint32_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32);
}

static unsigned feed(board_line *line, const uint8_t *bytes, size_t length, uint64_t now_us, board_line_event *event)
{
    unsigned events = 0;
    for (size_t i = 0; i < length; i++) {
        events += board_line_feed(line, bytes[i], now_us, event) ? 1U : 0U;
    }
    return events;
}

static unsigned feed_message(board_line *line, const hv_message *message, uint64_t now_us, board_line_event *event)
{
    uint8_t frame[HV_FRAME_MAX_BYTES];
    size_t length = 0;
    CHECK(hv_serial_encode(message, frame, &length) == HV_REASON_ACCEPTED, "frame");
    return feed(line, frame, length, now_us, event);
}

static void frames_reach_the_board(void)
{
    bench b = bench_new();
    board_line line;
    board_line_event event;
    board_line_init(&line, &b.board);
    bench_tick(&b, 1000);
    b.sequence = 1;
    hv_message message = bench_drive(&b, 0, 0, 0, 200);
    CHECK(feed_message(&line, &message, b.now_us, &event) == 1U && event.reason == HV_REASON_ACCEPTED, "neutral");
    CHECK(event.has_message && event.message.type == HV_TYPE_DRIVE, "tells what it was");
    CHECK(feed_message(&line, &message, b.now_us, &event) == 1U && event.reason == HV_REASON_SEQUENCE_OLD, "twice");
    CHECK(event.has_message && event.message.drive.sequence == 1U, "tells which");
    uint8_t frame[HV_FRAME_MAX_BYTES];
    size_t length = 0;
    CHECK(hv_serial_encode(&message, frame, &length) == HV_REASON_ACCEPTED, "frame");
    frame[4] ^= 2U;
    CHECK(feed(&line, frame, length, b.now_us, &event) == 1U && !event.has_message, "spoiled");
    CHECK(b.board.rejected == 2U && b.board.last_reason == event.reason, "counted");
}

static void the_board_answers_a_ping_and_sends_telemetry_first(void)
{
    bench b = bench_new();
    board_line line;
    board_line_event event;
    board_line_init(&line, &b.board);
    hv_message ping = {.type = HV_TYPE_PING, .ping = {.id = 5, .sender_ms = 6}};
    feed_message(&line, &ping, b.now_us, &event);
    ping.ping.id = 7;
    feed_message(&line, &ping, b.now_us, &event);
    uint8_t frame[HV_FRAME_MAX_BYTES];
    hv_message sent[3];
    hv_serial_decoder decoder;
    hv_serial_reset(&decoder);
    size_t count = 0;
    size_t length = 0;
    while (count < 3U && (length = board_line_next_frame(&line, b.now_us, frame)) > 0U) {
        for (size_t i = 0; i < length; i++) {
            hv_reason reason = HV_REASON_CRC;
            if (hv_serial_feed(&decoder, frame[i], &sent[count], &reason)) {
                CHECK(reason == HV_REASON_ACCEPTED, "readable");
                count++;
            }
        }
    }
    CHECK(count == 2U && sent[0].type == HV_TYPE_BOARD && sent[1].type == HV_TYPE_PONG, "BOARD, then one PONG");
    CHECK(sent[1].pong.id == 7U && sent[1].pong.sender_ms == 6U && sent[1].pong.stamp_valid, "of the newest PING");
    CHECK(sent[1].pong.stamp_ms == bench_stamp(&b), "stamped now");
}

/* Hours of noise at line speed: 2^-32 per frame that it looks like one; and nothing it contains is a fresh DRIVE. */
static void garbage_moves_nothing(void)
{
    bench b = bench_new();
    board_line line;
    board_line_event event;
    board_line_init(&line, &b.board);
    bench_release(&b);
    unsigned frames = 0;
    for (int round = 0; round < 200000; round++) {
        const uint8_t byte = next_random() % 20U == 0U ? 0U : (uint8_t)(next_random() & 0xFFU);
        frames += feed(&line, &byte, 1, b.now_us, &event);
        CHECK(bench_is_zero(bench_tick(&b, 87)), "zero");
    }
    CHECK(frames > 5000U && b.board.rejected == (frames & 0xFFFFU), "each refused and counted");
    CHECK(b.board.refused[HV_REASON_FRAMING] + b.board.refused[HV_REASON_CRC] == frames, "under its reason");
}

static void spoiled_frames_never_change_the_setpoint(void)
{
    bench b = bench_new();
    board_line line;
    board_line_event event;
    board_line_init(&line, &b.board);
    bench_reach(&b, 200, 200);
    const hv_message good = bench_drive(&b, 200, 200, 0, 200);
    for (int round = 0; round < 20000; round++) {
        hv_message message = good;
        message.drive.sequence = ++b.sequence;
        message.drive.echo_ms = bench_stamp(&b);
        message.drive.left_permille = 900;
        uint8_t frame[HV_FRAME_MAX_BYTES];
        size_t length = 0;
        CHECK(hv_serial_encode(&message, frame, &length) == HV_REASON_ACCEPTED, "frame");
        const size_t at = next_random() % (length - 1U);
        frame[at] ^= (uint8_t)(1U << (next_random() % 8U));
        const uint8_t end = 0;
        feed(&line, frame, length, b.now_us, &event);
        feed(&line, &end, 1, b.now_us, &event);
        CHECK(b.board.target.left == 200000, "one flipped bit is one frame lost");
    }
}

int main(void)
{
    frames_reach_the_board();
    the_board_answers_a_ping_and_sends_telemetry_first();
    garbage_moves_nothing();
    spoiled_frames_never_change_the_setpoint();
    return check_finish("the board's line");
}
