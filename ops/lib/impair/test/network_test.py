"""Compares what is asked of an impaired link with what a capture sees, in network namespaces.

    network_test.py IMPAIR CASE     or --list

Which packets are lost, doubled or held back is compared packet by packet with what the seed says, computed here anew.
Times are lower bounds for each packet, and generous upper ones for the fastest tenth of many, so that a busy machine
fails nothing. Without root it ends with code 77 and says so.
"""

import os
import sys

import commands
import flows
import impairments

SKIPPED = 77
CASES = {case.__name__: case for case in impairments.CASES + flows.CASES + commands.CASES}


def main():
    if sys.argv[1:] == ["--list"]:
        print(";".join(CASES))
        return
    impair, wanted = sys.argv[1:]
    if os.geteuid() != 0:
        print("skipped: only root may make network namespaces")
        sys.exit(SKIPPED)
    if not os.path.exists("/dev/net/tun"):
        print("skipped: there is no /dev/net/tun")
        sys.exit(SKIPPED)
    os.environ["HAVATAR_IMPAIR"] = impair
    CASES[wanted]()


if __name__ == "__main__":
    main()
