"""An impaired link for the tests: namespaces a and b, what is told to it, sockets and captures on either side."""

import ctypes
import json
import os
import queue
import socket
import struct
import subprocess
import threading
import time

RUN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "run")
DEADLINE_S = 60  # for what takes well below a second on an idle machine
CLONE_NEWNET = 0x40000000
ETH_P_ALL = 3
SO_RCVBUFFORCE = 33
SOL_PACKET = 263
PACKET_STATISTICS = 6
PACKET_OUTGOING = 4
ALL_PPM = 1_000_000
MASK = (1 << 64) - 1


def wait_until(what, condition):
    """Polls; fails long after it should have held."""
    ends = time.monotonic() + DEADLINE_S
    while not (value := condition()):
        if time.monotonic() > ends:
            raise AssertionError(f"not within {DEADLINE_S} s: {what}")
        time.sleep(0.002)
    return value


def in_namespace(name, make):
    """What `make` returns, called in that namespace; sockets belong to where they are made."""
    made = []

    def run():
        with open(f"/run/netns/{name}", "rb") as there:
            if ctypes.CDLL(None, use_errno=True).setns(there.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        made.append(make())

    thread = threading.Thread(target=run)  # a thread has a namespace of its own
    thread.start()
    thread.join()
    if not made:
        raise AssertionError(f"nothing could be made in {name}; the lines above say why")
    return made[0]


class Link:
    """`ops/lib/impair/run --link a-b`, in the order: `tell`, its answer."""

    def __init__(self, seed, profile="none", names=("a", "b"), others=()):
        self.name = "-".join(names)
        self.answers = queue.Queue()
        self.spaces, self.own = {}, {}
        links = [word for link in (f"{self.name}={profile}", *others) for word in ("--link", link)]
        self.process = subprocess.Popen(
            [RUN, "--seed", str(seed), *links],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        self.near, self.far = names
        while (line := self._line()) != "ready":
            words = line.split()
            if words[0] == "end":
                self.spaces[words[1]], self.own[words[1]] = words[2:]
            elif words[:2] == ["link", self.name]:
                self.near_ip, self.far_ip, self.near_ip6, self.far_ip6 = words[2:]

    def _read(self):
        for line in self.process.stdout:
            self.answers.put(line.strip())
        self.answers.put(None)

    def _line(self):
        line = self.answers.get(timeout=DEADLINE_S)
        if line is None:
            raise AssertionError("the link ended; the lines above say why")
        return line

    def tell(self, words):
        """Its answer, when it was carried out."""
        self.process.stdin.write(f"{self.name} {words}\n")
        self.process.stdin.flush()
        answer = json.loads(self._line().split(" ", 1)[1])
        if "refused" in answer:
            raise AssertionError(answer)
        return answer

    def counters(self, way):
        return self.tell("counters")[way]

    def settled(self, way, packets):
        """The counters when so many have entered and none is under way any more."""

        def done():
            now = self.counters(way)
            return now if now["packets"] >= packets and now["queued"] == 0 else None

        return wait_until(f"{packets} packets {way}", done)

    def udp(self, end, port=0, version=4):
        """A bound UDP socket at that end."""

        def make():
            made = socket.socket(socket.AF_INET if version == 4 else socket.AF_INET6, socket.SOCK_DGRAM)
            made.bind((self.address(end, version), port))
            made.settimeout(DEADLINE_S)
            return made

        return in_namespace(self.spaces[end], make)

    def tcp(self, end):
        """An unconnected TCP socket at that end."""

        def make():
            made = socket.socket()
            made.settimeout(DEADLINE_S)
            return made

        return in_namespace(self.spaces[end], make)

    def address(self, end, version=4):
        if version == 6:
            return self.near_ip6 if end == self.near else self.far_ip6
        return self.near_ip if end == self.near else self.far_ip

    def capture(self, end):
        device = f"to-{self.far if end == self.near else self.near}"
        return in_namespace(self.spaces[end], lambda: Capture(device))

    def close(self):
        self.process.stdin.close()
        if self.process.wait(DEADLINE_S) != 0:
            raise AssertionError("the link did not end well")
        left = [name for name in self.spaces.values() if os.path.exists(f"/run/netns/{name}")]
        if left:
            raise AssertionError(f"left behind: {left}")


class Capture:
    """Every IP packet that arrived at a device: (monotonic ns after it was read, frame)."""

    def __init__(self, device):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20)
        self.socket.bind((device, ETH_P_ALL))
        self.seen = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            try:
                frame, about = self.socket.recvfrom(65536)
            except OSError:
                return
            if about[2] != PACKET_OUTGOING and frame[12:14] in (b"\x08\x00", b"\x86\xdd"):
                self.seen.append((time.monotonic_ns(), frame))

    def packets(self, count, protocol=socket.IPPROTO_UDP):
        """When so many have come."""
        wait_until(f"{count} packets captured", lambda: len(self.now(protocol)) >= count)
        return self.now(protocol)

    def now(self, protocol=socket.IPPROTO_UDP):
        dropped = struct.unpack("II", self.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))[1]
        assert dropped == 0, f"the capture itself lost {dropped}"
        return [one for one in list(self.seen) if protocol_of(one[1]) == protocol]


def protocol_of(frame):
    return frame[23] if frame[12:14] == b"\x08\x00" else frame[20]


def payload(frame):
    """Of UDP."""
    return frame[42:] if frame[12:14] == b"\x08\x00" else frame[62:]


def checksums_are_right(frame):
    """By the whole packet; for TCP and UDP."""
    ip, header = frame[14:], 20 if frame[12:14] == b"\x08\x00" else 40
    length = struct.unpack_from("!H", ip, 2)[0] if header == 20 else struct.unpack_from("!H", ip, 4)[0] + 40
    ip, protocol = ip[:length], protocol_of(frame)
    addresses = ip[12:20] if header == 20 else ip[8:40]
    whole = addresses + struct.pack("!HH", protocol, length - header) + ip[header:]
    return total(whole) == 0xFFFF and (header == 40 or total(ip[:20]) == 0xFFFF)


def total(data):
    data += b"\0" * (len(data) % 2)
    value = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while value > 0xFFFF:
        value = (value & 0xFFFF) + (value >> 16)
    return value


class Draws:
    """What the link has to decide of packet n, computed anew (README.md, "Chance")."""

    def __init__(self, seed, is_up=True):
        self.key = mix(seed * 2 + is_up & MASK)

    def bits(self, number, purpose):
        return mix(self.key + (number * 8 + purpose + 1) * 0x9E3779B97F4A7C15 & MASK)

    def hits(self, number, purpose, ppm):
        return (self.bits(number, purpose) >> 32) * ALL_PPM >> 32 < ppm

    def lost(self, count, to_bad, to_good, bad_loss, good_loss):
        """Chances in ppm; the numbers of those below `count` that are lost."""
        is_bad, found = False, []
        for number in range(count):
            is_bad ^= self.hits(number, 0, to_good if is_bad else to_bad)
            if self.hits(number, 1, bad_loss if is_bad else good_loss):
                found.append(number)
        return found


def mix(value):
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ value >> 27) * 0x94D049BB133111EB & MASK
    return value ^ value >> 31
