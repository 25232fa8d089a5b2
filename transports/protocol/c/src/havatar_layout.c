#include "havatar_layout.h"

#include "havatar_bytes.h"

/* Offsets are the "at" columns of PROTOCOL.md section 3. */
enum {
    DRIVE_TERM = 4, DRIVE_SEQUENCE = 12, DRIVE_ECHO = 16, DRIVE_TTL = 20, DRIVE_INPUT_AGE = 22, DRIVE_LEFT = 24,
    DRIVE_RIGHT = 26
};
enum {
    ACK_REASON = 3, ACK_TERM = 4, ACK_SEQUENCE = 12, ACK_STAMP = 16, ACK_AGE = 20, ACK_CAP = 22, ACK_LEFT = 24,
    ACK_RIGHT = 26
};
enum { STOP_CAUSE = 2, STOP_AUTHORITY = 3, STOP_ID = 4, STOP_ORIGIN = 12, STOP_LATCH = 20 };
enum {
    STOPPED_STATE = 2, STOPPED_LATCH_KIND = 3, STOPPED_ID = 4, STOPPED_LATCH = 12, STOPPED_STAMP = 20,
    STOPPED_ELAPSED = 24
};
enum {
    BEACON_FLAGS = 2, BEACON_LATCH_KIND = 3, BEACON_BOOT = 4, BEACON_TERM_COUNTER = 8, BEACON_LATCH_COUNTER = 12,
    BEACON_ROUTE_COUNTER = 16, BEACON_STAMP = 20, BEACON_HOLDER = 24, BEACON_LEASE_REMAINING = 32,
    BEACON_BATTERY_MV = 36, BEACON_BATTERY_PERCENT = 38, BEACON_FAULTS = 39, BEACON_LEFT = 40, BEACON_RIGHT = 42,
    BEACON_CAP = 44, BEACON_LOOP_AGE = 46, BEACON_LAST_SEQUENCE = 48
};
enum {
    BOARD_FLAGS = 2, BOARD_FAULTS = 3, BOARD_START_ID = 4, BOARD_STAMP = 8, BOARD_TERM = 12, BOARD_SEQUENCE = 20,
    BOARD_LATCH = 24, BOARD_LEFT = 32, BOARD_RIGHT = 34, BOARD_BATTERY_MV = 36, BOARD_BATTERY_PERCENT = 38,
    BOARD_LAST_REASON = 39, BOARD_REJECTED = 40
};
enum { PING_ID = 4, PING_SENDER = 8, PONG_FLAGS = 2, PONG_ID = 4, PONG_SENDER = 8, PONG_STAMP = 12 };
enum { BEACON_FAULTS_KNOWN = 15, BEACON_FLAGS_KNOWN = 63, BOARD_FAULTS_KNOWN = 3 };

static void get_drive(const uint8_t *b, hv_drive *m)
{
    m->term = get_pair(b + DRIVE_TERM);
    m->sequence = get_u32(b + DRIVE_SEQUENCE);
    m->echo_ms = get_u32(b + DRIVE_ECHO);
    m->ttl_ms = get_u16(b + DRIVE_TTL);
    m->input_age_ms = get_u16(b + DRIVE_INPUT_AGE);
    m->left_permille = get_i16(b + DRIVE_LEFT);
    m->right_permille = get_i16(b + DRIVE_RIGHT);
}

static void put_drive(uint8_t *b, const hv_drive *m)
{
    put_pair(b + DRIVE_TERM, m->term);
    put_u32(b + DRIVE_SEQUENCE, m->sequence);
    put_u32(b + DRIVE_ECHO, m->echo_ms);
    put_u16(b + DRIVE_TTL, m->ttl_ms);
    put_u16(b + DRIVE_INPUT_AGE, m->input_age_ms);
    put_i16(b + DRIVE_LEFT, m->left_permille);
    put_i16(b + DRIVE_RIGHT, m->right_permille);
}

static void get_ack(const uint8_t *b, hv_ack *m)
{
    m->reason = b[ACK_REASON];
    m->term = get_pair(b + ACK_TERM);
    m->sequence = get_u32(b + ACK_SEQUENCE);
    m->stamp_ms = get_u32(b + ACK_STAMP);
    m->age_ms = get_u16(b + ACK_AGE);
    m->cap_permille = get_u16(b + ACK_CAP);
    m->left_permille = get_i16(b + ACK_LEFT);
    m->right_permille = get_i16(b + ACK_RIGHT);
}

