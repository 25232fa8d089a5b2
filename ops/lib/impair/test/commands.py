"""Profiles, seeds, and ops/lib/impair/run as a command."""

import os
import signal
import socket
import subprocess

from link import DEADLINE_S, RUN, Link
from trains import PORT, SEED, arrivals, equal, numbers

def a_profile_decides_alike_for_the_same_seed():
    count, results = 500, []
    for seed in (SEED, SEED, SEED + 1):
        link = Link(seed, "severe")
        sink, capture = link.udp(link.far, PORT), link.capture(link.far)
        _, packets, counters = arrivals(link, capture, count)
        equal(counters["dropped_by_queue"], 0, "short ones fit")
        results.append(sorted(numbers(packets)))
        sink.close()
        link.close()
    equal(results[0], results[1], "the same seed and packets")
    assert results[0] != results[2], "another seed"
    assert len(results[0]) != count, "something was lost or doubled"


def what_a_killed_shell_leaves_goes_with_the_next():
    left = Link(SEED)
    names = list(left.spaces.values())
    left.process.kill()
    left.process.wait()
    assert all(os.path.exists(f"/run/netns/{name}") for name in names), "nobody was there to remove them"
    link = Link(SEED)
    assert not any(os.path.exists(f"/run/netns/{name}") for name in names), "removed now"
    link.close()
    ended = Link(SEED)
    ended.process.terminate()
    equal(ended.process.wait(), 128 + signal.SIGTERM, "asked to end")
    assert not any(os.path.exists(f"/run/netns/{name}") for name in ended.spaces.values()), "cleaned up"


def a_command_reaches_this_machine():
    with socket.create_server(("0.0.0.0", 0)) as listener:
        listener.settimeout(DEADLINE_S)
        script = f'exec 3<> "/dev/tcp/$FAR/{listener.getsockname()[1]}" && read -r said <&3 && echo "$FAR $said"; exit 7'
        command = [RUN, "--profile", "lan", "--", "bash", "-c", script]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            connection, came_from = listener.accept()
            connection.sendall(b"hello\n")
            said, _ = running.communicate(timeout=DEADLINE_S)
        far = connection.getsockname()[0]
        equal(running.returncode, 7, "the command's exit code")
        equal(said.strip(), f"{far} hello", "the command alone speaks on standard output")
        equal(came_from[0].rsplit(".", 1)[0], far.rsplit(".", 1)[0], "over the link")
        connection.close()
    refused = subprocess.run([RUN, "--profile", "nonsense", "--", "true"], capture_output=True, text=True)
    assert refused.returncode == 1 and "there is no such profile" in refused.stderr, refused


CASES = [
    a_profile_decides_alike_for_the_same_seed,
    what_a_killed_shell_leaves_goes_with_the_next,
    a_command_reaches_this_machine,
]
