"""What a person minds day by day: mail programs and devices, password, logins, sessions."""

from __future__ import annotations

import re

from starlette.responses import Response
from starlette.routing import Route

from account_page import app_passwords, clock, factors, passwords, sessions
from account_page.codes import qr
from account_page.pages.entering import keep_password, locked, new_password_errors
from account_page.web import Visit, page

_CONFIRMED = 300  # seconds for which a password that was typed again holds
_TYPED = 900  # seconds for which the login's holds, for what adds no right but mail's own
_PATH = re.compile(r"/[a-z-]+(/[a-z-]+)*(/\d+)?")


def home(visit: Visit) -> Response:
    """Offer what there is to do."""
    return visit.page(
        "home.html",
        phones=len(app_passwords.of(visit.settings.state, visit.me)),
        factors=len(factors.of(visit.database, visit.me)),
        codes=factors.recovery_codes_left(visit.database, visit.me),
    )


def asks_again(visit: Visit, path: str) -> Response | None:
    """Return the page that has the password typed again, unless that was done just now."""
    if visit.here.confirmed > clock.now() - _CONFIRMED:
        return None
    return visit.go(f"/xac-nhan?den={path}")


def confirm(visit: Visit) -> Response:
    """Have the password typed again before something that gives or takes rights."""
    path = visit.text("den")
    path = path if _PATH.fullmatch(path) else "/"
    if visit.request.method == "GET":
        return visit.page("confirm.html", path=path)
    if error := _wrong_password(visit):
        return visit.page("confirm.html", path=path, errors={"password": error})
    token = sessions.confirm(visit.database, visit.here)
    return visit.enter(token, path, remembered=visit.here.remembered)


def _wrong_password(visit: Visit) -> str:
    """Check the password of a form; return what is wrong with it."""
    guard = visit.guard()
    if until := guard.locked_until():
        return locked(until)
    if passwords.check(visit.database, visit.me, visit.secret("password")) == "chosen":
        guard.passed()
        return ""
    guard.failed("password")
    return "Mật khẩu chưa đúng."


def phone(visit: Visit) -> Response:
    """Name a device; give it an app password, shown once."""
    new = bool(visit.text("moi"))
    if visit.here.typed <= clock.now() - _TYPED:
        return visit.go("/xac-nhan?den=/dien-thoai")
    if visit.request.method == "GET":
        here = visit.program.rpartition(" trên ")[2]
        return visit.page("phone.html", new=new, name=here[:1].upper() + here[1:])
    name = visit.text("name", 60)
    if not name:
        message = "Hãy đặt tên để sau này nhận ra, ví dụ «Điện thoại của tôi»."
        return visit.page("phone.html", new=new, name="", errors={"name": message})
    # A page that is loaded again sends its form again: that makes no second password.
    if visit.here.pending.get("made") == visit.text("once"):
        return visit.page("message.html", what="shown")
    secret = app_passwords.make(visit.settings.state, visit.me, name)
    if not secret:
        message = "Đã có quá nhiều máy. Hãy thu hồi những máy không dùng nữa."
        return visit.page("phone.html", new=new, name=name, errors={"name": message})
    sessions.keep(visit.database, visit.here, made=visit.text("once"))
    visit.note("app")
    host, address = visit.office.host, visit.me.address
    lines = (
        f"Thư công vụ {address}",
        f"Mật khẩu: {secret}",
        f"Nhận thư (IMAP): {host} cổng 993 SSL/TLS",
        f"Gửi thư (SMTP): {host} cổng 465 SSL/TLS",
    )
    return visit.page("phone_done.html", name=name, secret=secret, qr=qr("\n".join(lines)))


def devices(visit: Visit) -> Response:
    """List app passwords and remembered devices."""
    return visit.page(
        "devices.html",
        programs=app_passwords.of(visit.settings.state, visit.me),
        devices=sessions.devices(visit.database, visit.me),
    )


def revoke_program(visit: Visit) -> Response:
    """Take back an app password, and end what it has open."""
    programs = app_passwords.of(visit.settings.state, visit.me)
    found = [row["name"] for row in programs if row["id"] == visit.number]
    if visit.request.method == "GET" and found:
        return visit.page(
            "remove.html",
            title="Thu hồi mật khẩu của máy này?",
            name=found[0],
            path=f"/thiet-bi/thu/{visit.number}",
            back="/thiet-bi",
            what="program",
        )
    if found:
        app_passwords.revoke(visit.settings.state, visit.me, visit.number)
        visit.note("revoked")
        return visit.go("/thiet-bi?da=thu")
    return visit.go("/thiet-bi")


def forget_device(visit: Visit) -> Response:
    """Forget a remembered device, and end all sessions but this one."""
    if response := asks_again(visit, "/thiet-bi"):
        return response
    sessions.forget_devices(visit.database, visit.me.account, visit.number)
    sessions.end(visit.database, visit.me.account, but=visit.here.id)
    app_passwords.end_mail_sessions(visit.settings.state, visit.me)
    visit.note("forgotten")
    return visit.go("/thiet-bi?da=quen")


def password(visit: Visit) -> Response:
    """Change the password."""
    shown = bool(visit.text("show"))
    if visit.request.method == "GET":
        return visit.page("password.html", shown=shown)
    if error := _wrong_password(visit):
        return visit.page("password.html", shown=shown, errors={"password": error})
    if errors := new_password_errors(visit):
        return visit.page("password.html", shown=shown, errors=errors)
    return keep_password(visit, "/?doi=1")


def logins(visit: Visit) -> Response:
    """Show sessions that are open, and what happened lately."""
    return visit.page(
        "logins.html",
        sessions=sessions.of(visit.database, visit.me),
        events=sessions.events(visit.database, visit.me.account),
    )


def end_session(visit: Visit) -> Response:
    """End one session of this page."""
    if response := asks_again(visit, "/dang-nhap"):
        return response
    sessions.end(visit.database, visit.me.account, visit.number)
    visit.note("ended")
    return visit.go("/dang-nhap")


def end_all(visit: Visit) -> Response:
    """End everything: other sessions, remembered devices, app passwords and what they opened."""
    if response := asks_again(visit, "/ket-thuc-het"):
        return response
    if visit.request.method == "GET":
        return visit.page(
            "remove.html",
            title="Đăng xuất mọi nơi, thu hồi mọi máy?",
            name="",
            path="/ket-thuc-het",
            back="/dang-nhap",
            what="everything",
        )
    sessions.end(visit.database, visit.me.account, but=visit.here.id)
    sessions.forget_devices(visit.database, visit.me.account)
    app_passwords.revoke(visit.settings.state, visit.me)
    visit.note("everything")
    return visit.go("/dang-nhap?het=1")


ROUTES: list[Route] = [
    page("/", home, "full", methods="GET"),
    page("/xac-nhan", confirm, "full"),
    page("/dien-thoai", phone, "full"),
    page("/thiet-bi", devices, "full", methods="GET"),
    page("/thiet-bi/thu/{number:int}", revoke_program, "full"),
    page("/thiet-bi/quen/{number:int}", forget_device, "full", methods="POST"),
    page("/doi-mat-khau", password, "old", "full"),
    page("/dang-nhap", logins, "full", methods="GET"),
    page("/dang-nhap/ket-thuc/{number:int}", end_session, "full", methods="POST"),
    page("/ket-thuc-het", end_all, "full"),
]
