"""What the controller asked for last, so that the host can go on by itself, in the same way."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ansible.module_utils import wanted_accounts
from ansible.module_utils.accounts_plan import Limits
from ansible.module_utils.provisioning import Places, Request
from ansible.module_utils.uses import UseRules
from ansible.module_utils.wanted_accounts import Wanted

# Options of the module that hold for the host's own runs too.
LASTING = (
    "tables", "letters", "archives", "mail", "used", "office", "recipients", "first_password_days",
    "archive_after_days", "delete_after_days", "unused_days", "unused_notice_days", "max_percent",
    "max_count", "dovecot",
)  # fmt: skip


@dataclass(frozen=True)
class Orders:
    """What the controller says in a run, as text.

    Attributes:
        accounts: of the day, JSON text.
        coming: what is wanted on later days, JSON text.
        asked: options of the module, JSON text.
    """

    accounts: str
    coming: str
    asked: str

    def keep(self, connection: sqlite3.Connection, today: date) -> None:
        """Write them to the store, inside the caller's transaction."""
        wanted_accounts.keep(connection, today, self.accounts, self.coming)
        connection.execute(
            "INSERT INTO orders (id, asked) VALUES (1, ?) ON CONFLICT (id) DO UPDATE "
            "SET asked = excluded.asked WHERE asked <> excluded.asked",
            (self.asked,),
        )


def orders(options: Mapping[str, Any]) -> Orders | None:
    """Return what the controller says by the options of the module; None where it says nothing."""
    if options["accounts"] is None:
        return None
    asked = {name: options[name] for name in LASTING}
    return Orders(options["accounts"], options["coming"], json.dumps(asked, ensure_ascii=False))


def standing(connection: sqlite3.Connection) -> dict[str, Any] | None:
    """Return the options that the controller gave last; None where there never was a run."""
    row = connection.execute("SELECT asked FROM orders").fetchone()
    return json.loads(row[0]) if row else None


def request(store: str, options: Mapping[str, Any], wanted: Wanted | None, **once: Any) -> Request:
    """Return what is to be done.

    Args:
        store: the accounts store.
        options: those of the module that last, by name.
        wanted: the accounts; None to leave them as they are.
        once: what is asked for this run alone.
    """
    beside = Path(store).parent
    return Request(
        Places(
            store,
            Path(options["tables"] or beside / "tables"),
            Path(options["letters"] or beside / "letters"),
            Path(options["mail"]) if options["mail"] else None,
            Path(options["archives"] or beside / "archives"),
            [Path(folder) for folder in options["used"]],
        ),
        wanted,
        {key: str(value) for key, value in options["office"].items()},
        options["recipients"],
        options["first_password_days"],
        options["archive_after_days"],
        options["delete_after_days"],
        UseRules(options["unused_days"], options["unused_notice_days"]),
        limits=Limits(options["max_percent"], options["max_count"]),
        dovecot=options["dovecot"],
        **once,
    )
