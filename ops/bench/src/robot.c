#include "robot.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "havatar_wire.h"
#include "json_field.h"

enum { TEXT_BYTES = 512, WORD_BYTES = 32, FOREVER_MS = 3600000 };

void robot_start(robot *self, const char *id, uint32_t boot, uint64_t start_id)
{
    self->id = id;
    self->boot = boot;
    self->start_id = start_id;
    self->drives_read = 0;
    robot_register_start(&self->lease, boot);
}

void robot_give_lease(robot *self, uint64_t holder)
{
    self->lease.holder = holder;
    self->lease.until_ms = stamp_of_ns(clock_ns()) + FOREVER_MS;
}

static void say_hello(robot *self)
{
    char text[TEXT_BYTES];
    snprintf(text, sizeof text,
             "{\"type\":\"hello\",\"versions\":[%u],\"features\":[],\"robot_id\":\"%s\",\"boot\":%" PRIu32
             ",\"start_id\":\"%016" PRIx64 "\",\"software\":\"havatar-bench\"}",
             HV_VERSION, self->id, self->boot, self->start_id);
    endpoint_put_text(&self->peer.link, text);
}

static void announce(robot *self, const char *cause, const char *proposal_id, uint32_t now_ms)
{
    char holder[WORD_BYTES] = "null";
    char because[WORD_BYTES] = "null";
    if (self->lease.holder != 0U) {
        snprintf(holder, sizeof holder, "\"%016" PRIx64 "\"", self->lease.holder);
    }
    if (proposal_id != NULL) {
        snprintf(because, sizeof because, "\"%.16s\"", proposal_id);
    }
    char text[TEXT_BYTES];
    snprintf(text, sizeof text,
             "{\"type\":\"lease\",\"term\":[%" PRIu32 ",%" PRIu32 "],\"holder\":%s,\"holder_name\":%s,"
             "\"remaining_ms\":%" PRIu32 ",\"cause\":\"%s\",\"proposal\":%s}",
             self->lease.term.boot, self->lease.term.counter, holder, self->lease.holder == 0U ? "null" : "\"bench\"",
             robot_register_remaining_ms(&self->lease, now_ms), cause, because);
    endpoint_put_text(&self->peer.link, text);
}

static void refuse(robot *self, const char *proposal_id, uint64_t holder, const char *code)
{
    char text[TEXT_BYTES];
    snprintf(text, sizeof text,
             "{\"type\":\"refused\",\"request\":\"propose\",\"proposal\":\"%.16s\",\"holder\":\"%016" PRIx64
             "\",\"code\":\"%s\",\"message\":\"Not now.\"}",
             proposal_id, holder, code);
    endpoint_put_text(&self->peer.link, text);
}

static void take_proposal(robot *self, const char *json, uint32_t now_ms)
{
    char id[WORD_BYTES];
    char action[WORD_BYTES];
    uint64_t duration_ms = 0;
    uint64_t echo_ms = 0;
    proposal asked = {.take = true};
    const bool whole = json_text(json, "proposal", id, sizeof id) && json_text(json, "action", action, sizeof action) &&
                       json_pair(json, "term", &asked.term) && json_hex64(json, "holder", &asked.holder) &&
                       json_number(json, "duration_ms", &duration_ms) && json_number(json, "echo", &echo_ms);
    if (!whole || (strcmp(action, "take") != 0 && strcmp(action, "release") != 0)) {
        peer_fail(&self->peer, "a proposal that is neither take nor release: %.100s", json);
        return;
    }
    asked.take = action[0] == 't';
    asked.duration_ms = (uint32_t)duration_ms;
    asked.echo_ms = (uint32_t)echo_ms;
    const char *const code = robot_register_propose(&self->lease, &asked, now_ms);
    if (code == NULL) {
        announce(self, asked.take ? "taken" : "released", id, now_ms);
    } else {
        refuse(self, id, asked.holder, code);
    }
}

static void take_text(robot *self, const char *json, uint64_t now_ns)
{
    char type[WORD_BYTES] = "";
    json_text(json, "type", type, sizeof type);
    if (strcmp(type, "propose") == 0) {
        take_proposal(self, json, stamp_of_ns(now_ns));
    } else if (strcmp(type, "welcome") == 0) {
        self->peer.phase = PEER_OPEN;
        announce(self, "restart", NULL, stamp_of_ns(now_ns));
        robot_beacon(self, now_ns);
    } else if (strcmp(type, "error") == 0 || strcmp(type, "boot_conflict") == 0 || strcmp(type, "going_away") == 0) {
        peer_fail(&self->peer, "robot %s was told: %.110s", self->id, json);
    }
}

static void take_hot(robot *self, const hv_message *hot, uint32_t now_ms)
{
    if (hot->type != HV_TYPE_DRIVE) {
        return; /* nobody presses stop here */
    }
    self->drives_read++;
    const hv_message answer = {.type = HV_TYPE_ACK, .ack = robot_register_judge(&self->lease, &hot->drive, now_ms)};
    peer_put(&self->peer, &answer);
}

void robot_read(robot *self, peer_message *scratch)
{
    if (self->peer.phase == PEER_UPGRADING && peer_upgraded(&self->peer)) {
        say_hello(self);
    }
    if (self->peer.phase >= PEER_GREETING) {
        const uint64_t now_ns = self->peer.link.read_ns;
        const uint32_t now_ms = stamp_of_ns(now_ns);
        peer_news news = PEER_NOTHING;
        while ((news = peer_next(&self->peer, &now_ms, scratch)) != PEER_NOTHING) {
            if (news == PEER_TEXT) {
                take_text(self, scratch->text, now_ns);
            } else {
                take_hot(self, &scratch->hot, now_ms);
            }
        }
    }
    endpoint_flush(&self->peer.link);
}

void robot_beacon(robot *self, uint64_t now_ns)
{
    const hv_message beacon = {
        .type = HV_TYPE_BEACON, .beacon = robot_register_beacon(&self->lease, stamp_of_ns(now_ns))};
    peer_put(&self->peer, &beacon);
    endpoint_flush(&self->peer.link);
}
