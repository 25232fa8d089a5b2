#include "havatar_wire.h"

#include <string.h>

#include "havatar_layout.h"

enum { AT_VERSION = 0, AT_TYPE = 1, HEADER_BYTES = 2 };

static const char *const REASON_NAMES[HV_REASON_COUNT] = {
    [HV_REASON_ACCEPTED] = "accepted",
    [HV_REASON_MALFORMED] = "malformed",
    [HV_REASON_UNKNOWN_TYPE] = "unknown_type",
    [HV_REASON_OUT_OF_RANGE] = "out_of_range",
    [HV_REASON_TERM_OLD] = "term_old",
    [HV_REASON_TERM_UNKNOWN] = "term_unknown",
    [HV_REASON_NOT_HOLDER] = "not_holder",
    [HV_REASON_SEQUENCE_OLD] = "sequence_old",
    [HV_REASON_STALE] = "stale",
    [HV_REASON_STAMP_FUTURE] = "stamp_future",
    [HV_REASON_LATCHED_STOP] = "latched_stop",
    [HV_REASON_LATCHED_FAILSAFE] = "latched_failsafe",
    [HV_REASON_NO_LEASE] = "no_lease",
    [HV_REASON_WINDOW_FULL] = "window_full",
    [HV_REASON_SUPERSEDED] = "superseded",
    [HV_REASON_NO_ROBOT] = "no_robot",
    [HV_REASON_LINK_FULL] = "link_full",
    [HV_REASON_NOT_PERMITTED] = "not_permitted",
    [HV_REASON_RATE_LIMITED] = "rate_limited",
    [HV_REASON_CRC] = "crc",
    [HV_REASON_FRAMING] = "framing",
    [HV_REASON_WRONG_DIRECTION] = "wrong_direction",
    [HV_REASON_BOARD_SILENT] = "board_silent",
    [HV_REASON_ROBOT_REFUSED] = "robot_refused",
};

static const char *const CAUSE_NAMES[] = {
    [HV_STOP_PERSON] = "person",           [HV_STOP_LAPSE] = "lapse",       [HV_STOP_FAILSAFE] = "failsafe",
    [HV_STOP_ROBOT_START] = "robot_start", [HV_STOP_SHUTDOWN] = "shutdown", [HV_STOP_LEASE_ENDED] = "lease_ended",
};

static const uint8_t MESSAGE_BYTES[] = {
    [HV_TYPE_DRIVE] = 28,  [HV_TYPE_ACK] = 28,   [HV_TYPE_STOP] = 28, [HV_TYPE_STOPPED] = 28,
    [HV_TYPE_BEACON] = 52, [HV_TYPE_BOARD] = 44, [HV_TYPE_PING] = 12, [HV_TYPE_PONG] = 16,
};

static bool permille_in_range(int16_t permille)
{
    return permille >= -HV_PERMILLE_MAX && permille <= HV_PERMILLE_MAX;
}

static bool percent_in_range(uint8_t percent)
{
    return percent <= 100U || percent == HV_BATTERY_PERCENT_UNKNOWN;
}

static bool drive_in_range(const hv_drive *m)
{
    return m->ttl_ms >= 1U && m->ttl_ms <= HV_TTL_MAX_MS && permille_in_range(m->left_permille) &&
           permille_in_range(m->right_permille);
}

static bool ack_in_range(const hv_ack *m)
{
    return m->reason < HV_REASON_COUNT && m->cap_permille <= HV_PERMILLE_MAX && permille_in_range(m->left_permille) &&
           permille_in_range(m->right_permille);
}

static bool stop_in_range(const hv_stop *m)
{
    return m->cause <= HV_STOP_LEASE_ENDED && m->authority <= 1U;
}

static bool stopped_in_range(const hv_stopped *m)
{
    return m->state >= HV_STOPPED_LATCHED && m->state <= HV_STOPPED_ZERO && m->latch_kind <= HV_LATCH_ADMINISTRATOR &&
           m->stop_id != 0U;
}

static bool beacon_in_range(const hv_beacon *m)
{
    return m->latch_kind <= HV_LATCH_ADMINISTRATOR && m->boot != 0U && percent_in_range(m->battery_percent) &&
           permille_in_range(m->left_permille) && permille_in_range(m->right_permille) &&
           m->cap_permille <= HV_PERMILLE_MAX;
}

static bool board_in_range(const hv_board *m)
{
    return m->start_id != 0U && permille_in_range(m->left_permille) && permille_in_range(m->right_permille) &&
           percent_in_range(m->battery_percent) && m->last_reason < HV_REASON_COUNT;
}

static bool in_range(const hv_message *message)
{
    switch (message->type) {
    case HV_TYPE_DRIVE: return drive_in_range(&message->drive);
    case HV_TYPE_ACK: return ack_in_range(&message->ack);
    case HV_TYPE_STOP: return stop_in_range(&message->stop);
    case HV_TYPE_STOPPED: return stopped_in_range(&message->stopped);
    case HV_TYPE_BEACON: return beacon_in_range(&message->beacon);
    case HV_TYPE_BOARD: return board_in_range(&message->board);
    case HV_TYPE_PING:
    case HV_TYPE_PONG: return true;
    }
    return false;
}

size_t hv_message_bytes(unsigned type)
{
    return type < sizeof MESSAGE_BYTES ? MESSAGE_BYTES[type] : 0U;
}

hv_reason hv_decode(const uint8_t *bytes, size_t length, hv_message *message)
{
    if (length < HEADER_BYTES || bytes[AT_VERSION] != HV_VERSION) {
        return HV_REASON_MALFORMED;
    }
    const size_t expected = hv_message_bytes(bytes[AT_TYPE]);
    if (expected == 0U) {
        return HV_REASON_UNKNOWN_TYPE;
    }
    if (length != expected) {
        return HV_REASON_MALFORMED;
    }
    hv_message decoded;
    memset(&decoded, 0, sizeof decoded);
    decoded.type = (hv_type)bytes[AT_TYPE];
    hv_layout_read(bytes, &decoded);
    if (!in_range(&decoded)) {
        return HV_REASON_OUT_OF_RANGE;
    }
    *message = decoded;
    return HV_REASON_ACCEPTED;
}

hv_reason hv_encode(const hv_message *message, uint8_t bytes[HV_MESSAGE_MAX_BYTES], size_t *length)
{
    const size_t size = hv_message_bytes((unsigned)message->type);
    if (size == 0U) {
        return HV_REASON_UNKNOWN_TYPE;
    }
    if (!in_range(message)) {
        return HV_REASON_OUT_OF_RANGE;
    }
    memset(bytes, 0, size);
    bytes[AT_VERSION] = HV_VERSION;
    bytes[AT_TYPE] = (uint8_t)message->type;
    hv_layout_write(message, bytes);
    *length = size;
    return HV_REASON_ACCEPTED;
}

const char *hv_reason_name(unsigned reason)
{
    return reason < HV_REASON_COUNT ? REASON_NAMES[reason] : "unknown";
}

const char *hv_stop_cause_name(unsigned cause)
{
    return cause < sizeof CAUSE_NAMES / sizeof CAUSE_NAMES[0] ? CAUSE_NAMES[cause] : "unknown";
}
