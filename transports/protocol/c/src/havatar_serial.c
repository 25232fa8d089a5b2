#include "havatar_serial.h"

#include <string.h>

#define DELIMITER 0U
#define LEAST_DECODED_BYTES 6U
#define PAYLOAD_MAX_BYTES (HV_MESSAGE_MAX_BYTES + HV_CRC_BYTES)

/* A nibble at a time: 64 bytes of table, fast enough for 115200 baud on any microcontroller. */
uint32_t hv_crc32(const uint8_t *bytes, size_t length)
{
    static const uint32_t NIBBLE[16] = {
        UINT32_C(0x00000000), UINT32_C(0x1DB71064), UINT32_C(0x3B6E20C8), UINT32_C(0x26D930AC),
        UINT32_C(0x76DC4190), UINT32_C(0x6B6B51F4), UINT32_C(0x4DB26158), UINT32_C(0x5005713C),
        UINT32_C(0xEDB88320), UINT32_C(0xF00F9344), UINT32_C(0xD6D6A3E8), UINT32_C(0xCB61B38C),
        UINT32_C(0x9B64C2B0), UINT32_C(0x86D3D2D4), UINT32_C(0xA00AE278), UINT32_C(0xBDBDF21C),
    };
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ NIBBLE[crc & 0xFU];
        crc = crc >> 4 ^ NIBBLE[crc & 0xFU];
    }
    return ~crc;
}

/* At most 68 bytes go in, so no block reaches the 254 bytes at which COBS needs a second code byte. */
static size_t cobs_encode(const uint8_t *in, size_t length, uint8_t *out)
{
    size_t code_at = 0;
    size_t end = 1;
    for (size_t i = 0; i < length; i++) {
        if (in[i] == DELIMITER) {
            out[code_at] = (uint8_t)(end - code_at);
            code_at = end++;
        } else {
            out[end++] = in[i];
        }
    }
    out[code_at] = (uint8_t)(end - code_at);
    return end;
}

/* `in` holds no zero byte and at most 69 bytes. Returns false when a block runs past the end. */
static bool cobs_decode(const uint8_t *in, size_t length, uint8_t out[HV_FRAME_MAX_BYTES], size_t *out_length)
{
    size_t at = 0;
    size_t end = 0;
    while (at < length) {
        const size_t block = in[at];
        if (block == 0U || block > length - at) {
            return false;
        }
        memcpy(out + end, in + at + 1, block - 1U);
        end += block - 1U;
        at += block;
        if (at < length) {
            out[end++] = DELIMITER;
        }
    }
    *out_length = end;
    return true;
}

hv_reason hv_frame_encode(const uint8_t *bytes, size_t length, uint8_t frame[HV_FRAME_MAX_BYTES], size_t *frame_length)
{
    if (length < 2U || length > HV_MESSAGE_MAX_BYTES) {
        return HV_REASON_MALFORMED;
    }
    uint8_t payload[PAYLOAD_MAX_BYTES];
    const uint32_t crc = hv_crc32(bytes, length);
    memcpy(payload, bytes, length);
    payload[length] = (uint8_t)(crc >> 24);
    payload[length + 1U] = (uint8_t)(crc >> 16 & 0xFFU);
    payload[length + 2U] = (uint8_t)(crc >> 8 & 0xFFU);
    payload[length + 3U] = (uint8_t)(crc & 0xFFU);
    const size_t encoded = cobs_encode(payload, length + HV_CRC_BYTES, frame);
    frame[encoded] = DELIMITER;
    *frame_length = encoded + 1U;
    return HV_REASON_ACCEPTED;
}

hv_reason hv_serial_encode(const hv_message *message, uint8_t frame[HV_FRAME_MAX_BYTES], size_t *frame_length)
{
    uint8_t bytes[HV_MESSAGE_MAX_BYTES];
    size_t length = 0;
    const hv_reason reason = hv_encode(message, bytes, &length);
    return reason == HV_REASON_ACCEPTED ? hv_frame_encode(bytes, length, frame, frame_length) : reason;
}

void hv_serial_reset(hv_serial_decoder *decoder)
{
    decoder->length = 0;
    decoder->too_long = false;
}

static hv_reason judge_frame(const hv_serial_decoder *decoder, hv_message *message)
{
    uint8_t payload[HV_FRAME_MAX_BYTES];
    size_t length = 0;
    if (decoder->too_long || !cobs_decode(decoder->encoded, decoder->length, payload, &length) ||
        length < LEAST_DECODED_BYTES) {
        return HV_REASON_FRAMING;
    }
    const size_t message_length = length - HV_CRC_BYTES;
    const uint8_t *const crc = payload + message_length;
    const uint32_t sent = (uint32_t)crc[0] << 24 | (uint32_t)crc[1] << 16 | (uint32_t)crc[2] << 8 | (uint32_t)crc[3];
    if (sent != hv_crc32(payload, message_length)) {
        return HV_REASON_CRC;
    }
    return hv_decode(payload, message_length, message);
}

bool hv_serial_feed(hv_serial_decoder *decoder, uint8_t byte, hv_message *message, hv_reason *reason)
{
    if (byte != DELIMITER) {
        if (decoder->length < sizeof decoder->encoded) {
            decoder->encoded[decoder->length++] = byte;
        } else {
            decoder->too_long = true;
        }
        return false;
    }
    if (decoder->length == 0U) {
        return false;
    }
    *reason = judge_frame(decoder, message);
    hv_serial_reset(decoder);
    return true;
}
