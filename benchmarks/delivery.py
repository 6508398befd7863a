"""Delivery through Postfix and Dovecot: as configured, against Debian's stock configuration.

Both run on the same host at the same time, the stock instances from the packages' own files with
folders and a port of their own; messages are sent to them in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.bench_lab import bench_lab, play, ssh
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
    pairs = [
        (
            seconds(lambda: _deliver(lab, 25, ours, "postfix")),
            seconds(lambda: _deliver(lab, STOCK_PORT, stock, "postfix-stock")),
        )
        for _ in range(RUNS)
    ]
    mine, theirs = (median(pair[side] for pair in pairs) for side in (0, 1))
    messages = MAILBOXES * EACH
    detail = f"{messages / mine:.0f} against {messages / theirs:.0f} messages a second"
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
