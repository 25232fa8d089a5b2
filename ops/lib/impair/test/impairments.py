"""Each impairment by itself: what was asked, and what a capture saw."""

import math
import struct
import time

from link import ALL_PPM, Draws, Link, checksums_are_right
from trains import MS, PORT, SEED, adds_up, arrivals, equal, numbers, send_train, within

HEADERS = 28  # of IPv4 and UDP
QUICKEST_MS = 50  # above what was planned, at least a tenth of the packets; an idle machine needs 1

def loss_case(words, chances, share, burst):
    """`share` and `burst` as asked, within what 4000 packets allow; which ones, exactly."""
    count = 4000
    link = Link(SEED)
    sink, capture = link.udp(link.far, PORT), link.capture(link.far)
    link.tell(f"up {words}")
    _, packets, counters = arrivals(link, capture, count)
    got = numbers(packets)
    lost = sorted(set(range(count)) - set(got))
    equal(lost, Draws(SEED).lost(count, *chances), "the lost ones")
    equal(got, sorted(got), "the others are in order")
    equal(counters["lost"], len(lost), "counted as lost")
    within(len(lost) / count, share * 0.7, share * 1.3, "share")
    bursts = sum(1 for number in lost if number - 1 not in lost)
    within(len(lost) / bursts, burst * 0.8, burst * 1.2, "mean length of a burst")
    back, seen = link.udp(link.near, PORT), link.capture(link.near)
    send_train(link, 300, "down")
    equal(numbers(seen.packets(300)), list(range(300)), "nothing is lost on the way back")
    sink.close()
    back.close()
    link.close()


def loss():
    loss_case("loss 10%", (0, ALL_PPM, ALL_PPM, 100_000), 0.1, 1 / 0.9)


def loss_in_bursts():
    loss_case("loss 8% burst 5", (round(0.08 / 0.92 / 5 * ALL_PPM), 200_000, ALL_PPM, 0), 0.08, 5)


def gilbert_elliott():
    # Bad for 1 / 11 of the time, where half is lost, and 1 % of the rest.
    loss_case("gilbert 2% 20% 50% 1%", (20_000, 200_000, 500_000, 10_000), 0.0545, 1.6)


