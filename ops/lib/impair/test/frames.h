/* Frames with right checksums, and whether they still are. */
#ifndef HAVATAR_IMPAIR_FRAMES_H
#define HAVATAR_IMPAIR_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "packet.h"

enum { ETHERNET = 14, TEST_PAYLOAD = 31 };

typedef struct end_point {
    uint8_t address; /* the last byte; the others are 198.18.0, or zeros */
    uint16_t port;
} end_point;

static inline void put16(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static inline uint32_t sum_of(const uint8_t *bytes, size_t length, uint32_t sum)
{
    for (size_t i = 0; i < length; i++) {
        sum += (uint32_t)bytes[i] << (i % 2U == 0U ? 8 : 0);
    }
    return sum;
}

static inline uint16_t folded(uint32_t sum)
{
    while (sum > UINT16_MAX) {
        sum = (sum & UINT16_MAX) + (sum >> 16);
    }
    return (uint16_t)sum;
}

static inline uint32_t pseudo_sum(packet *of, size_t transport_bytes)
{
    return sum_of(packet_source(of), 2U * packet_address_bytes(of), (uint32_t)(of->protocol + transport_bytes));
}

/* By the whole packet, not by what changed. */
static inline bool sums_are_right(uint8_t *frame, size_t length)
{
    packet of = packet_read(frame, length);
    const size_t header = of.version == 4U ? 20U : 40U;
    const size_t transport = of.ip_bytes - header;
    return (of.version == 6U || folded(sum_of(of.ip, header, 0)) == UINT16_MAX) &&
           folded(sum_of(of.ip + header, transport, pseudo_sum(&of, transport))) == UINT16_MAX;
}

/* TCP or UDP over IPv4 or 6 with TEST_PAYLOAD bytes; returns the length. */
static inline size_t make_frame(uint8_t *frame, uint8_t version, uint8_t protocol, end_point from, end_point to,
                                uint8_t fill)
{
    const size_t ip = version == 4U ? 20U : 40U;
    const size_t transport = (protocol == PROTOCOL_TCP ? 20U : 8U) + TEST_PAYLOAD;
    const size_t length = ETHERNET + ip + transport;
    uint8_t *const at = frame + ETHERNET;
    memset(frame, 0, length);
    memset(frame + length - TEST_PAYLOAD, fill, TEST_PAYLOAD);
    put16(frame + 12, version == 4U ? 0x0800U : 0x86DDU);
    if (version == 4U) {
        at[0] = 0x45;
        put16(at + 2, ip + transport);
        at[8] = 64;
        at[9] = protocol;
        memcpy(at + 12, (const uint8_t[]){198, 18, 0, from.address, 198, 18, 0, to.address}, 8);
        put16(at + 10, (uint16_t)~folded(sum_of(at, ip, 0)));
    } else {
        at[0] = 0x60;
        put16(at + 4, transport);
        at[6] = protocol;
        at[8] = at[24] = 0xFD;
        at[23] = from.address;
        at[39] = to.address;
    }
    put16(at + ip, from.port);
    put16(at + ip + 2, to.port);
    if (protocol == PROTOCOL_TCP) {
        at[ip + 12] = 0x50;
    } else {
        put16(at + ip + 4, transport);
    }
    packet read = packet_read(frame, length);
    const uint16_t sum = (uint16_t)~folded(sum_of(at + ip, transport, pseudo_sum(&read, transport)));
    put16(read.checksum, protocol == PROTOCOL_UDP && sum == 0U ? UINT16_MAX : sum);
    return length;
}

#endif
