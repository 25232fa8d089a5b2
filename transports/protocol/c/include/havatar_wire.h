/*
 * The binary messages of the Havatar wire protocol, version 1 (PROTOCOL.md section 3).
 *
 * Memory: nothing is allocated and nothing is kept; every buffer belongs to the caller. All functions are
 * reentrant. Field names carry their unit; numbers are in host order.
 */
#ifndef HAVATAR_WIRE_H
#define HAVATAR_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "havatar_arithmetic.h"

#define HV_VERSION 1U
#define HV_MESSAGE_MAX_BYTES 64U
#define HV_PERMILLE_MAX 1000
#define HV_TTL_MAX_MS 800U
#define HV_BATTERY_PERCENT_UNKNOWN 255U

/* The one list of reasons (section 4); the numbers are on the wire. */
typedef enum hv_reason {
    HV_REASON_ACCEPTED = 0,
    HV_REASON_MALFORMED = 1,
    HV_REASON_UNKNOWN_TYPE = 2,
    HV_REASON_OUT_OF_RANGE = 3,
    HV_REASON_TERM_OLD = 4,
    HV_REASON_TERM_UNKNOWN = 5,
    HV_REASON_NOT_HOLDER = 6,
    HV_REASON_SEQUENCE_OLD = 7,
    HV_REASON_STALE = 8,
    HV_REASON_STAMP_FUTURE = 9,
    HV_REASON_LATCHED_STOP = 10,
    HV_REASON_LATCHED_FAILSAFE = 11,
    HV_REASON_NO_LEASE = 12,
    HV_REASON_WINDOW_FULL = 13,
    HV_REASON_SUPERSEDED = 14,
    HV_REASON_NO_ROBOT = 15,
    HV_REASON_LINK_FULL = 16,
    HV_REASON_NOT_PERMITTED = 17,
    HV_REASON_RATE_LIMITED = 18,
    HV_REASON_CRC = 19,
    HV_REASON_FRAMING = 20,
    HV_REASON_WRONG_DIRECTION = 21,
    HV_REASON_BOARD_SILENT = 22,
    HV_REASON_ROBOT_REFUSED = 23
} hv_reason;

#define HV_REASON_COUNT 24U

typedef enum hv_type {
    HV_TYPE_DRIVE = 1,
    HV_TYPE_ACK = 2,
    HV_TYPE_STOP = 3,
    HV_TYPE_STOPPED = 4,
    HV_TYPE_BEACON = 5,
    HV_TYPE_BOARD = 6,
    HV_TYPE_PING = 7,
    HV_TYPE_PONG = 8
} hv_type;

typedef enum hv_stop_cause {
    HV_STOP_PERSON = 0,
    HV_STOP_LAPSE = 1,
    HV_STOP_FAILSAFE = 2,
    HV_STOP_ROBOT_START = 3,
    HV_STOP_SHUTDOWN = 4,
    HV_STOP_LEASE_ENDED = 5
} hv_stop_cause;

typedef enum hv_latch_kind {
    HV_LATCH_NONE = 0,
    HV_LATCH_FAILSAFE = 1,
    HV_LATCH_STOP = 2,
    HV_LATCH_ADMINISTRATOR = 3
} hv_latch_kind;

typedef enum hv_stopped_state { HV_STOPPED_LATCHED = 1, HV_STOPPED_ZERO = 2 } hv_stopped_state;

/* Bits of BEACON's `flags`. Unknown bits are dropped, read or written. */
enum {
    HV_BEACON_BOARD_CONNECTED = 1,
    HV_BEACON_PRIMARY = 2,
    HV_BEACON_MOVING = 4,
    HV_BEACON_UNPROTECTED = 8,
    HV_BEACON_STOP_PRESSED = 16,
    HV_BEACON_GOVERNED = 32
};

/* Bits of `faults`; the last two exist in BEACON only. Unknown bits are dropped, read or written. */
enum {
    HV_FAULT_BATTERY_LOW = 1,
    HV_FAULT_MOTOR_DRIVER = 2,
    HV_FAULT_BOARD_RESTARTED = 4,
    HV_FAULT_SERIAL_UNHEALTHY = 8
};

