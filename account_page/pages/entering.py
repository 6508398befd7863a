"""From the letter to the first page: logging in, choosing a password, the second factor."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from account_page import clock, factors, guessing, passwords, people, sessions, strength
from account_page.people import Person
from account_page.web import SESSION, Visit, page

_EMPTY = {"address": "Hãy gõ địa chỉ thư của mình.", "password": "Hãy gõ mật khẩu."}
_ANSWERS = {
    "wrong": "Địa chỉ hoặc mật khẩu chưa đúng. Hãy gõ lại. Nếu quên, hãy nhờ văn phòng cấp lại.",
    "expired": "Mật khẩu trong thư đã hết hạn. Hãy nhờ văn phòng cấp thư mới.",
}
_REFUSED = {
    "key": "Chưa xác nhận được. Hãy thử lại, hoặc dùng cách khác bên dưới.",
    "code": "Mã chưa đúng hoặc đã dùng rồi. Hãy chờ mã mới hiện ra rồi gõ lại.",
    "recovery": "Mã dự phòng chưa đúng hoặc đã dùng rồi. Hãy thử mã khác.",
}
_STATES = {
    "suspended": "Tài khoản đang tạm ngừng theo quyết định. Hãy hỏi văn phòng.",
    "dormant": "Tài khoản đã khóa đăng nhập vì lâu không dùng. Hãy nhờ văn phòng mở lại.",
    "left": "Tài khoản đã đóng theo quyết định. Hãy hỏi văn phòng.",
}


def login(visit: Visit) -> Response:
    """Ask for address and password."""
    typed = visit.text("address")
    shown: dict[str, Any] = {"address": typed, "remembered": bool(visit.text("remember"))}
    if visit.request.method == "GET":
        return visit.page("login.html", **shown)
    errors = {name: text for name, text in _EMPTY.items() if not visit.form.get(name)}
    if errors:
        return visit.page("login.html", **shown, errors=errors)
    person = visit.tables.by_login(typed, visit.office.domain)
    guard = visit.guard(person.account if person else guessing.unknown(people.fold(typed)))
    found = error = ""
    if until := guard.locked_until():
        error = locked(until)
    else:
        found = passwords.check(visit.database, person, visit.secret("password"))
        error = _ANSWERS.get(found, "")
    if found == "wrong":
        guard.failed("password")
    if person and not error:
        error = "" if person.active else _STATES.get(person.state, _STATES["suspended"])
    if not person or error:
        return visit.page("login.html", **shown, errors={"password": error})
    return _entered(visit, person, guard, first=found == "first")


def _entered(visit: Visit, person: Person, guard: guessing.Guard, *, first: bool) -> Response:
    device = visit.device(person)
    # Both factors once a day on a device of one's own: what it proved holds for a day.
    proved = device is not None and device["proved"] > clock.now() - sessions.DAY
    proved = proved and bool(factors.of(visit.database, person))
    remembered = device is not None or bool(visit.text("remember"))
    token = sessions.begin(
        visit.database, person, visit.place, must_choose=first, strong=proved, remembered=remembered
    )
    visit.note("first" if first else "password", person.account)
    response = visit.enter(token, "/", remembered=remembered)
    # Where the second factor is yet to come, its failures count on.
    if proved or not visit.office.rules.wants_second_factor(person.account, visit.address):
        guard.passed()
        if remembered and not device and not first:
            kept = sessions.remember(visit.database, person, visit.program, proved=False)
            visit.remember(response, kept)
    return response


def locked(until: int) -> str:
    """Return what is said to whom a lock keeps out."""
    return (
        f"Đã gõ sai nhiều lần từ nơi này. Hãy thử lại sau {clock.written(until)}.\nTừ mạng khác, "
        "ví dụ 4G của điện thoại, vẫn đăng nhập được. Nếu quên mật khẩu, hãy nhờ văn phòng."
    )


def choose(visit: Visit) -> Response:
    """Have a password chosen after a letter's."""
    shown = bool(visit.text("show"))
    if visit.request.method == "GET":
        return visit.page("choose.html", shown=shown)
    if errors := new_password_errors(visit):
        return visit.page("choose.html", shown=shown, errors=errors)
    return keep_password(visit, "/dien-thoai?moi=1")