static void put_ack(uint8_t *b, const hv_ack *m)
{
    b[ACK_REASON] = m->reason;
    put_pair(b + ACK_TERM, m->term);
    put_u32(b + ACK_SEQUENCE, m->sequence);
    put_u32(b + ACK_STAMP, m->stamp_ms);
    put_u16(b + ACK_AGE, m->age_ms);
    put_u16(b + ACK_CAP, m->cap_permille);
    put_i16(b + ACK_LEFT, m->left_permille);
    put_i16(b + ACK_RIGHT, m->right_permille);
}

static void get_stop(const uint8_t *b, hv_stop *m)
{
    m->cause = b[STOP_CAUSE];
    m->authority = b[STOP_AUTHORITY];
    m->stop_id = get_u64(b + STOP_ID);
    m->origin = get_u64(b + STOP_ORIGIN);
    m->latch = get_pair(b + STOP_LATCH);
}

static void put_stop(uint8_t *b, const hv_stop *m)
{
    b[STOP_CAUSE] = m->cause;
    b[STOP_AUTHORITY] = m->authority;
    put_u64(b + STOP_ID, m->stop_id);
    put_u64(b + STOP_ORIGIN, m->origin);
    put_pair(b + STOP_LATCH, m->latch);
}

static void get_stopped(const uint8_t *b, hv_stopped *m)
{
    m->state = b[STOPPED_STATE];
    m->latch_kind = b[STOPPED_LATCH_KIND];
    m->stop_id = get_u64(b + STOPPED_ID);
    m->latch = get_pair(b + STOPPED_LATCH);
    m->stamp_ms = get_u32(b + STOPPED_STAMP);
    m->elapsed_ms = get_u16(b + STOPPED_ELAPSED);
}

static void put_stopped(uint8_t *b, const hv_stopped *m)
{
    b[STOPPED_STATE] = m->state;
    b[STOPPED_LATCH_KIND] = m->latch_kind;
    put_u64(b + STOPPED_ID, m->stop_id);
    put_pair(b + STOPPED_LATCH, m->latch);
    put_u32(b + STOPPED_STAMP, m->stamp_ms);
    put_u16(b + STOPPED_ELAPSED, m->elapsed_ms);
}

static void get_beacon(const uint8_t *b, hv_beacon *m)
{
    m->flags = b[BEACON_FLAGS] & BEACON_FLAGS_KNOWN;
    m->latch_kind = b[BEACON_LATCH_KIND];
    m->boot = get_u32(b + BEACON_BOOT);
    m->term_counter = get_u32(b + BEACON_TERM_COUNTER);
    m->latch_counter = get_u32(b + BEACON_LATCH_COUNTER);
    m->route_counter = get_u32(b + BEACON_ROUTE_COUNTER);
    m->stamp_ms = get_u32(b + BEACON_STAMP);
    m->holder = get_u64(b + BEACON_HOLDER);
    m->lease_remaining_ms = get_u32(b + BEACON_LEASE_REMAINING);
    m->battery_mv = get_u16(b + BEACON_BATTERY_MV);
    m->battery_percent = b[BEACON_BATTERY_PERCENT];
    m->faults = b[BEACON_FAULTS] & BEACON_FAULTS_KNOWN;
    m->left_permille = get_i16(b + BEACON_LEFT);
    m->right_permille = get_i16(b + BEACON_RIGHT);
    m->cap_permille = get_u16(b + BEACON_CAP);
    m->loop_age_ms = get_u16(b + BEACON_LOOP_AGE);
    m->last_sequence = get_u32(b + BEACON_LAST_SEQUENCE);
}

static void put_beacon(uint8_t *b, const hv_beacon *m)
{
    b[BEACON_FLAGS] = m->flags & BEACON_FLAGS_KNOWN;
    b[BEACON_LATCH_KIND] = m->latch_kind;
    put_u32(b + BEACON_BOOT, m->boot);
    put_u32(b + BEACON_TERM_COUNTER, m->term_counter);
    put_u32(b + BEACON_LATCH_COUNTER, m->latch_counter);
    put_u32(b + BEACON_ROUTE_COUNTER, m->route_counter);
    put_u32(b + BEACON_STAMP, m->stamp_ms);
    put_u64(b + BEACON_HOLDER, m->holder);
    put_u32(b + BEACON_LEASE_REMAINING, m->lease_remaining_ms);
    put_u16(b + BEACON_BATTERY_MV, m->battery_mv);
    b[BEACON_BATTERY_PERCENT] = m->battery_percent;
    b[BEACON_FAULTS] = m->faults & BEACON_FAULTS_KNOWN;
    put_i16(b + BEACON_LEFT, m->left_permille);
    put_i16(b + BEACON_RIGHT, m->right_permille);
    put_u16(b + BEACON_CAP, m->cap_permille);
    put_u16(b + BEACON_LOOP_AGE, m->loop_age_ms);
    put_u32(b + BEACON_LAST_SEQUENCE, m->last_sequence);
}

