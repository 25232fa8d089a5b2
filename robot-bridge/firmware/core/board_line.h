/*
 * The board's end of the serial line: bytes in, bytes out. Bytes that arrive are framed, judged and executed at once;
 * what is to be sent is made at the moment it can be sent, so nothing is ever queued here.
 *
 * Memory: nothing is allocated. The line refers to a board that must outlive it.
 */
#ifndef HAVATAR_BOARD_LINE_H
#define HAVATAR_BOARD_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board.h"
#include "havatar_serial.h"

typedef struct board_line {
    board *board;
    hv_serial_decoder decoder;
    bool pong_pending;
    hv_ping ping; /* the newest that wants its PONG */
} board_line;

/* What a frame did. `message` is valid when `has_message`; a refused DRIVE has one, a wrong checksum has none. */
typedef struct board_line_event {
    hv_reason reason;
    bool has_message;
    hv_message message;
} board_line_event;

void board_line_init(board_line *line, board *driven);

/*
 * Takes one byte at the moment `now_us` of reading it (never the time it arrived: a byte that waited must look old).
 * Returns true when a frame ended with it, and fills `*event`; else `*event` is unchanged.
 */
bool board_line_feed(board_line *line, uint8_t byte, uint64_t now_us, board_line_event *event);

/*
 * The next frame to send, stamped now: BOARD when due, else PONG when one is owed. Call it only when the sender can take
 * HV_FRAME_MAX_BYTES. Returns its length, 0 when there is nothing to send.
 */
size_t board_line_next_frame(board_line *line, uint64_t now_us, uint8_t frame[HV_FRAME_MAX_BYTES]);

#endif
