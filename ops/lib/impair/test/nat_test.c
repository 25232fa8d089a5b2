/* A rebinding: other ports and addresses, both ways, with right checksums; what was sent to the former ones is gone. */
#include "check.h"
#include "frames.h"
#include "nat.h"

static nat table;
static uint8_t frame[256];
static size_t length;

static const end_point NEAR = {1, 40000};
static const end_point OTHER = {1, 40001};
static const end_point FAR = {2, 443};
static const rebinding ALL = {0};

static packet make(uint8_t version, uint8_t protocol, end_point from, end_point to, uint8_t fill)
{
    length = make_frame(frame, version, protocol, from, to, fill);
    CHECK(sums_are_right(frame, length), "made right");
    return packet_read(frame, length);
}

static end_point source(const packet *of)
{
    return (end_point){packet_source(of)[packet_address_bytes(of) - 1U], packet_source_port(of)};
}

static end_point target(const packet *of)
{
    return (end_point){packet_target(of)[packet_address_bytes(of) - 1U], packet_target_port(of)};
}

static bool is(end_point one, end_point other)
{
    return one.address == other.address && one.port == other.port;
}

/* Where the far end sees it come from. */
static end_point outside(uint8_t version, uint8_t protocol, end_point from)
{
    packet up = make(version, protocol, from, FAR, 7);
    CHECK(nat_up(&table, &up) && is(target(&up), FAR), "passes, to the same");
    CHECK(sums_are_right(frame, length), "with right checksums");
    return source(&up);
}

static bool comes_back(uint8_t version, uint8_t protocol, end_point to, end_point expected)
{
    packet down = make(version, protocol, FAR, to, 9);
    const bool passes = nat_down(&table, &down);
    CHECK(sums_are_right(frame, length), "with right checksums");
    CHECK(!passes || (is(target(&down), expected) && is(source(&down), FAR)), "to whom it belongs, from the same");
    return passes;
}

static void without_a_rebinding_nothing_changes(void)
{
    nat_start(&table);
    CHECK(is(outside(4, PROTOCOL_UDP, NEAR), NEAR) && comes_back(4, PROTOCOL_UDP, NEAR, NEAR), "as it was");
    CHECK(comes_back(4, PROTOCOL_TCP, (end_point){1, 62000}, (end_point){1, 62000}), "any port");
}

static void flows_come_from_another_port(void)
{
    for (unsigned i = 0; i < 4U; i++) {
        const uint8_t version = i < 2U ? 4 : 6;
        const uint8_t protocol = i % 2U == 0U ? PROTOCOL_UDP : PROTOCOL_TCP;
        nat_start(&table);
        CHECK(nat_rebind(&table, &ALL), "rebound");
        const end_point seen = outside(version, protocol, NEAR);
        CHECK(seen.address == NEAR.address && seen.port >= FIRST_NAT_PORT, "another port");
        CHECK(is(outside(version, protocol, NEAR), seen), "and the same from then on");
        CHECK(comes_back(version, protocol, seen, NEAR), "answers find back");
        CHECK(!comes_back(version, protocol, NEAR, NEAR), "but not at the former port");
        const end_point second = outside(version, protocol, OTHER);
        CHECK(second.port != seen.port && comes_back(version, protocol, second, OTHER), "each has its own");
        CHECK(nat_rebind(&table, &ALL), "once more");
        const end_point third = outside(version, protocol, NEAR);
        CHECK(third.port != seen.port && third.port != second.port, "another again");
        CHECK(comes_back(version, protocol, third, NEAR) && !comes_back(version, protocol, seen, NEAR), "only there");
    }
}

static void flows_come_from_another_address(void)
{
    const rebinding asked = {.protocol = PROTOCOL_UDP, .address = {198, 18, 0, 101}};
    nat_start(&table);
    CHECK(nat_rebind(&table, &asked), "rebound");
    const end_point seen = outside(4, PROTOCOL_UDP, NEAR);
    CHECK(seen.address == 101U && comes_back(4, PROTOCOL_UDP, seen, NEAR), "another address, and back");
    CHECK(is(outside(4, PROTOCOL_TCP, NEAR), NEAR), "the other protocol isn't meant");
    CHECK(outside(6, PROTOCOL_UDP, NEAR).address == NEAR.address, "an address of IPv6 stays");
    CHECK(nat_rebind(&table, &(rebinding){.protocol = PROTOCOL_UDP}), "rebound once more");
    CHECK(outside(4, PROTOCOL_UDP, NEAR).address == NEAR.address, "to the former address");
}

