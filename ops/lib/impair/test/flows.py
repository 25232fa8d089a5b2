"""Connections and flows over a link: TCP, rebindings, super-packets, several links, a machine that is too busy."""

import hashlib
import os
import signal
import socket
import struct
import threading

from link import DEADLINE_S, Link, checksums_are_right, in_namespace, payload, wait_until
from trains import PORT, SEED, adds_up, equal, numbers, within

UDP_SEGMENT = 103

def rebinding_of_udp():
    for version in (4, 6):
        link = Link(SEED)
        far = link.capture(link.far)
        source, server = link.udp(link.near, version=version), link.udp(link.far, PORT + version, version)
        there, mine = server.getsockname(), source.getsockname()

        def ask():
            source.sendto(b"ask", there)
            seen = server.recvfrom(64)[1]
            server.sendto(b"answer", seen)
            equal(source.recvfrom(64), (b"answer", there), "answered from the same address")
            return seen[:2]

        equal(ask(), mine[:2], "before, from where it is")
        link.tell("rebind udp")
        first = ask()
        equal(first[0], mine[0], "the address stays")
        assert first[1] >= 61000, f"another port: {first}"
        equal(ask(), first, "and stays so")
        unmapped = link.counters("down")["unmapped"]
        server.sendto(b"late", mine)
        link.settled("down", link.counters("down")["packets"])
        wait_until("the former port is nobody's", lambda: link.counters("down")["unmapped"] == unmapped + 1)
        spare = link.near_ip.rsplit(".", 1)[0] + ".102"
        link.tell(f"rebind udp port {mine[1]} to {spare}")
        second = ask()
        equal(second[0], spare if version == 4 else mine[0], "the address of IPv4 is another")
        assert second[1] not in (first[1], mine[1]), f"another port: {second}"
        source.setblocking(False)
        try:
            raise AssertionError(f"nothing else arrived, but {source.recvfrom(64)}")
        except BlockingIOError:
            pass
        assert all(checksums_are_right(frame) for _, frame in far.packets(4)), "right checksums at the far end"
        source.close()
        server.close()
        link.close()


def super_packets():
    """QUIC hands the kernel several packets as one (UDP_SEGMENT), TCP too: the link carries each by itself."""
    link = Link(SEED)
    sink, capture = link.udp(link.far, PORT), link.capture(link.far)
    size, count = 1200, 20
    with link.udp(link.near) as source:
        source.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, size)
        source.sendto(b"".join(struct.pack("!Q", number).ljust(size, b".") for number in range(count)), (link.far_ip, PORT))
    equal(link.settled("up", count)["packets"], count, "packets")
    packets = capture.packets(count)
    equal(numbers(packets), list(range(count)), "each by itself")
    assert all(len(payload(frame)) == size and checksums_are_right(frame) for _, frame in packets), "whole and right"
    sink.close()
    link.close()


def what_a_busy_machine_drops_is_counted():
    """The link stands still while more is sent than its device keeps."""
    link, count = Link(SEED), 8000
    children = f"/proc/{link.process.pid}/task/{link.process.pid}/children"
    with open(children) as listed:
        [program] = [int(child) for child in listed.read().split() if is_impair(child)]
    os.kill(program, signal.SIGSTOP)
    with link.udp(link.near) as source:
        for number in range(count):
            source.sendto(b"one of many", (link.far_ip, PORT))
    os.kill(program, signal.SIGCONT)
    counters = wait_until(
        "all accounted for",
        lambda: (now := link.counters("up"))["packets"] + now["missed"] == count and now["queued"] == 0 and now,
    )
    adds_up(counters)
    assert counters["missed"] > 0, counters
    equal(link.counters("down")["missed"], 0, "missed on the way back")
    link.close()


def is_impair(process):
    with open(f"/proc/{process}/cmdline", "rb") as words:
        return words.read().split(b"\0")[0].endswith(b"/impair")


