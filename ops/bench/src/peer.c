#include "peer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* RFC 6455's own example: a key whose answer is known spares the generator SHA-1. */
static const char KEY[] = "dGhlIHNhbXBsZSBub25jZQ==";
static const char ACCEPT[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

enum { REQUEST_BYTES = 1536, CODE_AT = 9 };

void peer_fail(peer *self, const char *format, ...)
{
    if (self->fault[0] != '\0') {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(self->fault, sizeof self->fault, format, arguments);
    va_end(arguments);
}

bool peer_enter(peer *self, const peer_door *door, int epoll, uint64_t key, seeded_random *masks)
{
    self->fault[0] = '\0';
    self->pings_answered = 0;
    if (!endpoint_connect(&self->link, &door->address, epoll, key, masks)) {
        peer_fail(self, "cannot connect to port %u: %s", ntohs(door->address.sin_port), strerror(errno));
        return false;
    }
    if (door->forwarder) {
        const uint8_t pair[] = {(uint8_t)(door->pair >> 24), (uint8_t)(door->pair >> 16), (uint8_t)(door->pair >> 8),
                                (uint8_t)door->pair};
        endpoint_put(&self->link, pair, sizeof pair);
        self->phase = PEER_OPEN;
    } else {
        char request[REQUEST_BYTES];
        const int length = snprintf(
            request, sizeof request,
            "GET %s HTTP/1.1\r\nHost: localhost:%u\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Protocol: havatar.1\r\n"
            "Authorization: Bearer %s\r\n\r\n",
            door->path, ntohs(door->address.sin_port), KEY, door->proof);
        if (length < 0 || (size_t)length >= sizeof request) {
            peer_fail(self, "the token or key is too long");
            return false;
        }
        endpoint_put(&self->link, (const uint8_t *)request, (size_t)length);
        self->phase = PEER_UPGRADING;
    }
    endpoint_flush(&self->link);
    return true;
}

void peer_leave(peer *self)
{
    endpoint_close(&self->link);
    self->phase = PEER_CLOSED;
}

bool peer_upgraded(peer *self)
{
    const char *const head = endpoint_head(&self->link);
    if (head == NULL) {
        return false;
    }
    if (strncmp(head + CODE_AT, "101", 3) != 0) {
        peer_fail(self, "the relay refused the WebSocket: %.*s", (int)strcspn(head, "\r"), head);
        return false;
    }
    if (strstr(head, ACCEPT) == NULL || strstr(head, "havatar.1") == NULL) {
        peer_fail(self, "the relay's handshake is not one of the subprotocol havatar.1");
        return false;
    }
    self->phase = PEER_GREETING;
    return true;
}

void peer_put(peer *self, const hv_message *message)
{
    uint8_t bytes[HV_MESSAGE_MAX_BYTES];
    size_t length = 0;
    const hv_reason reason = hv_encode(message, bytes, &length);
    if (reason != HV_REASON_ACCEPTED) {
        peer_fail(self, "a message of type %d cannot be encoded: %s", (int)message->type, hv_reason_name(reason));
        return;
    }
    endpoint_put_frame(&self->link, FRAME_BINARY, bytes, length);
}

static void answer_ping(peer *self, const hv_ping *ping, const uint32_t *stamp_ms)
{
    const hv_message pong = {
        .type = HV_TYPE_PONG,
        .pong = {.stamp_valid = stamp_ms != NULL,
                 .id = ping->id,
                 .sender_ms = ping->sender_ms,
                 .stamp_ms = stamp_ms == NULL ? 0U : *stamp_ms},
    };
    peer_put(self, &pong);
    self->pings_answered++;
}

/* True when it is the caller's. */
static bool is_news(peer *self, const frame *got, const uint32_t *stamp_ms, hv_message *hot)
{
    const hv_reason reason = hv_decode(got->payload, got->length, hot);
    if (reason != HV_REASON_ACCEPTED) {
        peer_fail(self, "a binary message is %s", hv_reason_name(reason));
        return false;
    }
    if (hot->type == HV_TYPE_PING) {
        answer_ping(self, &hot->ping, stamp_ms);
        return false;
    }
    return hot->type != HV_TYPE_PONG;
}

static void take_control(peer *self, const frame *got)
{
    if (got->opcode == FRAME_PING) {
        endpoint_put_frame(&self->link, FRAME_PONG, got->payload, got->length);
    } else if (got->opcode == FRAME_CLOSE) {
        const unsigned code = got->length < 2U ? 0U : (unsigned)got->payload[0] << 8 | got->payload[1];
        peer_fail(self, "the relay closed the connection with code %u", code);
    }
}

peer_news peer_next(peer *self, const uint32_t *stamp_ms, peer_message *out)
{
    frame got;
    while (endpoint_next(&self->link, &got)) {
        if (got.opcode == FRAME_BINARY) {
            if (is_news(self, &got, stamp_ms, &out->hot)) {
                return PEER_HOT;
            }
        } else if (got.opcode == FRAME_TEXT && got.whole) {
            memcpy(out->text, got.payload, got.length);
            out->text[got.length] = '\0';
            return PEER_TEXT;
        } else {
            take_control(self, &got);
        }
    }
    return PEER_NOTHING;
}
