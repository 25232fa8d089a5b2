"""Trains of numbered packets over a link, and what is said when something is not as it should be."""

import struct
import time

from link import payload, wait_until

SEED = 7
MS = 1_000_000
PORT = 4433
CHUNK = 200  # far below what a device's queue holds

def send_train(link, count, way="up", size=64, first=0):
    """Numbered packets, in portions that the link has taken before the next; the time just before each was sent, ns."""
    near, far = (link.near, link.far) if way == "up" else (link.far, link.near)
    with link.udp(near) as source:
        sent = []
        for start in range(0, count, CHUNK):
            for number in range(start, min(count, start + CHUNK)):
                sent.append(time.monotonic_ns())
                source.sendto(struct.pack("!Q", number).ljust(size, b"."), (link.address(far), PORT))
            wait_until(
                "all taken", lambda: link.counters(way)["packets"] >= first + min(count, start + CHUNK)
            )
    return sent


def numbers(packets):
    return [struct.unpack_from("!Q", payload(frame))[0] for _, frame in packets]


def equal(found, expected, what):
    assert found == expected, f"{what}: found {found}, expected {expected}"


def within(value, least, most, what):
    assert least <= value <= most, f"{what}: {value} is not from {least} to {most}"


def adds_up(counters):
    gone = ("delivered", "lost", "cut", "blacked_out", "dropped_by_queue", "unmapped", "undeliverable", "queued")
    equal(sum(counters[name] for name in gone), counters["packets"] + counters["duplicated"], "every packet has one fate")


def arrivals(link, capture, count, **train):
    """Sends up; (times of sending, captured packets, counters) when all are through."""
    sent = send_train(link, count, **train)
    counters = link.settled("up", count)
    equal(counters["packets"], count, "packets that entered")
    adds_up(counters)
    return sent, capture.packets(counters["delivered"]), counters