static void get_board(const uint8_t *b, hv_board *m)
{
    m->stopped = flag(b + BOARD_FLAGS, 1U);
    m->failsafe = flag(b + BOARD_FLAGS, 2U);
    m->ramping = flag(b + BOARD_FLAGS, 4U);
    m->faults = b[BOARD_FAULTS] & BOARD_FAULTS_KNOWN;
    m->start_id = get_u32(b + BOARD_START_ID);
    m->stamp_ms = get_u32(b + BOARD_STAMP);
    m->term = get_pair(b + BOARD_TERM);
    m->sequence = get_u32(b + BOARD_SEQUENCE);
    m->latch = get_pair(b + BOARD_LATCH);
    m->left_permille = get_i16(b + BOARD_LEFT);
    m->right_permille = get_i16(b + BOARD_RIGHT);
    m->battery_mv = get_u16(b + BOARD_BATTERY_MV);
    m->battery_percent = b[BOARD_BATTERY_PERCENT];
    m->last_reason = b[BOARD_LAST_REASON];
    m->rejected = get_u16(b + BOARD_REJECTED);
}

static void put_board(uint8_t *b, const hv_board *m)
{
    b[BOARD_FLAGS] = flags(m->stopped, m->failsafe, m->ramping);
    b[BOARD_FAULTS] = m->faults & BOARD_FAULTS_KNOWN;
    put_u32(b + BOARD_START_ID, m->start_id);
    put_u32(b + BOARD_STAMP, m->stamp_ms);
    put_pair(b + BOARD_TERM, m->term);
    put_u32(b + BOARD_SEQUENCE, m->sequence);
    put_pair(b + BOARD_LATCH, m->latch);
    put_i16(b + BOARD_LEFT, m->left_permille);
    put_i16(b + BOARD_RIGHT, m->right_permille);
    put_u16(b + BOARD_BATTERY_MV, m->battery_mv);
    b[BOARD_BATTERY_PERCENT] = m->battery_percent;
    b[BOARD_LAST_REASON] = m->last_reason;
    put_u16(b + BOARD_REJECTED, m->rejected);
}

static void get_ping(const uint8_t *b, hv_ping *m)
{
    m->id = get_u32(b + PING_ID);
    m->sender_ms = get_u32(b + PING_SENDER);
}

static void put_ping(uint8_t *b, const hv_ping *m)
{
    put_u32(b + PING_ID, m->id);
    put_u32(b + PING_SENDER, m->sender_ms);
}

static void get_pong(const uint8_t *b, hv_pong *m)
{
    m->stamp_valid = flag(b + PONG_FLAGS, 1U);
    m->id = get_u32(b + PONG_ID);
    m->sender_ms = get_u32(b + PONG_SENDER);
    m->stamp_ms = get_u32(b + PONG_STAMP);
}

static void put_pong(uint8_t *b, const hv_pong *m)
{
    b[PONG_FLAGS] = flags(m->stamp_valid, false, false);
    put_u32(b + PONG_ID, m->id);
    put_u32(b + PONG_SENDER, m->sender_ms);
    put_u32(b + PONG_STAMP, m->stamp_ms);
}

void hv_layout_read(const uint8_t *bytes, hv_message *message)
{
    switch (message->type) {
    case HV_TYPE_DRIVE: get_drive(bytes, &message->drive); break;
    case HV_TYPE_ACK: get_ack(bytes, &message->ack); break;
    case HV_TYPE_STOP: get_stop(bytes, &message->stop); break;
    case HV_TYPE_STOPPED: get_stopped(bytes, &message->stopped); break;
    case HV_TYPE_BEACON: get_beacon(bytes, &message->beacon); break;
    case HV_TYPE_BOARD: get_board(bytes, &message->board); break;
    case HV_TYPE_PING: get_ping(bytes, &message->ping); break;
    case HV_TYPE_PONG: get_pong(bytes, &message->pong); break;
    }
}

void hv_layout_write(const hv_message *message, uint8_t *bytes)
{
    switch (message->type) {
    case HV_TYPE_DRIVE: put_drive(bytes, &message->drive); break;
    case HV_TYPE_ACK: put_ack(bytes, &message->ack); break;
    case HV_TYPE_STOP: put_stop(bytes, &message->stop); break;
    case HV_TYPE_STOPPED: put_stopped(bytes, &message->stopped); break;
    case HV_TYPE_BEACON: put_beacon(bytes, &message->beacon); break;
    case HV_TYPE_BOARD: put_board(bytes, &message->board); break;
    case HV_TYPE_PING: put_ping(bytes, &message->ping); break;
    case HV_TYPE_PONG: put_pong(bytes, &message->pong); break;
    }
}
