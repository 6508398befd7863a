"""Logging in: among ten accounts and among ten thousand, and how many at once when a day begins.

Mail programs log in by IMAP with app passwords: random ones, of which the host keeps a SHA-256, so
that nothing has to be remembered between two logins. People log in on the account page with the
password that they chose, which costs one Argon2id each time.

The same ten people log in both times, on the same host; what the daemons read is swapped between
the tables of ten accounts and those of ten thousand, as the module wrote them. All ten thousand
have an app password both times.
"""

from __future__ import annotations

import itertools
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from benchmarks.bench_lab import bench_lab, ssh
from benchmarks.invented_people import write_roster
from benchmarks.measure import Result, seconds
from benchmarks.provisioning import MADE, provision, register
from lab.account_page import PageError, Visitor
from lab.mail import MailClient
from lab.people import Login, logins, newcomers, staff_client
from lab.settings import Lab

_T = TypeVar("_T")
MANY, FEW = 10_000, 10
# Turns among few and among many accounts; the fastest login of each side counts.
TURNS = 5
AT_ONCE, EACH = 8, 5
# Services that take part in a login.
MAIL, PAGE = ["dovecot", "congvu-login-guard"], ["congvu-login", "nginx"]
CHOSEN = "Zebra-42-quartz-rocket"
TABLES = "/var/lib/congvu/tables"
KEPT = "/var/lib/congvu/bench-tables"
# Dovecot looks once a second whether a file is another one.
_NOTICED_S = 2


class _Person(Visitor):
    """Somebody at the account page."""

    def log_in(self, address: str) -> None:
        """Type address and chosen password, and be led on."""
        self._open("vao")
        self._send(address=address, password=CHOSEN)
        if self._at.endswith("/vao"):
            raise PageError(self._said())


def results() -> Iterator[Result]:
    """Yield the results."""
    lab = bench_lab()
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        _write_rosters(few, many)
        # What people decided in an earlier run stands elsewhere than their accounts.
        page = "systemctl stop congvu-login && rm -f /var/lib/congvu-login/login.sqlite*"
        ssh(lab, f"rm -rf {MADE} {KEPT}; {page}; systemctl start congvu-login")
        for size, roster in ((FEW, few), (MANY, many)):
            provision(lab, roster)
            ssh(lab, f"mkdir -p {KEPT} && cp -a {TABLES} {KEPT}/{size}")
    people = _enrolled(lab)
    clients = [staff_client(lab, person) for person in people]
    try:
        yield from _ratios(lab, people, clients)
        yield from _rates(lab, people, clients)
    finally:
        ssh(lab, f"rm -rf {KEPT}")


def _ratios(lab: Lab, people: list[Login], clients: list[MailClient]) -> Iterator[Result]:
    """Yield how long one login takes among many accounts, as a ratio to one among few."""
    ways: dict[str, tuple[list[str], Callable[[], list[float]]]] = {
        "IMAP with an app password": (MAIL, lambda: _each(_read_mail, clients)),
        "the account page": (PAGE, lambda: _each(lambda person: _log_in(lab, person), people)),
    }
    passed: dict[tuple[str, int], list[float]] = {}
    processor: dict[tuple[str, int], list[float]] = {}
    for _, size in itertools.product(range(TURNS), (FEW, MANY)):
        _swap(lab, size)
        for way, (units, log_in) in ways.items():
            # The first logins have the daemons read their files.
            log_in()
            before = _cpu(lab, units)
            passed.setdefault((way, size), []).extend(log_in())
            used = (_cpu(lab, units) - before) / len(people)
            processor.setdefault((way, size), []).append(used)
    for way in ways:
        few, many = (1000 * min(passed[way, size]) for size in (FEW, MANY))
        used_few, used_many = (1000 * min(processor[way, size]) for size in (FEW, MANY))
        detail = (
            f"{many:.1f} ms against {few:.1f} ms; of the host's processor {used_many:.1f} ms "
            f"against {used_few:.1f} ms"
        )
        title = f"login by {way} among {MANY:,} accounts, to one among {FEW}"
        yield Result(title, many / few, "1", detail)


def _rates(lab: Lab, people: list[Login], clients: list[MailClient]) -> Iterator[Result]:
    """Yield how many logins a second two cores of the host can take."""
    yield _rate(lab, "IMAP, app passwords", MAIL, _read_mail, clients)
    yield _rate(lab, "account page", PAGE, lambda person: _log_in(lab, person), people)


def _rate(
    lab: Lab, way: str, units: Sequence[str], work: Callable[[_T], None], whose: Sequence[_T]
) -> Result:
    """Log in as many at once as an office would, and count the host's processor time.

    This machine runs the clients too, and perhaps other work, so the time that passes says less.
    The turn that cost least counts.
    """
    turns = [whose[number % len(whose)] for number in range(AT_ONCE * EACH)]
    used, took = [], []
    with ThreadPoolExecutor(AT_ONCE) as side_by_side:
        for _ in range(TURNS):
            before = _cpu(lab, units)
            took.append(seconds(lambda: list(side_by_side.map(work, turns))) / len(turns))
            used.append((_cpu(lab, units) - before) / len(turns))
    each = min(used)
    detail = (
        f"{1000 * each:.1f} ms of a core each; {1 / min(took):.0f} a second here, with the "
        "clients on the same machine"
    )
    return Result(f"logins a second on two cores: {way}", 2 / each, "50", detail, unit="/s")


def _cpu(lab: Lab, units: Iterable[str]) -> float:
    """Return the processor time that services have used, in seconds."""
    shown = ssh(lab, f"systemctl show -p CPUUsageNSec {' '.join(units)}")
    return sum(map(int, re.findall(r"CPUUsageNSec=(\d+)", shown))) / 1e9


def _each(work: Callable[[_T], None], whose: Iterable[_T]) -> list[float]:
    return [seconds(lambda one=one: work(one)) for one in whose]


def _read_mail(client: MailClient) -> None:
    client.imap().logout()


def _log_in(lab: Lab, person: Login) -> None:
    _visitor(lab).log_in(person.address)


def _visitor(lab: Lab) -> _Person:
    return _Person(lab.mail, lab.mail_name, lab.authority)


def _swap(lab: Lab, size: int) -> None:
    """Have the daemons read the tables of as many accounts, each taking its place at once."""
    ssh(
        lab,
        f"cd {KEPT}/{size} && for file in *; do cp --preserve=mode,ownership $file "
        f"{TABLES}/.$file.bench && mv {TABLES}/.$file.bench {TABLES}/$file; done; "
        f"sleep {_NOTICED_S}",
    )


def _enrolled(lab: Lab) -> list[Login]:
    """Have ten people choose their password on the account page; return their logins."""
    ids = sorted(newcomers(lab))[:FEW]
    known = logins(lab)
    for id_ in ids:
        _visitor(lab).enrol(known[id_].address, known[id_].first_password, CHOSEN)
    return [known[id_] for id_ in ids]


def _write_rosters(few: Path, many: Path) -> None:
    """Write a roster of ten people, and one of many with the same ten at the same addresses."""
    write_roster(many, MANY)
    few.mkdir()
    first = min(many.glob("*.yml"))
    head, *staff = re.split(r"(?m)^(?=  - id: ts-)", first.read_text(encoding="utf-8"))
    (few / first.name).write_text("".join([head, *staff[:FEW]]), encoding="utf-8")
    register(few)
    shutil.copy(few / "addresses.yml", many)
    register(many)
