"""A TCP hop over a path of its own, with a delay, on which one chosen segment can be lost.

What connects to the port that is printed is carried on to --to. In between is one more TCP connection, between two
network namespaces that only this program has, so that the machine's own network stays as it is:

    client -> port | near namespace -- TUN, delay, loss -- far namespace | -> --to

Every byte is passed on as soon as it is read, so the segments on the path are those of the client. On standard input
"drop" loses the next segment with a payload that comes from the client's side: "armed" says that it was heard, "dropped
at T" that it is done, and when by the monotonic clock in nanoseconds. The end of the input ends it. Needs /dev/net/tun
and `ip`, and either root or the right to make a user namespace; else it ends with code 3 and says why.
"""

import argparse
import collections
import ctypes
import fcntl
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
FAR_IP = "198.18.0.1"
NEAR_IP = "198.18.0.2"
FAR_PORT = 1000
MTU = 1500
TCP = 6

# Sockets belong to the namespace in which they are made, so those towards the target are made first.
MOST_CONNECTIONS = 64
MOST_UNDER_WAY = 4096
NOT_POSSIBLE = 3


def unshare(flags):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


def open_tun(address):
    """A TUN device in this thread's namespace, up and with that address."""
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", b"path", IFF_TUN | IFF_NO_PI))
    for words in (f"addr add {address}/30 dev path", f"link set path mtu {MTU} up"):
        subprocess.run(["ip", *words.split()], check=True)
    return tun


def payload_length(packet):
    """Of a TCP segment in IPv4; -1 for anything else."""
    if len(packet) < 40 or packet[0] >> 4 != 4 or packet[9] != TCP:
        return -1
    ip_header = 4 * (packet[0] & 15)
    total = struct.unpack_from("!H", packet, 2)[0]
    return total - ip_header - 4 * (packet[ip_header + 12] >> 4)


class Path:
    """Carries packets both ways, each after the delay."""

    def __init__(self, near, far, delay_s):
        self.other = {near: far, far: near}
        self.near = near
        self.delay_s = delay_s
        self.under_way = collections.deque(maxlen=MOST_UNDER_WAY)
        self.is_armed = False

    def run(self):
        while True:
            wait_s = max(0, self.under_way[0][0] - time.monotonic()) if self.under_way else None
            readable, _, _ = select.select([*self.other, sys.stdin], [], [], wait_s)
            for ready in readable:
                if ready is sys.stdin:
                    line = sys.stdin.readline()
                    if not line:
                        return
                    self.is_armed = True
                    print("armed", flush=True)
                else:
                    self.take(ready)
            while self.under_way and self.under_way[0][0] <= time.monotonic():
                _, to, packet = self.under_way.popleft()
                os.write(to, packet)

    def take(self, tun):
        packet = os.read(tun, MTU)
        if self.is_armed and tun == self.near and payload_length(packet) > 0:
            self.is_armed = False
            print(f"dropped at {time.monotonic_ns()}", flush=True)
            return
        self.under_way.append((time.monotonic() + self.delay_s, self.other[tun], packet))


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it is over already


def join(one, other):
    for end in (one, other):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for ends in ((one, other), (other, one)):
        threading.Thread(target=pump, args=ends, daemon=True).start()


def serve(listener, dial):
    """Carries on whatever connects."""

    def carry(accepted):
        try:
            join(accepted, dial())
        except (OSError, IndexError) as why:
            print(f"not carried on: {why}", flush=True)
            accepted.close()

    while True:
        accepted, _ = listener.accept()
        threading.Thread(target=carry, args=(accepted,), daemon=True).start()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--to", type=int, required=True, help="port on this machine")
    parser.add_argument("--delay-ms", type=float, required=True, help="each way")
    options = parser.parse_args()
    entrance = socket.create_server(("127.0.0.1", 0))
    exits = [socket.socket() for _ in range(MOST_CONNECTIONS)]
    try:
        unshare(CLONE_NEWNET | (0 if os.geteuid() == 0 else CLONE_NEWUSER))
        far = open_tun(FAR_IP)
        far_listener = socket.create_server((FAR_IP, FAR_PORT))
        unshare(CLONE_NEWNET)
        near = open_tun(NEAR_IP)
    except (OSError, subprocess.CalledProcessError) as why:
        print(f"no network namespaces here: {why}; run as root, with /dev/net/tun and iproute2", flush=True)
        sys.exit(NOT_POSSIBLE)

    def dial_target():
        target = exits.pop()
        target.connect(("127.0.0.1", options.to))
        return target

    def dial_far():
        return socket.create_connection((FAR_IP, FAR_PORT))

    for served in ((far_listener, dial_target), (entrance, dial_far)):
        threading.Thread(target=serve, args=served, daemon=True).start()
    print(f"listening on {entrance.getsockname()[1]}", flush=True)
    Path(near, far, options.delay_ms / 1000).run()


if __name__ == "__main__":
    main()
