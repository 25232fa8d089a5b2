/*
 * Frames of the serial line (PROTOCOL.md section 10): COBS(message, CRC-32 big-endian) and a zero byte.
 * COBS: S. Cheshire, M. Baker, "Consistent Overhead Byte Stuffing", 1999. CRC-32: IEEE 802.3, reflected.
 *
 * Memory: nothing is allocated; the decoder's state belongs to the caller and needs no clean-up.
 */
#ifndef HAVATAR_SERIAL_H
#define HAVATAR_SERIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "havatar_wire.h"

/* One code byte, 64 bytes of message, 4 of checksum, the delimiter. */
#define HV_FRAME_MAX_BYTES 70U
#define HV_CRC_BYTES 4U

typedef struct hv_serial_decoder {
    uint8_t encoded[HV_FRAME_MAX_BYTES - 1U];
    uint8_t length;
    bool too_long;
} hv_serial_decoder;

uint32_t hv_crc32(const uint8_t *bytes, size_t length);

/*
 * Frames any `length` (2 .. 64) message bytes, without looking into them. Returns:
 *   HV_REASON_MALFORMED  another length; `frame` and `*frame_length` are unchanged
 *   HV_REASON_ACCEPTED   `frame[0 .. *frame_length - 1]` are filled, the delimiter included
 */
hv_reason hv_frame_encode(const uint8_t *bytes, size_t length, uint8_t frame[HV_FRAME_MAX_BYTES], size_t *frame_length);

/* hv_encode(), then hv_frame_encode(). On a return other than HV_REASON_ACCEPTED the outputs are unchanged. */
hv_reason hv_serial_encode(const hv_message *message, uint8_t frame[HV_FRAME_MAX_BYTES], size_t *frame_length);

/* Start, or forget what was read of the frame under way. Must be called once before hv_serial_feed(). */
void hv_serial_reset(hv_serial_decoder *decoder);

/*
 * Takes one byte from the line. Returns false while a frame is under way (the outputs are unchanged), true when one
 * has ended; then `*reason` is
 *   HV_REASON_ACCEPTED  `*message` is filled
 *   HV_REASON_FRAMING   not COBS, longer than 70 bytes with its delimiter, or fewer than 6 bytes decoded
 *   HV_REASON_CRC       the checksum is wrong
 *   any of hv_decode()  the frame was intact, what is in it is refused
 * and on all but the first `*message` is unchanged. Empty frames are skipped. Whatever was fed, the decoder is in step
 * again after the next zero byte; it never holds more than one frame.
 */
bool hv_serial_feed(hv_serial_decoder *decoder, uint8_t byte, hv_message *message, hv_reason *reason);

#endif
