"""What a person minds day by day: mail programs and devices, password, logins, sessions."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from account_page import app_passwords, clock, passwords, sessions
from account_page.pages.entering import keep_password, new_password_errors, tried
from account_page.sentences import say
from account_page.web import Answer, Page, Visit

_CONFIRMED = 300  # seconds for which a password that was typed again holds
_TYPED = 900  # seconds for which the login's holds, for what adds no right but mail's own
_PATH = re.compile(r"/[a-z-]+(/[a-z-]+)*(/\d+)?")


def confirmed(visit: Visit) -> Response | None:
    """Have the password typed again, unless that was done just now, or at this login's start."""
    if visit.stage == "enrol" or visit.here["confirmed"] > clock.now() - _CONFIRMED:
        return None
    return visit.go(f"/xac-nhan?den={visit.path}")


def typed_lately(visit: Visit) -> Response | None:
    """Have the password typed again, unless that was done, or a login, a short while ago."""
    typed = max(visit.here["made"], visit.here["confirmed"])
    return None if typed > clock.now() - _TYPED else confirmed(visit)


def wanted(visit: Visit) -> dict[str, str]:
    """Show where the visitor was going when the password was asked again."""
    path = visit.text("den")
    return {"path": path if _PATH.fullmatch(path) else "/"}


def confirm(visit: Visit) -> Answer:
    """Take the password before something that gives or takes rights."""
    if errors := _wrong_password(visit):
        return errors
    sessions.confirm(visit.database, visit.here)
    return visit.renew(wanted(visit)["path"])


def _wrong_password(visit: Visit) -> dict[str, str]:
    """Check the present password of a form; return what is wrong with it."""

    def right() -> bool:
        return passwords.check(visit.database, visit.me, visit.secret("password")) == "chosen"

    error = tried(visit, "password", right, "wrong-password")
    return {"password": error} if error else {}


def add_program(visit: Visit) -> Answer:
    """Give a device an app password, shown once."""
    name, once = visit.text("name", 60), visit.text("once")
    if not name:
        return {"name": say("no-name")}
    # A page that is loaded again sends its form again: that makes no second password.
    if visit.kept("made") == once:
        return visit.page("message.html", what="shown")
    secret = app_passwords.make(visit.settings.state, visit.me, name)
    if not secret:
        return {"name": say("too-many")}
    sessions.keep(visit.database, visit.here, made=once)
    visit.note("app")
    return visit.page("phone_done.html", name=name, secret=secret)


def revoke(visit: Visit) -> Response:
    """Take back an app password, and end what it has open."""
    if app_passwords.revoke(visit.settings.state, visit.me, visit.number):
        visit.note("revoked")
    return visit.go("/thiet-bi")


def forget_device(visit: Visit) -> Response:
    """Forget a remembered device, and end all sessions but this one."""
    sessions.forget_devices(visit.database, visit.me.account, visit.number)
    visit.end_others()
    app_passwords.end_mail_sessions(visit.settings.state, visit.me)
    visit.note("forgotten")
    return visit.go("/thiet-bi")


def change_password(visit: Visit) -> Answer:
    """Take another password, after the present one."""
    errors = _wrong_password(visit) or new_password_errors(visit)
    return errors or keep_password(visit, "/?doi=1")


def logins(visit: Visit) -> dict[str, Any]:
    """Show what happened lately, beside the sessions that are open."""
    return {"events": sessions.events(visit.database, visit.me.account)}


def end_one(visit: Visit) -> Response:
    """End one session of this page."""
    sessions.end(visit.database, visit.me.account, visit.number)
    visit.note("ended")
    return visit.go("/dang-nhap")


def end_all(visit: Visit) -> Response:
    """End everything: other sessions, remembered devices, app passwords and what they opened."""
    visit.end_others()
    sessions.forget_devices(visit.database, visit.me.account)
    app_passwords.revoke(visit.settings.state, visit.me)
    visit.note("everything")
    return visit.go("/dang-nhap?het=1")


PAGES = [
    Page("/", "home.html", "full"),
    Page("/xac-nhan", "confirm.html", "full", shown=wanted, sent=confirm),
    Page("/dien-thoai", "phone.html", "full", (typed_lately,), sent=add_program),
    Page("/thiet-bi", "devices.html", "full"),
    Page("/thiet-bi/thu/{id:int}", "remove_program.html", "full", sent=revoke),
    Page("/thiet-bi/quen/{id:int}", "remove_device.html", "full", (confirmed,), sent=forget_device),
    Page("/doi-mat-khau", "password.html", "old full", sent=change_password),
    Page("/dang-nhap", "logins.html", "full", shown=logins),
    Page("/dang-nhap/ket-thuc/{id:int}", "remove_session.html", "full", (confirmed,), sent=end_one),
    Page("/ket-thuc-het", "remove_everything.html", "full", (confirmed,), sent=end_all),
]
