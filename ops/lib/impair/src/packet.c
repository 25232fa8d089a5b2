#include "packet.h"

#include <string.h>

enum {
    ETHERNET_HEADER = 14,
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    PORTS = 4,
    TCP_CHECKSUM = 16,
    UDP_CHECKSUM = 6,
    IPV4_CHECKSUM = 10,
    IPV4_SOURCE = 12,
    IPV6_SOURCE = 8,
    HOP_BY_HOP = 0,
    ICMPV6 = 58,
    WORD = 4,
    EIGHT = 8
};

static uint16_t word_at(const uint8_t *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

static void put_word(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

/* Listener queries and reports, solicitations, advertisements, redirects (RFC 4861, 2710, 3810). */
static bool is_for_neighbours(uint8_t icmpv6_type)
{
    return (icmpv6_type >= 130U && icmpv6_type <= 137U) || icmpv6_type == 143U;
}

static void read_ports(packet *of, uint8_t *transport, size_t length)
{
    const size_t checksum = of->protocol == PROTOCOL_TCP ? TCP_CHECKSUM : UDP_CHECKSUM;
    const bool has_ports = of->protocol == PROTOCOL_TCP || of->protocol == PROTOCOL_UDP;
    if (has_ports && !of->is_later_fragment && length >= checksum + 2U) {
        of->ports = transport;
        of->checksum = transport + checksum;
    }
}

static void read_ipv4(packet *of, uint8_t *ip, size_t length)
{
    const size_t header = (size_t)(ip[0] & 15U) * WORD;
    if (length < IPV4_HEADER || header < IPV4_HEADER || length < header) {
        return;
    }
    of->ip = ip;
    of->ip_bytes = length;
    of->version = 4;
    of->protocol = ip[9];
    of->is_later_fragment = (word_at(ip + 6) & 0x1FFFU) != 0U;
    read_ports(of, ip + header, length - header);
}

static void read_ipv6(packet *of, uint8_t *ip, size_t length)
{
    size_t header = IPV6_HEADER;
    if (length < header) {
        return;
    }
    uint8_t next = ip[6];
    if (next == HOP_BY_HOP && length >= header + EIGHT) {
        next = ip[header];
        header += ((size_t)ip[header + 1U] + 1U) * EIGHT;
    }
    if (next == ICMPV6 && length > header && is_for_neighbours(ip[header])) {
        return;
    }
    of->ip = ip;
    of->ip_bytes = length;
    of->version = 6;
    of->protocol = next;
    if (length >= header) {
        read_ports(of, ip + header, length - header);
    }
}

packet packet_read(uint8_t *frame, size_t length)
{
    packet read = {0};
    if (length <= ETHERNET_HEADER) {
        return read;
    }
    const uint16_t type = word_at(frame + 12);
    if (type == 0x0800U) {
        read_ipv4(&read, frame + ETHERNET_HEADER, length - ETHERNET_HEADER);
    } else if (type == 0x86DDU) {
        read_ipv6(&read, frame + ETHERNET_HEADER, length - ETHERNET_HEADER);
    }
    return read;
}

uint16_t packet_source_port(const packet *of)
{
    return word_at(of->ports);
}

uint16_t packet_target_port(const packet *of)
{
    return word_at(of->ports + 2);
}

size_t packet_address_bytes(const packet *of)
{
    return of->version == 4U ? IPV4_BYTES : IPV6_BYTES;
}

uint8_t *packet_source(const packet *of)
{
    return of->ip + (of->version == 4U ? IPV4_SOURCE : IPV6_SOURCE);
}

uint8_t *packet_target(const packet *of)
{
    return packet_source(of) + packet_address_bytes(of);
}

/* RFC 1624, equation 3. */
static uint16_t adjusted(uint16_t sum, const uint8_t *was, const uint8_t *becomes, size_t length)
{
    uint32_t total = (uint16_t)~sum;
    for (size_t i = 0; i < length; i += 2U) {
        total += (uint32_t)(uint16_t)~word_at(was + i) + word_at(becomes + i);
    }
    while (total > UINT16_MAX) {
        total = (total & UINT16_MAX) + (total >> 16);
    }
    return (uint16_t)~total;
}

/* An address stands in both sums: the transport's covers it as part of its pseudo-header. */
void packet_put(packet *of, uint8_t *place, const uint8_t *value, size_t length)
{
    const bool is_address = place < of->ports;
    if (is_address && of->version == 4U) {
        put_word(of->ip + IPV4_CHECKSUM, adjusted(word_at(of->ip + IPV4_CHECKSUM), place, value, length));
    }
    const uint16_t sum = word_at(of->checksum);
    if (of->protocol != PROTOCOL_UDP || sum != 0U) { /* 0: the sender made none */
        const uint16_t fresh = adjusted(sum, place, value, length);
        put_word(of->checksum, of->protocol == PROTOCOL_UDP && fresh == 0U ? UINT16_MAX : fresh);
    }
    memcpy(place, value, length);
}