def delay_and_jitter():
    count, delay_ms, jitter_ms = 600, 40, 10
    link = Link(SEED)
    sink, capture = link.udp(link.far, PORT), link.capture(link.far)
    link.tell(f"up delay {delay_ms}ms jitter {jitter_ms}ms")
    sent, packets, counters = arrivals(link, capture, count)
    equal(numbers(packets), list(range(count)), "all, in order")
    draws = Draws(SEED)
    late_ms, above_mean, due_ns = [], 0, 0
    for number, (at_ns, _) in enumerate(packets):
        share = ((draws.bits(number, 2) >> 11) + 1) / 2**53
        added = jitter_ms * min(-math.log(share), 10)
        planned_ns = sent[number] + int((delay_ms + added) * MS)
        assert at_ns >= planned_ns - 1000, f"packet {number} came {(planned_ns - at_ns) / MS} ms early"
        due_ns = max(due_ns, planned_ns)  # nobody overtakes
        late_ms.append((at_ns - due_ns) / MS)
        above_mean += added > jitter_ms
    within(above_mean / count, 0.31, 0.43, "share above the mean of an exponential jitter (1 / e)")
    within(sorted(late_ms)[count // 10], 0, QUICKEST_MS, "how much later than planned")
    most_ms = delay_ms + 10 * jitter_ms
    within(counters["largest_delay_us"] - counters["largest_lateness_us"], 0, most_ms * 1000, "largest planned delay, us")
    back, seen = link.udp(link.near, PORT), link.capture(link.near)
    sent = send_train(link, 100, "down")
    quickest_ms = min((at - began) / MS for (at, _), began in zip(seen.packets(100), sent))
    within(quickest_ms, 0, delay_ms, "the way back isn't delayed, ms")
    sink.close()
    back.close()
    link.close()


def reorder():
    count, hold_ms = 600, 1000
    link = Link(SEED)
    sink, capture = link.udp(link.far, PORT), link.capture(link.far)
    link.tell(f"up reorder 10% by {hold_ms}ms")
    sent, packets, counters = arrivals(link, capture, count)
    got = numbers(packets)
    equal(sorted(got), list(range(count)), "all arrive once")
    draws = Draws(SEED)
    held = {number for number in range(count) if draws.hits(number, 3, 100_000)}
    overtaken, highest = set(), -1
    for (at_ns, _), number in zip(packets, got):
        if number < highest:
            overtaken.add(number)
        if number in held:
            assert at_ns >= sent[number] + hold_ms * MS - 1000, f"packet {number} was not held"
        highest = max(highest, number)
    assert overtaken <= held, f"overtaken without being held: {sorted(overtaken - held)}"
    within(len(overtaken), len(held) // 2, len(held), "held and overtaken")
    equal(counters["reordered"], len(overtaken), "counted as reordered")
    sink.close()
    link.close()


def duplicates():
    count = 1000
    link = Link(SEED)
    sink, capture = link.udp(link.far, PORT), link.capture(link.far)
    link.tell("up duplicate 15%")
    _, packets, counters = arrivals(link, capture, count)
    draws = Draws(SEED)
    copied = {number for number in range(count) if draws.hits(number, 4, 150_000)}
    expected = [number for number in range(count) for _ in range(2 if number in copied else 1)]
    equal(numbers(packets), expected, "these twice, one after the other")
    equal(counters["duplicated"], len(copied), "counted as duplicated")
    assert all(checksums_are_right(frame) for _, frame in packets), "whole copies"
    sink.close()
    link.close()


def rate_and_queue():
    count, size, rate_bit_s, queue_ms = 400, 1000, 4_000_000, 50
    takes_ns = size * 8 * 10**9 // rate_bit_s
    link = Link(SEED)
    sink, capture = link.udp(link.far, PORT), link.capture(link.far)
    link.tell(f"up rate {rate_bit_s // 10**6}mbit queue {queue_ms}ms")
    sent, packets, counters = arrivals(link, capture, count, size=size - HEADERS)
    got = numbers(packets)
    equal(got, sorted(got), "in order")
    assert counters["dropped_by_queue"] > 0, "faster than the line, something has to go"
    equal(len(got) + counters["dropped_by_queue"], count, "delivered and dropped")
    equal(got[: queue_ms * MS // takes_ns], list(range(queue_ms * MS // takes_ns)), "the first fill the queue")
    for place, (at_ns, _) in enumerate(packets):
        assert at_ns >= sent[0] + (place + 1) * takes_ns - 1000, f"packet {place} came sooner than the line carries"
    planned_us = counters["largest_delay_us"] - counters["largest_lateness_us"]
    within(planned_us, 0, queue_ms * 1000 + takes_ns // 1000, "longest planned wait, us")
    dropped = counters["dropped_by_queue"]
    with link.udp(link.near) as source:
        for extra in range(20):  # slower than the line: each when the last has come
            source.sendto(struct.pack("!Q", count + extra).ljust(size - HEADERS, b"."), (link.far_ip, PORT))
            capture.packets(len(got) + extra + 1)
    equal(link.counters("up")["dropped_by_queue"], dropped, "then nothing is dropped")
    sink.close()
    link.close()


def black_outs():
    every_ms, lasts_ms, count = 400, 150, 1200
    link = Link(SEED)
    sink, capture = link.udp(link.far, PORT), link.capture(link.far)
    begins_ns = link.tell(f"up black-out {lasts_ms}ms every {every_ms}ms")["at_ns"]
    sent = []
    with link.udp(link.near) as source:
        while time.monotonic_ns() < begins_ns + 2.6 * every_ms * MS or len(sent) < count:
            sent.append(time.monotonic_ns())
            source.sendto(struct.pack("!Q", len(sent) - 1), (link.far_ip, PORT))
            time.sleep(0.0008)
    counters = link.settled("up", len(sent))
    adds_up(counters)
    packets = capture.packets(counters["delivered"])
    came = dict(zip(numbers(packets), (at for at, _ in packets)))
    equal(counters["blacked_out"], len(sent) - len(came), "counted as blacked out")

    def phase_ms(at_ns):
        return (at_ns - begins_ns) / MS % every_ms

    # The link saw packet n after it was sent, and before it or a later one arrived.
    heard_by, sure_lost, sure_there = time.monotonic_ns(), 0, 0
    for number in reversed(range(len(sent))):
        heard_by = min(heard_by, came.get(number, heard_by))
        took_ms = (heard_by - sent[number]) / MS
        began = phase_ms(sent[number])
        if began + took_ms < lasts_ms:
            assert number not in came, f"packet {number} passed in a black-out, {began} ms after its beginning"
            sure_lost += 1
        elif began >= lasts_ms and began + took_ms < every_ms:
            assert number in came, f"packet {number} was lost between black-outs, {began} ms after the last began"
            sure_there += 1
    assert counters["blacked_out"] > 0 and len(came) > 0, f"{counters}"
    print(f"{sure_lost} surely in a black-out, {sure_there} surely outside, {len(sent)} sent")
    sink.close()
    link.close()


def one_way_cuts():
    link = Link(SEED)
    near, far = link.capture(link.near), link.capture(link.far)
    source, server = link.udp(link.near), link.udp(link.far, PORT)
    asked = answered = 0

    def ask(count, arrives, comes_back):
        nonlocal asked, answered
        for _ in range(count):
            source.sendto(b"ask", (link.far_ip, PORT))
        if arrives:
            for _ in range(count):
                server.sendto(b"answer", server.recvfrom(64)[1])
            asked += count
            answered += count if comes_back else 0
        up = link.settled("up", sum(up_sent) + count)
        up_sent.append(count)
        down = link.settled("down", asked)
        adds_up(up)
        adds_up(down)
        equal(len(far.packets(asked)), asked, "arrived")
        equal(len(near.packets(answered)), answered, "came back")
        return up["cut"], down["cut"]

    up_sent = [0]
    link.tell("up cut")
    equal(ask(10, False, False), (10, 0), "cut up: nothing arrives")
    link.tell("up heal")
    equal(ask(10, True, True), (10, 0), "healed")
    link.tell("down cut")
    equal(ask(10, True, False), (10, 10), "cut down: it arrives, and nothing comes back")
    link.tell("down heal")
    equal(ask(10, True, True), (10, 10), "healed")
    source.close()
    server.close()
    link.close()


CASES = [
    loss,
    loss_in_bursts,
    gilbert_elliott,
    delay_and_jitter,
    reorder,
    duplicates,
    rate_and_queue,
    black_outs,
    one_way_cuts,
]
