"""From the letter to the first page: logging in, choosing a password, the second factor."""

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from account_page import clock, factors, guessing, passwords, people, sessions, strength
from account_page.people import Person
from account_page.sentences import say
from account_page.web import SESSION, Answer, Page, Visit


def login(visit: Visit) -> Answer:
    """Take address and password."""
    empty = [name for name in ("address", "password") if not visit.form.get(name)]
    if empty:
        return {name: say(f"no-{name}") for name in empty}
    typed = visit.text("address")
    person = visit.tables.by_login(typed, visit.office.domain)
    guard = visit.guard(person.account if person else guessing.unknown(people.fold(typed)))
    if until := guard.locked_until():
        return {"password": say("locked", until=clock.written(until))}
    found = passwords.check(visit.database, person, visit.secret("password"))
    if found == "wrong":
        guard.failed("password")
    if not person or found in {"wrong", "expired"}:
        return {"password": say(found)}
    if person.state != "active":
        known = person.state if person.state in {"dormant", "left"} else "suspended"
        return {"password": say(known)}
    if _is_unproved(visit, person):
        return {"password": say("unproved")}
    return _entered(visit, person, guard, first=found == "first")


def _is_unproved(visit: Visit, person: Person) -> bool:
    """Whether nothing but a password, perhaps a stolen one, would set up the second factor.

    From outside it is set up while the letter is new; later in the office, or with a new letter.
    """
    rules, address = visit.office.rules, visit.address
    asked = rules.wants_second_factor(person.account, address) and not rules.inside(address)
    return asked and person.letter_is_over() and not factors.of(visit.database, person)


def _entered(visit: Visit, person: Person, guard: guessing.Guard, *, first: bool) -> Response:
    device = visit.device(person)
    # Both factors once a day on a device of one's own: what it proved holds for a day.
    proved = device is not None and device["proved"] > clock.now() - sessions.DAY
    proved = proved and bool(factors.of(visit.database, person))
    remembered = device is not None or bool(visit.text("remember"))
    rights = {"must_choose": first, "strong": proved, "remembered": remembered}
    token = sessions.begin(visit.database, person, visit.place, **rights)
    visit.note("first" if first else "password", person.account)
    response = visit.enter(token, "/", remembered=remembered)
    # Where the second factor is yet to come, its failures count on.
    if proved or not visit.office.rules.wants_second_factor(person.account, visit.address):
        guard.passed()
        if remembered and not first:
            visit.remember(response, person, proved=False)
    return response


def tried(visit: Visit, field: str, what: str, right: Callable[[Visit], bool]) -> dict[str, str]:
    """Count a try of the visitor's; return what is said at a field if it is wrong or locked out."""
    guard = visit.guard()
    if until := guard.locked_until():
        return {field: say("locked", until=clock.written(until))}
    if right(visit):
        guard.passed()
        return {}
    guard.failed(what)
    return {field: say(f"wrong-{what}")}


def choose(visit: Visit) -> Answer:
    """Take the password that is chosen after a letter's."""
    return new_password_errors(visit) or keep_password(visit, "/dien-thoai?moi=1")


def new_password_errors(visit: Visit) -> dict[str, str]:
    """Return what is wrong with the new password of a form, by field."""
    new, account = visit.secret("new"), visit.me.account
    if not new:
        return {"new": say("no-new")}
    if refused := strength.refusals(new, visit.me, visit.office):
        return {"new": "\n".join(refused)}
    history = visit.office.rules.password.history
    letters = passwords.first_matches(visit.me.first_password, new)
    if letters or passwords.used_before(visit.database, account, new, history):
        return {"new": say("used-before")}
    return {} if new == visit.secret("again") else {"again": say("differ")}


def keep_password(visit: Visit, path: str) -> Response:
    """Keep the new password of a form, end all that the old one opened, and lead on."""
    passwords.choose(visit.database, visit.me, visit.secret("new"))
    sessions.end_others(visit.database, visit.here)
    sessions.forget_devices(visit.database, visit.me.account)
    visit.note("changed")
    return visit.renew(path)


def _way(visit: Visit) -> str:
    """Return how the second factor is proved: as is asked for, or by a key where there is one."""
    usual = "key" if any(row["kind"] == "key" for row in visit.ways()) else "code"
    return visit.text("way") if visit.text("way") in _WAYS else usual


def factor(visit: Visit) -> dict[str, Any]:
    """Ask for the second factor: a key, a code of the app, or a recovery code."""
    way, options = _way(visit), ""
    if way == "key":
        options, state = visit.keys().ask()
        sessions.keep(visit.database, visit.here, ask=state)
    return {"way": way, "options": options, "script": way == "key"}


def prove(visit: Visit) -> Answer:
    """Take the second factor."""
    way = _way(visit)
    if errors := tried(visit, "code", way, _WAYS[way]):
        return errors
    visit.note("recovery" if way == "recovery" else "factor")
    return strengthened(visit, "/")


def _key_matches(visit: Visit) -> bool:
    state = visit.kept("ask")
    # A challenge is answered once.
    sessions.keep(visit.database, visit.here)
    return bool(state) and visit.keys().match(state, visit.text("answer", 16384))


def _code_matches(visit: Visit) -> bool:
    code = visit.text("code").replace(" ", "")
    return factors.totp_matches(visit.database, visit.me, code, visit.settings.box)


def _recovery_matches(visit: Visit) -> bool:
    return factors.recovery_code_matches(visit.database, visit.me, visit.text("code"))


_WAYS = {"key": _key_matches, "code": _code_matches, "recovery": _recovery_matches}


def strengthened(visit: Visit, path: str) -> Response:
    """Lead on with a session that has proved both factors; remember its device if it is own."""
    response = visit.renew(path, strong=True)
    if visit.here["remembered"]:
        visit.remember(response, visit.me, proved=True)
    return response


def logout(visit: Visit) -> Response:
    """End this session."""
    sessions.end(visit.database, visit.me.account, visit.here["id"])
    response = visit.go("/vao?xong=1")
    response.delete_cookie(SESSION, path="/", secure=True, httponly=True, samesite="lax")
    return response


PAGES = [
    Page("/vao", "login.html", "/vao", sent=login),
    Page("/mat-khau", "choose.html", "/mat-khau", sent=choose),
    Page("/ma", "factor.html", "/ma", shown=factor, sent=prove),
    Page("/thoat", "", "/mat-khau /ma /hai-buoc /doi-mat-khau /", sent=logout),
]
