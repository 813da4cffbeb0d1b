# SPDX-License-Identifier: MPL-2.0
"""Lists through the native host, side by side with what people use instead, `certutil -L` on the same store and NSS."""

import json
import os
import statistics
import subprocess
import time

from hosts import compile_do_nothing, exchange
from stores import Store

GOAL_LIST, GOAL_IDENTITIES, GOAL_RECIPIENTS, GOAL_START = 1 / 50, 1 / 10, 1 / 100, 2
RECIPIENTS = 50


def measure(nss_folder, program, scratch, quick):
    """Prints one table per subject. Returns how many goals were missed."""
    missed = _start(program, scratch, quick)
    return missed + _certificates(nss_folder, program, quick) + _identities(nss_folder, program) + _recipients(nss_folder, program, quick)


def _start(program, scratch, quick):
    """From the start to the first answer, in turn with a host that does nothing."""
    nothing = compile_do_nothing(scratch)
    turns = 51 if quick else 201
    print(f"\n{'start to first':>20} {'ours':>10} {'nothing':>10} {'ours/nothing':>13} {'goal':>7}")
    missed = 0
    for method, params, goal in (("ping", None, GOAL_START), ("hello", {"client": "bench", "clientVersion": "1",
                                                                        "protocol": [1, 1]}, None)):
        ours, peer = [], []
        for _ in range(turns):
            ours.append(exchange(program, scratch, method, params)[0])
            peer.append(exchange(nothing, scratch, method, params)[0])
        ratio = statistics.median(ours) / statistics.median(peer)
        missed += goal is not None and ratio > goal
        print(f"{method:>20} {_milliseconds(ours)} {_milliseconds(peer)} {ratio:>13.2f} {goal or '':>7}"
              f"{'  missed' if goal and ratio > goal else ''}", flush=True)
    return missed


def _certificates(nss_folder, program, quick):
    """Lists of correspondents, verdicts included, and how they grow."""
    print(f"\n{'certificates.list':>20} {'ours':>10} {'certutil':>10} {'ours/peer':>10} {'goal':>7} {'processor time':>16}  peak memory: host, worker, certutil")
    missed, before = 0, None
    for count, issuers, turns in ((100, 1, 9), (1000, 1, 9), (10000, 1, 5), (10000, 20, 5)):
        if quick and count > 1000:
            continue
        store = Store(nss_folder, count, issuers)
        profile = _profile_id(program, store)
        ours = [exchange(program, store.home, "certificates.list", {"profile": profile, "kind": "all"}) for _ in range(turns)]
        peer, peer_processor, peer_memory = _certutil(nss_folder, store.profile, 1 if count > 1000 else 3)
        seconds = statistics.median(each[0] for each in ours)
        goal = GOAL_LIST if (count, issuers) == (10000, 1) else None
        processor = statistics.median(each[1] for each in ours) / peer_processor
        ratio = seconds / peer
        missed += goal is not None and ratio > goal
        growth = f"  x {seconds / before:.1f} for x 10" if before and issuers == 1 else ""
        before = seconds
        print(f"{count:>9} of {issuers:>2} issuers {seconds * 1000:>7.0f} ms {peer * 1000:>7.0f} ms {_share(ratio):>10} "
              f"{_share(goal):>7} {_share(processor):>16}  {ours[-1][2] // 1024}, {ours[-1][3] // 1024}, {peer_memory // 1024} MiB{growth}"
              f"{'  missed' if goal and ratio > goal else ''}", flush=True)
    return missed


def _identities(nss_folder, program):
    store = Store(nss_folder, 1950, personal=50, identities=10)
    profile = _profile_id(program, store)
    seconds = statistics.median(exchange(program, store.home, "identities.list", {"profile": profile})[0] for _ in range(9))
    peer, *_ = _certutil(nss_folder, store.profile, 3)
    ratio = seconds / peer
    print(f"\n{'identities.list':>20} {seconds * 1000:>7.0f} ms {peer * 1000:>7.0f} ms {_share(ratio):>10} {_share(GOAL_IDENTITIES):>7}"
          f"  10 identities, 50 personal certificates of 2000{'' if ratio <= GOAL_IDENTITIES else '  missed'}", flush=True)
    return ratio > GOAL_IDENTITIES


def _recipients(nss_folder, program, quick):
    """Fifty addresses among many certificates, side by side with NSS's own look-up of one of them."""
    store = Store(nss_folder, 1000 if quick else 10000)
    profile = _profile_id(program, store)
    addresses = [f"correspondent{number * 7}@example.test" for number in range(RECIPIENTS)]
    seconds = statistics.median(exchange(program, store.home, "recipients.check", {"profile": profile, "addresses": addresses})[0]
                                for _ in range(5))
    peer, *_ = _certutil(nss_folder, store.profile, 1, "--email", addresses[1])
    ratio = seconds / peer
    print(f"\n{'recipients.check':>20} {seconds * 1000:>7.0f} ms {peer * 1000:>7.0f} ms {_share(ratio):>10} {_share(GOAL_RECIPIENTS):>7}"
          f"  {RECIPIENTS} addresses; certutil -L --email looks up one{'' if quick or ratio <= GOAL_RECIPIENTS else '  missed'}", flush=True)
    return not quick and ratio > GOAL_RECIPIENTS


def _certutil(nss_folder, profile, turns, *words):
    """Median seconds, seconds of processor time, and the peak memory in KiB."""
    environment = {"PATH": os.environ["PATH"], "HOME": profile, "LD_LIBRARY_PATH": nss_folder}
    times, processor, memory = [], 0, 0
    for _ in range(turns):
        begin = time.perf_counter()
        process = subprocess.Popen(["certutil", "-L", *words, "-d", f"sql:{profile}"], env=environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        times.append(time.perf_counter() - begin)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError("certutil -L failed")
        processor, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
    return statistics.median(times), processor, memory


def _profile_id(program, store):
    """From the command line beside the host."""
    command = [os.path.join(os.path.dirname(program), "certferry"), "profiles", "--json"]
    done = subprocess.run(command, env={"HOME": store.home, "PATH": os.environ["PATH"]}, capture_output=True, check=True)
    return json.loads(done.stdout)["profiles"][0]["id"]


def _milliseconds(times):
    return f"{statistics.median(times) * 1000:>7.1f} ms"


def _share(ratio):
    return f"1/{1 / ratio:.1f}" if ratio else ""