static void one_flow_alone_is_rebound(void)
{
    nat_start(&table);
    CHECK(nat_rebind(&table, &(rebinding){.port = NEAR.port}), "rebound");
    CHECK(outside(4, PROTOCOL_UDP, NEAR).port != NEAR.port && is(outside(4, PROTOCOL_UDP, OTHER), OTHER), "one alone");
}

/* Each value of the payload, so that sums carry in all ways; a sum of UDP that would be 0 is all ones. */
static void checksums_stay_right_whatever_is_in(void)
{
    const rebinding asked = {.address = {198, 18, 0, 200}};
    nat_start(&table);
    CHECK(nat_rebind(&table, &asked), "rebound");
    for (unsigned i = 0; i < 4096U; i++) {
        const end_point from = {(uint8_t)(1U + i % 2U * 7U), (uint16_t)(20000U + i * 7U % 900U)};
        packet up = make(4, i % 3U == 0U ? PROTOCOL_TCP : PROTOCOL_UDP, from, FAR, (uint8_t)i);
        CHECK(nat_up(&table, &up) && sums_are_right(frame, length), "right");
        CHECK(up.protocol == PROTOCOL_TCP || up.checksum[0] != 0U || up.checksum[1] != 0U, "never none");
    }
    packet up = make(4, PROTOCOL_UDP, NEAR, FAR, 1);
    put16(up.checksum, 0);
    CHECK(nat_up(&table, &up) && up.checksum[0] == 0U && up.checksum[1] == 0U, "none stays none");
}

static void what_cannot_be_translated_is_dropped(void)
{
    nat_start(&table);
    packet up = make(4, PROTOCOL_UDP, NEAR, FAR, 1);
    put16(up.ip + 6, 100);
    up = packet_read(frame, length);
    CHECK(up.is_later_fragment && up.ports == NULL && nat_up(&table, &up), "as long as nothing is rebound, it passes");
    CHECK(nat_rebind(&table, &ALL) && !nat_up(&table, &up) && !nat_down(&table, &up), "then not");
}

static void everything_is_bounded(void)
{
    nat_start(&table);
    for (uint16_t i = 1; i <= MOST_REBINDINGS; i++) {
        CHECK(nat_rebind(&table, &(rebinding){.port = i}) && nat_rebind(&table, &(rebinding){.port = i}), "again and again");
    }
    CHECK(!nat_rebind(&table, &ALL), "no other flow");
    nat_start(&table);
    CHECK(nat_rebind(&table, &ALL), "rebound");
    for (uint16_t i = 0; i < 6000U; i++) {
        const end_point from = {1, (uint16_t)(1000U + i)};
        CHECK(outside(4, PROTOCOL_UDP, from).port >= FIRST_NAT_PORT, "the eldest is forgotten");
    }
}

static void garbage_is_no_traffic(void)
{
    memset(frame, 0xFF, sizeof frame);
    put16(frame + 12, 0x0800);
    for (size_t i = 0; i < sizeof frame; i++) {
        frame[ETHERNET] = (uint8_t)(0x40U + i % 16U);
        const packet read = packet_read(frame, i);
        CHECK(read.ports == NULL || (size_t)(read.checksum + 2 - frame) <= i, "inside");
    }
    put16(frame + 12, 0x86DD);
    for (size_t i = 0; i < sizeof frame; i++) {
        frame[ETHERNET + 6] = i % 2U == 0U ? 0 : PROTOCOL_TCP;
        frame[ETHERNET + 40] = PROTOCOL_UDP;
        frame[ETHERNET + 41] = (uint8_t)(i / 16U);
        const packet read = packet_read(frame, i);
        CHECK(read.ports == NULL || (size_t)(read.checksum + 2 - frame) <= i, "inside");
    }
}

int main(void)
{
    without_a_rebinding_nothing_changes();
    flows_come_from_another_port();
    flows_come_from_another_address();
    one_flow_alone_is_rebound();
    checksums_stay_right_whatever_is_in();
    what_cannot_be_translated_is_dropped();
    everything_is_bounded();
    garbage_is_no_traffic();
    return check_finish("nat");
}
