"""Delivery through Postfix and Dovecot: as configured, against Debian's stock configuration.

Both run on the same host at the same time, the stock instances from the packages' own files with
folders and a port of their own; messages are sent to them in turn. Of both the fastest turn counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.bench_lab import bench_lab, host_processor, play, ssh
from benchmarks.measure import Result, seconds
from lab.settings import PROJECT, Lab

RUNS = 5
MAILBOXES, AT_ONCE, EACH, BYTES = 40, 8, 50, 4000
STOCK_PORT = 2525
_STOCK = Path(__file__).with_name("stock_instances.sh")


def results() -> Iterator[Result]:
    """Yield the result."""
    lab = bench_lab()
    ssh(lab, "rm -f /var/lib/congvu/accounts.sqlite")
    play(lab, PROJECT / "playbooks" / "mailboxes.yml")
    ours = ssh(lab, f"head -n {MAILBOXES} /var/lib/congvu/tables/addresses | cut -d : -f 1").split()
    stock = [f"bench{number}@stock.example" for number in range(MAILBOXES)]
    script = _STOCK.read_text().replace("@MAILBOXES@", str(MAILBOXES))
    script = script.replace("@PORT@", str(STOCK_PORT))
    ssh(lab, script)
    # The first messages make mailboxes and warm caches.
    _deliver(lab, 25, ours, "postfix")
    _deliver(lab, STOCK_PORT, stock, "postfix-stock")
    passed: dict[str, list[float]] = {"postfix": [], "postfix-stock": []}
    processor: dict[str, list[float]] = {"postfix": [], "postfix-stock": []}
    for _ in range(RUNS):
        for port, to, instance in ((25, ours, "postfix"), (STOCK_PORT, stock, "postfix-stock")):
            before = host_processor(lab)
            passed[instance].append(seconds(partial(_deliver, lab, port, to, instance)))
            processor[instance].append(host_processor(lab) - before)
    mine, theirs = (min(turns) for turns in passed.values())
    mine_used, theirs_used = (min(turns) for turns in processor.values())
    messages = MAILBOXES * EACH
    detail = (
        f"{messages / mine:.0f} against {messages / theirs:.0f} messages a second; the host's "
        f"processor {1000 * mine_used / messages:.1f} ms a message against "
        f"{1000 * theirs_used / messages:.1f} ms"
    )
    yield Result("delivery rate, to Debian's stock configuration", theirs / mine, "0.9", detail)


def _deliver(lab: Lab, port: int, recipients: list[str], instance: str) -> None:
    """Send to every recipient, some at once, and wait until the queue is empty."""
    source = (
        f"smtp-source -m {EACH} -l {BYTES} -M mx.hopthu.example -f congdan@hopthu.example "
        f"-t {{}} {lab.mail}:{port}"
    )
    senders = f"printf '%s\\n' {' '.join(recipients)} | xargs -P {AT_ONCE} -I{{}} {source}"
    queue = f"/var/spool/{instance}"
    waiting = f"find {queue}/incoming {queue}/active {queue}/maildrop -type f | grep -q ."
    none_deferred = f"! find {queue}/deferred -type f | grep ."
    ssh(lab, f"{senders}; while {waiting}; do sleep 0.05; done; {none_deferred}")
