"""App passwords: what mail programs log in with, one a device, and the end of what they opened.

Each is random, so that Dovecot finds it by its digest, quickly and without a slow hash. It is
shown once. Whoever takes one back ends what it has open: the service asks for that by a file in
`ends/`, since only root can have Dovecot end a session.
"""

from pathlib import Path

from account_page import clock, factors, people, sessions, store

_LENGTH = 20  # of 31 signs: 99 bits
MOST = 20  # of one person; more is no person


def make(state: Path, person: people.Person, name: str) -> str | None:
    """Make an app password; return it for the one time that it is shown, or none if too many."""
    secret = factors.random_text(_LENGTH)
    with store.app_passwords(state) as database, store.writing(database):
        if len(database.rows("app-passwords", **person.ids)) >= MOST:
            return None
        values = {"name": name, "digest": sessions.digest(secret), "now": clock.now()}
        database.run("add-app-password", **person.ids, **values)
    return secret


def of(state: Path, person: people.Person) -> list[store.Row]:
    """Return a person's app passwords: id, name, made."""
    with store.app_passwords(state) as database:
        return database.rows("app-passwords", **person.ids)


def revoke(state: Path, person: people.Person, which: int | None = None) -> bool:
    """Take back one app password of a person, or all, end what is open; tell if any was."""
    with store.app_passwords(state) as database:
        gone = database.run("revoke-app-passwords", account=person.account, id=which) > 0
    if gone or which is None:
        end_mail_sessions(state, person)
    return gone


def end_mail_sessions(state: Path, person: people.Person) -> None:
    """Ask for the end of a person's live IMAP and SMTP sessions.

    The file appears by a rename: one that is being worked off is another one.
    """
    file = state / "ends" / person.account
    new = file.with_name(f".{person.account}.new")
    new.touch(mode=0o600)
    new.replace(file)
