#include "driver.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "havatar_wire.h"
#include "json_field.h"

/* A held key: the same setpoint for a while, then another. */
enum { TEXT_BYTES = 512, WORD_BYTES = 32, HELD_FOR = 25, TTL_MS = 800, STEP_PERMILLE = 100, STEPS = 8 };

void driver_start(driver *self, const driver_part *part)
{
    memset(&self->answers, 0, sizeof self->answers);
    self->robot_id = part->robot_id;
    self->tally = part->tally;
    self->only_watches = part->only_watches;
    self->holder = part->holder;
    self->term = (hv_pair){0, 0};
    self->sequence = 0;
    self->has_stamp = false;
    self->is_selected = part->holder != 0U; /* the forwarder knows no selection */
    self->drives = false;
    self->beacons_read = 0;
    self->acks_read = 0;
    snprintf(self->instance, sizeof self->instance, "%016" PRIx64 "%016" PRIx64, part->instance[0], part->instance[1]);
}

bool driver_is_ready(const driver *self)
{
    return self->has_stamp && (self->only_watches ? self->is_selected : self->drives);
}

static void say_hello(driver *self)
{
    char text[TEXT_BYTES];
    snprintf(text, sizeof text,
             "{\"type\":\"hello\",\"versions\":[%u],\"features\":[],\"instance\":\"%s\",\"software\":\"havatar-bench\"}",
             HV_VERSION, self->instance);
    endpoint_put_text(&self->peer.link, text);
}

static void select_robot(driver *self)
{
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, "{\"type\":\"select_robot\",\"robot_id\":\"%s\"}", self->robot_id);
    endpoint_put_text(&self->peer.link, text);
}

static void take_register(driver *self, hv_pair term, uint64_t holder)
{
    self->drives = holder != 0U && holder == self->holder;
    self->term = term;
}

static void take_lease(driver *self, const char *json)
{
    uint64_t holder = 0;
    hv_pair term = {0, 0};
    if (!json_pair(json, "term", &term)) {
        peer_fail(&self->peer, "a lease without a term: %.100s", json);
        return;
    }
    json_hex64(json, "holder", &holder); /* null: free */
    take_register(self, term, holder);
    if (holder == 0U && !self->only_watches) {
        endpoint_put_text(&self->peer.link, "{\"type\":\"take_lease\"}");
    }
}

static void take_text(driver *self, const char *json)
{
    char type[WORD_BYTES] = "";
    json_text(json, "type", type, sizeof type);
    if (strcmp(type, "lease") == 0) {
        take_lease(self, json);
    } else if (strcmp(type, "welcome") == 0) {
        json_hex64(json, "holder", &self->holder);
        self->peer.phase = PEER_OPEN;
        select_robot(self);
    } else if (strcmp(type, "robot_selected") == 0) {
        self->is_selected = json_is_true(json, "online");
        if (!self->is_selected) {
            peer_fail(&self->peer, "robot %s is not online", self->robot_id);
        }
    } else if (strcmp(type, "error") == 0 || strcmp(type, "refused") == 0 || strcmp(type, "going_away") == 0) {
        peer_fail(&self->peer, "the driver of %s was told: %.100s", self->robot_id, json);
    }
}

static void take_stamp(driver *self, uint32_t stamp_ms)
{
    if (!self->has_stamp || hv_stamp_after(stamp_ms, self->stamp_ms)) {
        self->stamp_ms = stamp_ms;
        self->has_stamp = true;
    }
}

static void take_hot(driver *self, const hv_message *hot, uint64_t now_ns)
{
    if (hot->type == HV_TYPE_ACK) {
        self->acks_read++;
        if (hot->ack.reason == HV_REASON_ACCEPTED) {
            take_stamp(self, hot->ack.stamp_ms); /* a node's refusal has none */
        }
        tally_answered(self->tally, &self->answers, &hot->ack, now_ns);
    } else if (hot->type == HV_TYPE_BEACON) {
        self->beacons_read++;
        take_stamp(self, hot->beacon.stamp_ms);
        take_register(self, (hv_pair){hot->beacon.boot, hot->beacon.term_counter}, hot->beacon.holder);
    }
}

void driver_read(driver *self, peer_message *scratch)
{
    if (self->peer.phase == PEER_UPGRADING && peer_upgraded(&self->peer)) {
        say_hello(self);
    }
    if (self->peer.phase >= PEER_GREETING) {
        const uint64_t now_ns = self->peer.link.read_ns;
        peer_news news = PEER_NOTHING;
        while ((news = peer_next(&self->peer, NULL, scratch)) != PEER_NOTHING) {
            if (news == PEER_TEXT) {
                take_text(self, scratch->text);
            } else {
                take_hot(self, &scratch->hot, now_ns);
            }
        }
    }
    endpoint_flush(&self->peer.link);
}

void driver_drive(driver *self, uint64_t intended_ns)
{
    const uint32_t sequence = ++self->sequence;
    const int16_t permille = (int16_t)(STEP_PERMILLE * (int)(sequence / HELD_FOR % STEPS + 1U));
    const hv_message drive = {
        .type = HV_TYPE_DRIVE,
        .drive = {.term = self->term,
                  .sequence = sequence,
                  .echo_ms = self->stamp_ms,
                  .ttl_ms = TTL_MS,
                  .left_permille = permille,
                  .right_permille = permille},
    };
    peer_put(&self->peer, &drive);
    tally_sent(self->tally, &self->answers, sequence, intended_ns, clock_ns());
    endpoint_flush(&self->peer.link);
}
