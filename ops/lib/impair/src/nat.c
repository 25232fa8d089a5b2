#include "nat.h"

#include <string.h>

void nat_start(nat *of)
{
    memset(of, 0, sizeof *of);
    of->next_port = FIRST_NAT_PORT;
}

static bool is_for(const rebinding *rule, uint8_t protocol, uint16_t port)
{
    return (rule->protocol == 0U || rule->protocol == protocol) && (rule->port == 0U || rule->port == port);
}

static bool is_taken(const nat *of, uint16_t port)
{
    for (uint32_t i = 0; i < MOST_FLOWS; i++) {
        if (of->flows[i].version != 0U && of->flows[i].outer_port == port) {
            return true;
        }
    }
    return false;
}

/* There are more ports than flows. */
static uint16_t fresh_port(nat *of)
{
    uint16_t port = 0;
    do {
        port = of->next_port;
        of->next_port = port == LAST_NAT_PORT ? (uint16_t)FIRST_NAT_PORT : (uint16_t)(port + 1U);
    } while (is_taken(of, port));
    return port;
}

static void bind_anew(nat *of, nat_flow *flow, const rebinding *rule)
{
    static const uint8_t none[IPV4_BYTES];
    flow->outer_port = fresh_port(of);
    memcpy(flow->outer, flow->inner, sizeof flow->outer);
    if (flow->version == 4U && memcmp(rule->address, none, sizeof none) != 0) {
        memcpy(flow->outer, rule->address, sizeof rule->address);
    }
}

bool nat_rebind(nat *of, const rebinding *asked)
{
    uint32_t place = 0;
    while (place < of->rule_count &&
           (of->rules[place].protocol != asked->protocol || of->rules[place].port != asked->port)) {
        place++;
    }
    if (place == MOST_REBINDINGS) {
        return false;
    }
    if (place < of->rule_count) { /* the newest is the last */
        memmove(&of->rules[place], &of->rules[place + 1U], (of->rule_count - place - 1U) * sizeof of->rules[0]);
        of->rule_count--;
    }
    of->rules[of->rule_count++] = *asked;
    for (uint32_t i = 0; i < MOST_FLOWS; i++) {
        nat_flow *const flow = &of->flows[i];
        if (flow->version != 0U && is_for(asked, flow->protocol, flow->inner_port)) {
            bind_anew(of, flow, asked);
        }
    }
    return true;
}

static bool is_inner(const nat_flow *flow, const packet *of, const uint8_t *address, uint16_t port)
{
    return flow->version == of->version && flow->protocol == of->protocol && flow->inner_port == port &&
           memcmp(flow->inner, address, packet_address_bytes(of)) == 0;
}

static bool is_outer(const nat_flow *flow, const packet *of, const uint8_t *address, uint16_t port)
{
    return flow->version == of->version && flow->protocol == of->protocol && flow->outer_port == port &&
           memcmp(flow->outer, address, packet_address_bytes(of)) == 0;
}

typedef bool fits(const nat_flow *flow, const packet *of, const uint8_t *address, uint16_t port);

static nat_flow *flow_that(nat *in, fits *fit, const packet *of, const uint8_t *address, uint16_t port)
{
    for (uint32_t i = 0; i < MOST_FLOWS; i++) {
        if (fit(&in->flows[i], of, address, port)) {
            return &in->flows[i];
        }
    }
    return NULL;
}

/* NULL: no rule is about it. */
static nat_flow *new_flow(nat *in, const packet *of)
{
    uint32_t place = in->rule_count;
    while (place > 0U && !is_for(&in->rules[place - 1U], of->protocol, packet_source_port(of))) {
        place--;
    }
    if (place == 0U) {
        return NULL;
    }
    nat_flow *const flow = &in->flows[in->flow_count++ % MOST_FLOWS];
    memset(flow, 0, sizeof *flow);
    flow->protocol = of->protocol;
    flow->inner_port = packet_source_port(of);
    memcpy(flow->inner, packet_source(of), packet_address_bytes(of));
    flow->version = of->version;
    bind_anew(in, flow, &in->rules[place - 1U]);
    return flow;
}

static void put(packet *in, uint8_t *address, uint8_t *port, const uint8_t *new_address, uint16_t new_port)
{
    const uint8_t bytes[] = {(uint8_t)(new_port >> 8), (uint8_t)new_port};
    packet_put(in, address, new_address, packet_address_bytes(in));
    packet_put(in, port, bytes, sizeof bytes);
}

bool nat_up(nat *of, packet *from_near)
{
    if (of->rule_count == 0U || from_near->is_later_fragment) {
        return of->rule_count == 0U;
    }
    if (from_near->ports == NULL) {
        return true;
    }
    const uint8_t *const source = packet_source(from_near);
    nat_flow *flow = flow_that(of, is_inner, from_near, source, packet_source_port(from_near));
    flow = flow != NULL ? flow : new_flow(of, from_near);
    if (flow != NULL) {
        put(from_near, packet_source(from_near), from_near->ports, flow->outer, flow->outer_port);
    }
    return true;
}

bool nat_down(nat *of, packet *to_near)
{
    if (of->rule_count == 0U || to_near->is_later_fragment) {
        return of->rule_count == 0U;
    }
    if (to_near->ports == NULL) {
        return true;
    }
    const uint8_t *const target = packet_target(to_near);
    const uint16_t port = packet_target_port(to_near);
    const nat_flow *const flow = flow_that(of, is_outer, to_near, target, port);
    if (flow != NULL) {
        put(to_near, packet_target(to_near), to_near->ports + 2, flow->inner, flow->inner_port);
        return true;
    }
    return port < FIRST_NAT_PORT && flow_that(of, is_inner, to_near, target, port) == NULL;
}
