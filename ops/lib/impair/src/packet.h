/* What the link needs to know of an Ethernet frame, and changes of addresses and ports with right checksums. */
#ifndef HAVATAR_IMPAIR_PACKET_H
#define HAVATAR_IMPAIR_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17, IPV4_BYTES = 4, IPV6_BYTES = 16 };

/* Points into the frame that it was read from. */
typedef struct packet {
    size_t ip_bytes;     /* 0: no IP, or what neighbours say to find each other (ARP, ND, MLD), which is no traffic */
    uint8_t *ip;
    uint8_t version;     /* 4 or 6 */
    uint8_t protocol;
    uint8_t *ports;      /* source and target, 2 bytes each; NULL: neither TCP nor UDP, or too short */
    uint8_t *checksum;   /* of TCP or UDP; NULL as `ports` */
    bool is_later_fragment; /* of IPv4: its ports went ahead */
} packet;

packet packet_read(uint8_t *frame, size_t length);

uint16_t packet_source_port(const packet *of);
uint16_t packet_target_port(const packet *of);

/* IPV4_BYTES or IPV6_BYTES long. */
uint8_t *packet_source(const packet *of);
uint8_t *packet_target(const packet *of);
size_t packet_address_bytes(const packet *of);

/* `ports` isn't NULL; `place` lies in the packet: an address (`length` of it) or a port (2 bytes). */
void packet_put(packet *of, uint8_t *place, const uint8_t *value, size_t length);

#endif
