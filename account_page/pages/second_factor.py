"""Setting up and removing second factors."""

from __future__ import annotations

import pyotp
from starlette.responses import Response
from starlette.routing import Route

from account_page import factors, sessions
from account_page.codes import qr
from account_page.pages.account import asks_again
from account_page.pages.entering import strengthened
from account_page.web import Visit, page


def ways(visit: Visit) -> Response:
    """Show what is set up, and offer what can be."""
    return visit.page(
        "factors.html",
        factors=factors.of(visit.database, visit.me),
        codes=factors.recovery_codes_left(visit.database, visit.me),
        forced=visit.stage == "enrol",
    )


def _may_not_yet(visit: Visit, path: str) -> Response | None:
    """Have the password typed again, unless the factor is being asked for at a login."""
    return None if visit.stage == "enrol" else asks_again(visit, path)


def app(visit: Visit) -> Response:
    """Set up an app that shows codes."""
    if response := _may_not_yet(visit, "/hai-buoc/ung-dung"):
        return response
    box, errors = visit.settings.box, {}
    kept = visit.here.pending.get("totp")
    if visit.request.method == "POST" and kept:
        secret = box.decrypt(kept.encode()).decode()
        code = visit.text("code").replace(" ", "")
        if factors.enrol_totp(visit.database, visit.me, secret, code, box):
            return _enrolled(visit)
        errors = {"code": "Mã chưa đúng. Hãy gõ 6 số đang hiện trong ứng dụng."}
    else:
        secret = pyotp.random_base32()
        kept = box.encrypt(secret.encode()).decode()
        sessions.keep(visit.database, visit.here, totp=kept)
    address = factors.totp_address(secret, visit.me, visit.office)
    return visit.page(
        "factor_app.html", secret=secret, address=address, qr=qr(address), errors=errors
    )


def key(visit: Visit) -> Response:
    """Set up a security key, or what is built into the device."""
    if response := _may_not_yet(visit, "/hai-buoc/khoa"):
        return response
    errors = {}
    if visit.request.method == "POST":
        state = visit.here.pending.get("key")
        name = visit.text("name", 60) or visit.program
        answer = visit.text("answer", 16384)
        if state and factors.finish_key(
            visit.database, visit.me, visit.office, state, answer=answer, name=name
        ):
            return _enrolled(visit)
        errors = {"name": "Chưa đăng ký được. Hãy thử lại, hoặc quay lại chọn ứng dụng mã."}
    options, state = factors.begin_key(visit.database, visit.me, visit.office)
    sessions.keep(visit.database, visit.here, key=state)
    return visit.page("factor_key.html", options=options, script=True, errors=errors)


def _enrolled(visit: Visit) -> Response:
    visit.note("enrolled")
    sessions.end(visit.database, visit.me.account, but=visit.here.id)
    if factors.recovery_codes_left(visit.database, visit.me):
        return strengthened(visit, "/hai-buoc")
    return strengthened(visit, "/hai-buoc/ma-du-phong?moi=1")


def recovery(visit: Visit) -> Response:
    """Make new recovery codes and show them once."""
    fresh = not factors.recovery_codes_left(visit.database, visit.me)
    if not fresh and (response := asks_again(visit, "/hai-buoc/ma-du-phong")):
        return response
    if not factors.of(visit.database, visit.me):
        return visit.go("/hai-buoc")
    if visit.request.method == "GET":
        return visit.page("recovery.html", codes=[])
    visit.note("codes")
    codes = factors.new_recovery_codes(visit.database, visit.me)
    return visit.page("recovery.html", codes=codes)


def remove(visit: Visit) -> Response:
    """Remove a factor, after the password was typed again."""
    path = f"/hai-buoc/go/{visit.number}"
    if response := asks_again(visit, path):
        return response
    found = [row for row in factors.of(visit.database, visit.me) if row["id"] == visit.number]
    if not found:
        return visit.go("/hai-buoc")
    if len(factors.of(visit.database, visit.me)) == 1 and visit.office.rules.second_factor_used(
        visit.me.account
    ):
        # Otherwise whoever knows the password could set up a factor of his own from outside.
        return visit.page("message.html", what="last")
    if visit.request.method == "GET":
        return visit.page(
            "remove.html",
            title="Gỡ cách xác nhận này?",
            name=found[0]["name"],
            path=path,
            back="/hai-buoc",
            what="factor",
        )
    factors.remove(visit.database, visit.me, visit.number)
    sessions.end(visit.database, visit.me.account, but=visit.here.id)
    visit.note("removed")
    return visit.go("/hai-buoc")


ROUTES: list[Route] = [
    page("/hai-buoc", ways, "enrol", "full", methods="GET"),
    page("/hai-buoc/ung-dung", app, "enrol", "full"),
    page("/hai-buoc/khoa", key, "enrol", "full"),
    page("/hai-buoc/ma-du-phong", recovery, "full"),
    page("/hai-buoc/go/{number:int}", remove, "full"),
]
