#include "vector_message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const TYPES[] = {NULL, "drive", "ack", "stop", "stopped", "beacon", "board", "ping", "pong"};
static const char *const LATCH_KINDS[] = {"none", "failsafe", "stop", "administrator"};
static const char *const STOPPED_STATES[] = {NULL, "latched", "zero"};
static const char *const CAUSES[] = {"person", "lapse", "failsafe", "robot_start", "shutdown", "lease_ended"};

/* How many members were read, so that a member nobody reads is noticed. */
static size_t fields_read;

static uint8_t index_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i] != NULL && strcmp(names[i], name) == 0) {
            return (uint8_t)i;
        }
    }
    fprintf(stderr, "test vectors: unknown name %s\n", name);
    exit(2);
}

#define NAMED(object, key, names) \
    (fields_read++, index_of(json_string(object, key), names, sizeof names / sizeof names[0]))

hv_reason vector_reason(const char *name)
{
    for (unsigned reason = 0; reason < HV_REASON_COUNT; reason++) {
        if (strcmp(hv_reason_name(reason), name) == 0) {
            return (hv_reason)reason;
        }
    }
    fprintf(stderr, "test vectors: unknown reason %s\n", name);
    exit(2);
}

static uint8_t u8(const json_value *object, const char *key)
{
    fields_read++;
    return (uint8_t)json_integer(object, key);
}

static uint16_t u16(const json_value *object, const char *key)
{
    fields_read++;
    return (uint16_t)json_integer(object, key);
}

static int16_t i16(const json_value *object, const char *key)
{
    fields_read++;
    return (int16_t)json_integer(object, key);
}

static uint32_t u32(const json_value *object, const char *key)
{
    fields_read++;
    return (uint32_t)json_integer(object, key);
}

static uint64_t u64(const json_value *object, const char *key)
{
    fields_read++;
    return strtoull(json_string(object, key), NULL, 16);
}

static bool boolean(const json_value *object, const char *key)
{
    fields_read++;
    return json_boolean(object, key);
}

static uint8_t reason(const json_value *object, const char *key)
{
    fields_read++;
    return (uint8_t)vector_reason(json_string(object, key));
}

static hv_pair pair(const json_value *object, const char *key)
{
    fields_read++;
    const json_value *const boot = json_member(object, key)->first;
    return (hv_pair){(uint32_t)boot->integer, (uint32_t)boot->next->integer};
}

static hv_drive drive(const json_value *o)
{
    return (hv_drive){.term = pair(o, "term"), .sequence = u32(o, "sequence"), .echo_ms = u32(o, "echo"),
                      .ttl_ms = u16(o, "ttlMs"), .input_age_ms = u16(o, "inputAgeMs"),
                      .left_permille = i16(o, "left"), .right_permille = i16(o, "right")};
}

static hv_ack ack(const json_value *o)
{
    return (hv_ack){.reason = reason(o, "reason"), .term = pair(o, "term"), .sequence = u32(o, "sequence"),
                    .stamp_ms = u32(o, "stamp"), .age_ms = u16(o, "ageMs"), .cap_permille = u16(o, "cap"),
                    .left_permille = i16(o, "left"), .right_permille = i16(o, "right")};
}

static hv_stop stop(const json_value *o)
{
    return (hv_stop){.cause = NAMED(o, "cause", CAUSES), .authority = u8(o, "authority"), .stop_id = u64(o, "stopId"),
                     .origin = u64(o, "origin"), .latch = pair(o, "latch")};
}

static hv_stopped stopped(const json_value *o)
{
    return (hv_stopped){.state = NAMED(o, "state", STOPPED_STATES), .latch_kind = NAMED(o, "latchKind", LATCH_KINDS),
                        .stop_id = u64(o, "stopId"), .latch = pair(o, "latch"), .stamp_ms = u32(o, "stamp"),
                        .elapsed_ms = u16(o, "elapsedMs")};
}

static uint8_t beacon_flags(const json_value *o)
{
    static const char *const NAMES[] = {"boardConnected", "primary", "moving", "unprotected", "stopPressed", "governed"};
    uint8_t flags = 0;
    for (unsigned i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (boolean(o, NAMES[i])) {
            flags |= (uint8_t)(1U << i);
        }
    }
    return flags;
}

static hv_beacon beacon(const json_value *o)
{
    return (hv_beacon){.flags = beacon_flags(o), .latch_kind = NAMED(o, "latchKind", LATCH_KINDS),
                       .boot = u32(o, "boot"), .term_counter = u32(o, "termCounter"),
                       .latch_counter = u32(o, "latchCounter"), .route_counter = u32(o, "routeCounter"),
                       .stamp_ms = u32(o, "stamp"), .holder = u64(o, "holder"),
                       .lease_remaining_ms = u32(o, "leaseRemainingMs"), .battery_mv = u16(o, "batteryMv"),
                       .battery_percent = u8(o, "batteryPercent"), .faults = u8(o, "faults"),
                       .left_permille = i16(o, "left"), .right_permille = i16(o, "right"),
                       .cap_permille = u16(o, "cap"), .loop_age_ms = u16(o, "loopAgeMs"),
                       .last_sequence = u32(o, "lastSequence")};
}

static hv_board board(const json_value *o)
{
    return (hv_board){.stopped = boolean(o, "stopped"), .failsafe = boolean(o, "failsafe"),
                      .ramping = boolean(o, "ramping"), .faults = u8(o, "faults"), .start_id = u32(o, "startId"),
                      .stamp_ms = u32(o, "stamp"), .term = pair(o, "term"), .sequence = u32(o, "sequence"),
                      .latch = pair(o, "latch"), .left_permille = i16(o, "left"), .right_permille = i16(o, "right"),
                      .battery_mv = u16(o, "batteryMv"), .battery_percent = u8(o, "batteryPercent"),
                      .last_reason = reason(o, "lastReason"), .rejected = u16(o, "rejected")};
}

hv_message vector_message(const json_value *object)
{
    fields_read = 0;
    hv_message message;
    memset(&message, 0, sizeof message);
    message.type = (hv_type)NAMED(object, "type", TYPES);
    switch (message.type) {
    case HV_TYPE_DRIVE: message.drive = drive(object); break;
    case HV_TYPE_ACK: message.ack = ack(object); break;
    case HV_TYPE_STOP: message.stop = stop(object); break;
    case HV_TYPE_STOPPED: message.stopped = stopped(object); break;
    case HV_TYPE_BEACON: message.beacon = beacon(object); break;
    case HV_TYPE_BOARD: message.board = board(object); break;
    case HV_TYPE_PING: message.ping = (hv_ping){u32(object, "id"), u32(object, "senderMs")}; break;
    case HV_TYPE_PONG:
        message.pong = (hv_pong){.stamp_valid = boolean(object, "stampValid"), .id = u32(object, "id"),
                                 .sender_ms = u32(object, "senderMs"), .stamp_ms = u32(object, "stamp")};
        break;
    }
    if (fields_read != object->count) {
        fprintf(stderr, "test vectors: a %s has a field that the codec does not know\n", json_string(object, "type"));
        exit(2);
    }
    return message;
}
