"""What the roster wants of a mail host, on the day of a run and on the days to come.

The controller says it in every run, and the host keeps it: so its own timer knows each morning what
begins today, whether the controller runs or not.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ansible.module_utils.accounts_plan import StoredAccount
from ansible.module_utils.accounts_store import Unit

# Both become words of files that daemons read line by line.
ID = re.compile(r"[a-z0-9][a-z0-9.-]*")
ADDRESS = re.compile(r"[a-z0-9][a-z0-9._-]*@[a-z0-9][a-z0-9.-]*")
MAIL = ("keep", "answer", "unit", "refuse")


class Manner(NamedTuple):
    """What the roster says of an account beside its state.

    Attributes:
        mail: what becomes of what is sent to it: keep, answer, unit or refuse.
        left_unit: the unit's address, complete, that it is answered with or handed to.
        unused_from: ISO day from which days without use count; empty while they don't.
    """

    mail: str = "keep"
    left_unit: str = ""
    unused_from: str = ""


@dataclass(frozen=True)
class Wanted:
    """What the roster wants on a day.

    Attributes:
        accounts: those that should be open, and those whose time is over.
        aliases: (former address, account id).
        units: each account's unit, by account id.
        manners: what else there is to say of each, by account id.
    """

    accounts: list[StoredAccount]
    aliases: list[tuple[str, str]]
    units: Mapping[str, Unit] = field(default_factory=dict)
    manners: Mapping[str, Manner] = field(default_factory=dict)


def read(text: str) -> Wanted:
    """Read a list of accounts, JSON text of the filter C(desired_accounts).

    Raises:
        TypeError, KeyError, AttributeError, ValueError: it is of another form.
    """
    return _read(json.loads(text))


def _read(rows: Iterable[dict[str, Any]]) -> Wanted:
    accounts, aliases, units, manners = [], [], {}, {}
    # Thousands of accounts have few days between them, and few units.
    addresses, left_units, days = set(), {""}, {""}
    for row in rows:
        given = dict(row)
        former = given.pop("former_addresses", ())
        unit = Unit(given.pop("unit_id", ""), given.pop("unit", ""))
        manner = Manner(
            given.pop("mail", "keep"), given.pop("left_unit", ""), given.pop("unused_from", "")
        )
        account = StoredAccount(**given)
        addresses.update((account.address, *former))
        left_units.add(manner.left_unit)
        if not ID.fullmatch(account.id):
            raise ValueError(f"«{account.id}» không phải là mã hộp thư")
        if manner.mail not in MAIL:
            raise ValueError(f"«{manner.mail}» không phải là cách xử lý thư đến")
        days.update((account.since, account.new_letter or "", manner.unused_from))
        accounts.append(account)
        aliases += [(address, account.id) for address in former]
        units[account.id], manners[account.id] = unit, manner
    for address in addresses | left_units - {""}:
        if not ADDRESS.fullmatch(address):
            raise ValueError(f"«{address}» không phải là địa chỉ")
    for day in days - {""}:
        date.fromisoformat(day)
    return Wanted(accounts, aliases, units, manners)


def check_coming(text: str) -> None:
    """Refuse days to come that are of another form.

    Raises:
        TypeError, KeyError, AttributeError, ValueError: they are.
    """
    for later in json.loads(text):
        date.fromisoformat(later["day"])
        _read(later["accounts"])
        list(later["gone"])


def keep(connection: sqlite3.Connection, day: date, accounts: str, coming: str) -> None:
    """Write down what is wanted, inside the caller's transaction, in place of what was.

    Args:
        connection: the store.
        day: of the accounts.
        accounts: JSON text, as `read` takes it.
        coming: JSON text of the later days, each with C(day), C(accounts) that are new or differ,
            and C(gone), ids of accounts that there are no more.
    """
    rows = [(day.isoformat(), accounts)]
    rows += [(later["day"], json.dumps(later, ensure_ascii=False)) for later in json.loads(coming)]
    if connection.execute("SELECT day, accounts FROM wanted ORDER BY day").fetchall() != rows:
        connection.execute("DELETE FROM wanted")
        connection.executemany("INSERT INTO wanted VALUES (?, ?)", rows)


def kept(connection: sqlite3.Connection, today: date) -> Wanted | None:
    """Return what is wanted today by what was written down; None where nothing ever was."""
    rows = connection.execute("SELECT day, accounts FROM wanted ORDER BY day").fetchall()
    if not rows:
        return None
    accounts = {account["id"]: account for account in json.loads(rows[0][1])}
    for day, text in rows[1:]:
        if day > today.isoformat():
            break
        later = json.loads(text)
        accounts.update((account["id"], account) for account in later["accounts"])
        for id_ in later["gone"]:
            accounts.pop(id_, None)
    return _read(accounts.values())
