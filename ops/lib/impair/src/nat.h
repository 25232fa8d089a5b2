/*
 * What a NAT in front of the near end does when it forgets: from a moment on, a flow from there comes from another port,
 * and from another address if asked. What is sent to the former one reaches nobody.
 */
#ifndef HAVATAR_IMPAIR_NAT_H
#define HAVATAR_IMPAIR_NAT_H

#include <stdbool.h>
#include <stdint.h>

#include "packet.h"

enum {
    MOST_REBINDINGS = 16,
    MOST_FLOWS = 1024,    /* the eldest is forgotten for another */
    FIRST_NAT_PORT = 61000, /* above the ports that Linux chooses from */
    LAST_NAT_PORT = 65535
};

/* Which flows, and where from they come afterwards. */
typedef struct rebinding {
    uint8_t protocol;            /* 0: both */
    uint16_t port;               /* at the near end; 0: any */
    uint8_t address[IPV4_BYTES]; /* all 0: it stays; of IPv6 it always does */
} rebinding;

typedef struct nat_flow {
    uint8_t version;      /* 0: there is none */
    uint8_t protocol;
    uint16_t inner_port;
    uint16_t outer_port;
    uint8_t inner[IPV6_BYTES];
    uint8_t outer[IPV6_BYTES];
} nat_flow;

typedef struct nat {
    rebinding rules[MOST_REBINDINGS]; /* the last that fits a flow counts */
    uint32_t rule_count;
    uint32_t flow_count; /* ever made */
    uint16_t next_port;
    nat_flow flows[MOST_FLOWS];
} nat;

void nat_start(nat *of);

/* False: there are MOST_REBINDINGS of other flows. */
bool nat_rebind(nat *of, const rebinding *asked);

/* Translates in place, from the near end. False: it can't be (a later fragment), and is dropped. */
bool nat_up(nat *of, packet *from_near);

/* Translates in place, towards the near end. False: nobody is there any more. */
bool nat_down(nat *of, packet *to_near);

#endif