def an_end_has_one_address_for_all_its_neighbours():
    link = Link(SEED, others=["b-c", "c-a"])
    sockets = {end: in_namespace(link.spaces[end], lambda end=end: bound(link.own[end])) for end in "abc"}
    link.tell("both cut")
    for one, other, arrives in (("a", "c", True), ("b", "c", True), ("c", "b", True), ("a", "b", False)):
        sockets[one].sendto(one.encode(), (link.own[other], PORT))
        if arrives:
            equal(sockets[other].recvfrom(64), (one.encode(), (link.own[one], PORT)), f"{one} to {other}")
    equal(link.settled("up", 1)["cut"], 1, "each pair has its own link")
    for each in sockets.values():
        each.close()
    link.close()


def bound(address):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((address, PORT))
    made.settimeout(DEADLINE_S)
    return made


def echo_server(link):
    """Its listener, and the addresses that it saw."""
    listener = link.tcp(link.far)
    listener.bind((link.far_ip, PORT))
    listener.listen()
    seen = []

    def carry(connection):
        try:
            while data := connection.recv(65536):
                connection.sendall(data)
        except OSError:
            pass  # it was reset
        connection.close()

    def accept():
        while True:
            try:
                connection, address = listener.accept()
            except OSError:
                return
            seen.append(address)
            threading.Thread(target=carry, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener, seen


def echo(client, data):
    sender = threading.Thread(target=client.sendall, args=(data,))
    sender.start()
    back = bytearray()
    while len(back) < len(data):
        some = client.recv(65536)
        assert some, "the connection ended early"
        back += some
    sender.join()
    equal(hashlib.sha256(back).hexdigest(), hashlib.sha256(data).hexdigest(), "every byte")


def tcp():
    link = Link(SEED)
    near, far = link.capture(link.near), link.capture(link.far)
    listener, seen = echo_server(link)
    link.tell("both delay 3ms jitter 1ms loss 2% burst 2 duplicate 2% reorder 3% by 5ms rate 40mbit queue 100ms")
    data = bytes(number * number % 251 for number in range(400_000))
    with link.tcp(link.near) as client:
        client.connect((link.far_ip, PORT))
        echo(client, data)
    for way, capture in (("up", far), ("down", near)):
        counters = link.settled(way, 1)
        adds_up(counters)
        for name in ("lost", "duplicated", "reordered"):
            assert counters[name] > 0, f"{way}: nothing was {name}"
        frames = [frame for _, frame in capture.packets(counters["delivered"], socket.IPPROTO_TCP)]
        within(max(map(len, frames)), 1000, 1514, "no frame is larger than the device says")
        assert all(checksums_are_right(frame) for frame in frames), "checksums"
    listener.close()
    link.close()


def rebinding_of_tcp():
    link = Link(SEED)
    far = link.capture(link.far)
    listener, seen = echo_server(link)
    former = link.tcp(link.near)
    former.connect((link.far_ip, PORT))
    echo(former, b"before")
    spare = link.near_ip.rsplit(".", 1)[0] + ".101"
    link.tell(f"rebind tcp to {spare}")
    try:
        echo(former, b"after")
        raise AssertionError("the far end knows nobody at the new address: it must reset")
    except ConnectionResetError:
        pass
    with link.tcp(link.near) as client:
        client.connect((link.far_ip, PORT))
        echo(client, bytes(range(256)) * 100)
    equal(seen[-1][0], spare, "the new one comes from there")
    assert seen[-1][1] >= 61000, f"another port: {seen}"
    frames = [frame for _, frame in far.packets(8, socket.IPPROTO_TCP)]
    assert all(checksums_are_right(frame) for frame in frames), "checksums"
    former.close()
    listener.close()
    link.close()


CASES = [
    rebinding_of_udp,
    super_packets,
    what_a_busy_machine_drops_is_counted,
    an_end_has_one_address_for_all_its_neighbours,
    tcp,
    rebinding_of_tcp,
]
