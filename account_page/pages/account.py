"""What a person minds: mail programs and devices, password, logins, sessions, second factors."""

import re
from typing import Any

import pyotp
from starlette.responses import Response

from account_page import app_passwords, clock, factors, passwords, sessions
from account_page.pages.entering import keep_password, new_password_errors, strengthened, tried
from account_page.sentences import say
from account_page.web import Answer, Page, Visit

_CONFIRMED = 300  # seconds for which a password that was typed again holds
_TYPED = 900  # seconds for which the login's holds, for what adds no right but mail's own
_PATH = re.compile(r"/[a-z-]+(/[a-z-]+)*(/\d+)?")


def confirmed(visit: Visit) -> Response | None:
    """Have the password typed again, unless that was done just now, or at this login's start."""
    if visit.stage == "/hai-buoc" or visit.here["confirmed"] > clock.now() - _CONFIRMED:
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
    where = wanted(visit)["path"]
    return _wrong_password(visit) or visit.renew(where, confirmed=clock.now())


def _wrong_password(visit: Visit) -> dict[str, str]:
    """Check the present password of a form; return what is wrong with it."""
    return tried(visit, "password", "password", _password_matches)


def _password_matches(visit: Visit) -> bool:
    return passwords.check(visit.database, visit.me, visit.secret("password")) == "chosen"


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
        return visit.go("/thiet-bi?da=thu")
    return visit.go("/thiet-bi")


def forget_device(visit: Visit) -> Response:
    """Forget a remembered device, and end all sessions but this one."""
    sessions.forget_devices(visit.database, visit.me.account, visit.number)
    sessions.end_others(visit.database, visit.here)
    app_passwords.end_mail_sessions(visit.settings.state, visit.me)
    visit.note("forgotten")
    return visit.go("/thiet-bi?da=quen")


def change_password(visit: Visit) -> Answer:
    """Take another password, after the present one."""
    errors = _wrong_password(visit) or new_password_errors(visit)
    return errors or keep_password(visit, "/?doi=1")


def end_one(visit: Visit) -> Response:
    """End one session of this page."""
    sessions.end(visit.database, visit.me.account, visit.number)
    visit.note("ended")
    return visit.go("/dang-nhap")


def end_all(visit: Visit) -> Response:
    """End everything: other sessions, remembered devices, app passwords and what they opened."""
    sessions.end_others(visit.database, visit.here)
    sessions.forget_devices(visit.database, visit.me.account)
    app_passwords.revoke(visit.settings.state, visit.me)
    visit.note("everything")
    return visit.go("/dang-nhap?het=1")


# Second factors


def _secret(visit: Visit) -> str:
    kept = visit.kept("totp")
    return visit.settings.box.decrypt(kept).decode() if kept else ""


def app(visit: Visit) -> dict[str, Any]:
    """Show the secret for an app that shows codes: the same until its first code is right."""
    secret = _secret(visit) if visit.sent else ""
    if not secret:
        secret = pyotp.random_base32()
        kept = visit.settings.box.encrypt(secret.encode()).decode()
        sessions.keep(visit.database, visit.here, totp=kept)
    issuer = visit.office.name or visit.office.host
    address = pyotp.TOTP(secret).provisioning_uri(visit.me.address, issuer)
    return {"secret": secret, "address": address}


def add_app(visit: Visit) -> Answer:
    """Set up the app whose first code is right."""
    secret, code, box = _secret(visit), visit.text("code").replace(" ", ""), visit.settings.box
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
    sessions.end_others(visit.database, visit.here)
    new_codes = "" if visit.codes_left() else "/ma-du-phong?moi=1"
    return strengthened(visit, f"/hai-buoc{new_codes}")


def asks_before_codes(visit: Visit) -> Response | None:
    """Have the password typed again before old codes end; without a factor there are none."""
    if visit.codes_left() and (response := confirmed(visit)):
        return response
    return None if visit.ways() else visit.go("/hai-buoc")


def new_codes(visit: Visit) -> Response:
    """Make new recovery codes and show them once."""
    visit.note("codes")
    return visit.page("recovery.html", codes=factors.new_recovery_codes(visit.database, visit.me))


def removable(visit: Visit) -> Response | None:
    """Lead elsewhere if there is no such factor, or none would be left where one is asked."""
    if not visit.numbered(visit.ways()):
        return visit.go("/hai-buoc")
    rules = visit.office.rules
    asked = rules.second_factor != "never" or visit.me.account in rules.operators
    # Otherwise whoever knows the password could set up a factor of his own from outside.
    return visit.page("message.html", what="last") if asked and len(visit.ways()) == 1 else None


def remove(visit: Visit) -> Response:
    """Remove a factor."""
    factors.remove(visit.database, visit.me, visit.number)
    sessions.end_others(visit.database, visit.here)
    visit.note("removed")
    return visit.go("/hai-buoc")


PAGES = [
    Page("/", "home.html", "/"),
    Page("/xac-nhan", "confirm.html", "/", shown=wanted, sent=confirm),
    Page("/dien-thoai", "phone.html", "/", (typed_lately,), sent=add_program),
    Page("/thiet-bi", "devices.html", "/"),
    Page("/thiet-bi/thu/{id:int}", "remove_program.html", "/", sent=revoke),
    Page("/thiet-bi/quen/{id:int}", "remove_device.html", "/", (confirmed,), sent=forget_device),
    Page("/doi-mat-khau", "password.html", "/doi-mat-khau /", sent=change_password),
    Page("/dang-nhap", "logins.html", "/"),
    Page("/dang-nhap/ket-thuc/{id:int}", "remove_session.html", "/", (confirmed,), sent=end_one),
    Page("/ket-thuc-het", "remove_everything.html", "/", (confirmed,), sent=end_all),
    Page("/hai-buoc", "factors.html", "/hai-buoc /"),
    Page("/hai-buoc/ung-dung", "factor_app.html", "/hai-buoc /", (confirmed,), app, add_app),
    Page("/hai-buoc/khoa", "factor_key.html", "/hai-buoc /", (confirmed,), key, add_key),
    Page("/hai-buoc/ma-du-phong", "recovery.html", "/", (asks_before_codes,), sent=new_codes),
    Page("/hai-buoc/go/{id:int}", "remove_factor.html", "/", (confirmed, removable), sent=remove),
]