def new_password_errors(visit: Visit) -> dict[str, str]:
    """Return what is wrong with the new password of a form, by field."""
    new, rules = visit.secret("new"), visit.office.rules
    if not new:
        return {"new": "Hãy gõ mật khẩu mới."}
    if refused := strength.refusals(new, visit.me, visit.office):
        return {"new": "\n".join(refused)}
    history = rules.password.history
    letters = visit.me.first_password
    if passwords.first_matches(letters, new) or passwords.used_before(
        visit.database, visit.me.account, new, history
    ):
        return {"new": "Mật khẩu này đã dùng trước đây. Hãy chọn mật khẩu khác."}
    if new != visit.secret("again"):
        return {"again": "Hai lần gõ chưa giống nhau. Hãy gõ lại cả hai ô."}
    return {}


def keep_password(visit: Visit, path: str) -> Response:
    """Keep the new password of a form, end all that the old one opened, and lead on."""
    passwords.choose(visit.database, visit.me, visit.secret("new"))
    sessions.end(visit.database, visit.me.account, but=visit.here.id)
    sessions.forget_devices(visit.database, visit.me.account)
    visit.note("changed")
    token = sessions.renew(visit.database, visit.here, strong=False)
    return visit.enter(token, path, remembered=visit.here.remembered)


def factor(visit: Visit) -> Response:
    """Ask for the second factor: a key, a code of the app, or a recovery code."""
    kinds = {row["kind"] for row in factors.of(visit.database, visit.me)}
    way = visit.text("way")
    way = way if way in _REFUSED else "key" if "key" in kinds else "code"
    guard, error = visit.guard(), ""
    if visit.request.method == "POST":
        if until := guard.locked_until():
            error = locked(until)
        elif _proved(visit, way):
            guard.passed()
            visit.note("recovery" if way == "recovery" else "factor")
            return strengthened(visit, "/")
        else:
            guard.failed(way)
            error = _REFUSED[way]
    options = "{}"
    if way == "key" and (asked := factors.ask_key(visit.database, visit.me, visit.office)):
        options, state = asked
        sessions.keep(visit.database, visit.here, ask=state)
    return visit.page(
        "factor.html",
        way=way,
        kinds=kinds,
        options=options,
        script=way == "key",
        errors={"code": error} if error else {},
    )


def _proved(visit: Visit, way: str) -> bool:
    if way == "key":
        state = visit.here.pending.get("ask")
        # A challenge is answered once.
        sessions.keep(visit.database, visit.here)
        answer = visit.text("answer", 16384)
        return bool(state) and factors.key_matches(
            visit.database, visit.me, visit.office, state or {}, answer
        )
    code = visit.text("code")
    if way == "recovery":
        return factors.recovery_code_matches(visit.database, visit.me, code)
    return factors.totp_matches(visit.database, visit.me, code.replace(" ", ""), visit.settings.box)


def strengthened(visit: Visit, path: str) -> Response:
    """Lead on with a session that has proved both factors; remember its device if it is own."""
    device = visit.device(visit.me)
    token = sessions.renew(visit.database, visit.here, strong=True)
    response = visit.enter(token, path, remembered=visit.here.remembered)
    if device:
        sessions.prove(visit.database, device["id"])
    elif visit.here.remembered:
        kept = sessions.remember(visit.database, visit.me, visit.program, proved=True)
        visit.remember(response, kept)
    return response


def logout(visit: Visit) -> Response:
    """End this session."""
    sessions.end(visit.database, visit.me.account, visit.here.id)
    response = visit.go("/vao?xong=1")
    response.delete_cookie(SESSION, path="/", secure=True, httponly=True, samesite="lax")
    return response


ROUTES: list[Route] = [
    page("/vao", login, None),
    page("/mat-khau", choose, "choose"),
    page("/ma", factor, "factor"),
    page("/thoat", logout, "choose", "factor", "enrol", "old", "full", methods="POST"),
]
