"""Setting up and removing second factors."""

from __future__ import annotations

from typing import Any

import pyotp
from starlette.responses import Response

from account_page import factors, sessions
from account_page.pages.account import confirmed
from account_page.pages.entering import strengthened
from account_page.sentences import say
from account_page.web import Answer, Page, Visit


def app(visit: Visit) -> dict[str, Any]:
    """Show the secret for an app that shows codes: the same until its first code is right."""
    box = visit.settings.box
    kept = visit.kept("totp") if visit.sent else None
    if not kept:
        kept = box.encrypt(pyotp.random_base32().encode()).decode()
        sessions.keep(visit.database, visit.here, totp=kept)
    secret = box.decrypt(kept.encode()).decode()
    issuer = visit.office.name or visit.office.host
    address = pyotp.TOTP(secret).provisioning_uri(visit.me.address, issuer)
    return {"secret": secret, "address": address}


def add_app(visit: Visit) -> Answer:
    """Set up the app whose first code is right."""
    box, kept = visit.settings.box, visit.kept("totp")
    secret = box.decrypt(kept.encode()).decode() if kept else ""
    code = visit.text("code").replace(" ", "")
    if secret and factors.enrol_totp(visit.database, visit.me, secret, code, box):
        return _enrolled(visit)
    return {"code": say("first-code")}


def key(visit: Visit) -> dict[str, Any]:
    """Ask the browser for a security key, or what is built into the device."""
    options, state = visit.keys().begin()
    sessions.keep(visit.database, visit.here, key=state)
    return {"options": options, "script": True}


def add_key(visit: Visit) -> Answer:
    """Set up the key that has answered."""
    state, name = visit.kept("key"), visit.text("name", 60) or visit.program
    if state and visit.keys().add(state, visit.text("answer", 16384), name):
        return _enrolled(visit)
    return {"name": say("no-key")}


def _enrolled(visit: Visit) -> Response:
    visit.note("enrolled")
    visit.end_others()
    return strengthened(visit, "/hai-buoc" if visit.codes_left() else "/hai-buoc/ma-du-phong?moi=1")


def asks_before_codes(visit: Visit) -> Response | None:
    """Have the password typed again before old codes end; without a factor there are none."""
    if visit.codes_left() and (response := confirmed(visit)):
        return response
    return None if visit.ways() else visit.go("/hai-buoc")


def new_codes(visit: Visit) -> Response:
    """Make new recovery codes and show them once."""
    visit.note("codes")
    codes = factors.new_recovery_codes(visit.database, visit.me)
    return visit.page("recovery.html", codes=codes)


def removable(visit: Visit) -> Response | None:
    """Lead elsewhere if there is no such factor, or none would be left where one is asked."""
    if not visit.numbered(visit.ways()):
        return visit.go("/hai-buoc")
    asked = visit.office.rules.second_factor_used(visit.me.account)
    # Otherwise whoever knows the password could set up a factor of his own from outside.
    return visit.page("message.html", what="last") if asked and len(visit.ways()) == 1 else None


def remove(visit: Visit) -> Response:
    """Remove a factor."""
    factors.remove(visit.database, visit.me, visit.number)
    visit.end_others()
    visit.note("removed")
    return visit.go("/hai-buoc")


PAGES = [
    Page("/hai-buoc", "factors.html", "enrol full"),
    Page("/hai-buoc/ung-dung", "factor_app.html", "enrol full", (confirmed,), app, add_app),
    Page("/hai-buoc/khoa", "factor_key.html", "enrol full", (confirmed,), key, add_key),
    Page("/hai-buoc/ma-du-phong", "recovery.html", "full", (asks_before_codes,), sent=new_codes),
    Page(
        "/hai-buoc/go/{id:int}", "remove_factor.html", "full", (confirmed, removable), sent=remove
    ),
]
