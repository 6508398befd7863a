"""What is answered to a login of a mail program, and what is kept of it.

The lock is the account page's (`account_page.guessing`): one count of failures for an account and a
source, wherever they happen. Two things differ here. A mail program has no cookie by which a device
of one's own is known, but it has an app password, 99 random bits: one that has been used from a
network on an earlier day is let in from there, so that a neighbour who guesses at an account does
not lock its person's own programs. And the right password does not begin the count anew, since
telephones prove theirs every few minutes beside whoever guesses.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from account_page import guessing, people, store
from account_page.guessing import Guard
from account_page.people import People
from account_page.sessions import Place
from account_page.store import Store
from login_guard import programs
from login_guard.programs import Program
from login_guard.repeats import Repeats
from login_guard.senders import Senders

_LOG = logging.getLogger("login_guard")
_NAMES = {"imap": "IMAP", "smtp": "SMTP", "sieve": "ManageSieve"}


class MalformedError(Exception):
    """It is nothing that Dovecot sends."""


@dataclass(frozen=True)
class Try:
    """One login, in the words of Dovecot's auth policy and of `dovecot.conf`.

    Attributes:
        login: the address as it was typed.
        account: the account's id where the app password was found, or else the login again.
        app: `app:` and the number of the app password that was found, or nothing.
        pwhash: 12 bits of a keyed hash, which tell a password from others.
        remote: the client's address.
        protocol: imap, smtp or sieve.
        fail_type: why it failed: credentials, account, internal, policy …
    """

    login: str
    account: str
    app: str
    pwhash: str
    remote: str
    protocol: str
    fail_type: str

    @classmethod
    def read(cls, sent: object) -> Self:
        """Read what was sent as JSON.

        Raises:
            MalformedError: it is no object, or something is missing or no text.
        """
        names = [field.name for field in fields(cls)]
        if not isinstance(sent, Mapping) or not all(isinstance(sent.get(n), str) for n in names):
            raise MalformedError
        return cls(**{name: sent[name] for name in names})

    @property
    def network(self) -> str:
        """What its failures count under."""
        return guessing.source(self.remote, None)

    @property
    def place(self) -> Place:
        """Where it comes from, as people read it."""
        return Place(self.remote, f"chương trình thư ({_NAMES.get(self.protocol, self.protocol)})")


class Door:
    """Where mail programs come in."""

    def __init__(self, tables: Path, state: Path, sending: Path) -> None:
        """Take the published tables, the account page's folder and that of who sends mail."""
        self._tables, self._state, self._repeats = tables, state, Repeats()
        self._senders = Senders(sending)

    def opens(self, tried: Try) -> bool:
        """Whether a login with the right password is let in."""
        with self._open() as (tables, database):
            guard = _guard(tables, database, tried, tried.account)
            opens = not guard.locked_until() or self._at_home(database, tried)
        if opens:
            if tried.protocol == "smtp":
                self._senders.note(tried.account, tried.network)
            return True
        _LOG.warning(
            "login refused, the source is locked: account=%s source=%s factor=%s",
            *(tried.account, tried.remote, tried.protocol),
        )
        return False

    def happened(self, tried: Try, *, success: bool) -> None:
        """Keep a login that succeeded, or count one that failed."""
        if not success and tried.fail_type in {"internal", "policy"}:
            return  # Dovecot's own fault, which it logs, or what was refused here
        with self._open() as (tables, database):
            if not success:
                self._failed(tables, database, tried)
            elif program := self._program(tried):
                programs.record(database, program)

    def _failed(self, tables: People, database: Store, tried: Try) -> None:
        person = tables.by_login(tried.login, tables.office().domain)
        account = person.account if person else guessing.unknown(people.fold(tried.login))
        guard = _guard(tables, database, tried, account)
        # An own app password of an account that is closed, or of its last letter, is no guess, and
        # what comes while the source is locked doesn't make that longer.
        own = account == tried.account and self._program(tried) is not None
        counts = not own and not guard.locked_until()
        counts = counts and self._repeats.counts(account, tried.network, tried.pwhash)
        guard.failed(tried.protocol, counts=counts)

    def _at_home(self, database: Store, tried: Try) -> bool:
        program = self._program(tried)
        return program is not None and programs.at_home(database, program)

    def _program(self, tried: Try) -> Program | None:
        with store.app_passwords(self._state) as database:
            row = database.execute(
                "SELECT name FROM app_passwords WHERE account = ? AND 'app:' || id = ?",
                (tried.account, tried.app),
            ).fetchone()
        place = (tried.protocol, tried.network, tried.remote)
        return Program(tried.account, row["name"], *place) if row else None

    @contextmanager
    def _open(self) -> Iterator[tuple[People, Store]]:
        with ExitStack() as stack:
            tables = stack.enter_context(people.opened(self._tables))
            yield tables, stack.enter_context(store.login(self._state))


def _guard(tables: People, database: Store, tried: Try, account: str) -> Guard:
    return Guard(database, tables.office().rules, account, tried.network, tried.place)
