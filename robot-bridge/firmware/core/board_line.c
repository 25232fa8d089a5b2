#include "board_line.h"

#include <string.h>

void board_line_init(board_line *line, board *driven)
{
    memset(line, 0, sizeof *line);
    line->board = driven;
    hv_serial_reset(&line->decoder);
}

bool board_line_feed(board_line *line, uint8_t byte, uint64_t now_us, board_line_event *event)
{
    hv_message message;
    hv_reason reason = HV_REASON_ACCEPTED;
    if (!hv_serial_feed(&line->decoder, byte, &message, &reason)) {
        return false;
    }
    event->has_message = reason == HV_REASON_ACCEPTED;
    if (!event->has_message) {
        board_count_refused(line->board, reason);
        event->reason = reason;
        return true;
    }
    event->message = message;
    if (message.type == HV_TYPE_PING) {
        line->ping = message.ping;
        line->pong_pending = true;
        event->reason = HV_REASON_ACCEPTED;
    } else {
        event->reason = board_receive(line->board, &message, now_us);
    }
    return true;
}

size_t board_line_next_frame(board_line *line, uint64_t now_us, uint8_t frame[HV_FRAME_MAX_BYTES])
{
    hv_message message;
    if (board_telemetry_due(line->board, now_us)) {
        message.type = HV_TYPE_BOARD;
        message.board = board_take_telemetry(line->board, now_us);
    } else if (line->pong_pending) {
        line->pong_pending = false;
        message.type = HV_TYPE_PONG;
        message.pong = (hv_pong){
            .stamp_valid = true,
            .id = line->ping.id,
            .sender_ms = line->ping.sender_ms,
            .stamp_ms = board_stamp_ms(line->board, now_us),
        };
    } else {
        return 0;
    }
    size_t length = 0;
    return hv_serial_encode(&message, frame, &length) == HV_REASON_ACCEPTED ? length : 0U;
}