typedef struct hv_drive {
    hv_pair term;
    uint32_t sequence;
    uint32_t echo_ms;
    uint16_t ttl_ms;
    uint16_t input_age_ms;
    int16_t left_permille;
    int16_t right_permille;
} hv_drive;

typedef struct hv_ack {
    uint8_t reason; /* an hv_reason */
    hv_pair term;
    uint32_t sequence;
    uint32_t stamp_ms;
    uint16_t age_ms;
    uint16_t cap_permille;
    int16_t left_permille;
    int16_t right_permille;
} hv_ack;

typedef struct hv_stop {
    uint8_t cause; /* an hv_stop_cause */
    uint8_t authority;
    uint64_t stop_id;
    uint64_t origin;
    hv_pair latch;
} hv_stop;

typedef struct hv_stopped {
    uint8_t state;      /* an hv_stopped_state */
    uint8_t latch_kind; /* an hv_latch_kind */
    uint64_t stop_id;
    hv_pair latch;
    uint32_t stamp_ms;
    uint16_t elapsed_ms;
} hv_stopped;

typedef struct hv_beacon {
    uint8_t flags;      /* HV_BEACON_... */
    uint8_t latch_kind; /* an hv_latch_kind */
    uint32_t boot;
    uint32_t term_counter;
    uint32_t latch_counter;
    uint32_t route_counter;
    uint32_t stamp_ms;
    uint64_t holder;
    uint32_t lease_remaining_ms;
    uint16_t battery_mv;
    uint8_t battery_percent;
    uint8_t faults;
    int16_t left_permille;
    int16_t right_permille;
    uint16_t cap_permille;
    uint16_t loop_age_ms;
    uint32_t last_sequence;
} hv_beacon;

typedef struct hv_board {
    bool stopped;
    bool failsafe;
    bool ramping;
    uint8_t faults;
    uint32_t start_id;
    uint32_t stamp_ms;
    hv_pair term;
    uint32_t sequence;
    hv_pair latch;
    int16_t left_permille;
    int16_t right_permille;
    uint16_t battery_mv;
    uint8_t battery_percent;
    uint8_t last_reason; /* an hv_reason */
    uint16_t rejected;
} hv_board;

typedef struct hv_ping {
    uint32_t id;
    uint32_t sender_ms;
} hv_ping;

typedef struct hv_pong {
    bool stamp_valid;
    uint32_t id;
    uint32_t sender_ms;
    uint32_t stamp_ms;
} hv_pong;

/* `type` says which member of the union is valid. */
typedef struct hv_message {
    hv_type type;
    union {
        hv_drive drive;
        hv_ack ack;
        hv_stop stop;
        hv_stopped stopped;
        hv_beacon beacon;
        hv_board board;
        hv_ping ping;
        hv_pong pong;
    };
} hv_message;

/*
 * Reads one message of exactly `length` bytes. `bytes` may be NULL when `length` is 0. Returns, judged in this order:
 *   HV_REASON_MALFORMED     fewer than 2 bytes, another version, or (after the type) another length
 *   HV_REASON_UNKNOWN_TYPE  a type that is not in section 3
 *   HV_REASON_OUT_OF_RANGE  a field outside its range
 *   HV_REASON_ACCEPTED      `*message` is filled
 * On every other return `*message` is unchanged.
 */
hv_reason hv_decode(const uint8_t *bytes, size_t length, hv_message *message);

/*
 * Writes a message and its length. Returns:
 *   HV_REASON_UNKNOWN_TYPE  `type` is not in section 3
 *   HV_REASON_OUT_OF_RANGE  a field outside its range: a receiver would refuse it, so it is not sent
 *   HV_REASON_ACCEPTED      `bytes[0 .. *length - 1]` are filled
 * On every other return `bytes` and `*length` are unchanged.
 */
hv_reason hv_encode(const hv_message *message, uint8_t bytes[HV_MESSAGE_MAX_BYTES], size_t *length);

/* The exact size of a type's messages in bytes, 0 for an unknown type. */
size_t hv_message_bytes(unsigned type);

/* The name of section 4 ("sequence_old"), "unknown" for a number outside it. Static storage. */
const char *hv_reason_name(unsigned reason);

/* The name of section 3.3's cause ("robot_start"), "unknown" for a number outside it. Static storage. */
const char *hv_stop_cause_name(unsigned cause);

#endif
