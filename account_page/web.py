"""One request: who asks, from where, in which stage of a session; and how it is answered.

A page is declared by `page`: its template, the stages in which it is seen, what it shows, and what
it does with its form. Around each stands what holds for all: where forms may come from, the
headers, what happens when it goes wrong.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from account_page import (
    app_passwords,
    clock,
    codes,
    factors,
    guessing,
    passwords,
    people,
    sentences,
    sessions,
    store,
)
from account_page.factors import Keys
from account_page.people import Office, People, Person
from account_page.sessions import Session
from account_page.settings import Settings

BASE = "/tai-khoan"
SESSION, DEVICE = "__Host-tai-khoan", "__Host-thiet-bi"
_LARGEST = 64 * 1024  # of a form; an answer of a security key is the largest
_LOG = logging.getLogger("account_page")
# Where somebody is led who is at another stage than a page asks for.
_STAGES: dict[str | None, str] = {
    None: "/vao",
    "choose": "/mat-khau",
    "factor": "/ma",
    "enrol": "/hai-buoc",
    "old": "/doi-mat-khau",
    "full": "/",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # no-referrer would make browsers send «Origin: null»
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src {}; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_TEMPLATES.globals["base"] = BASE
_TEMPLATES.filters |= {"written": clock.written, "qr": codes.qr}


def plain(status: int, what: str) -> Response:
    """Return a page that needs neither tables nor session: for when those are what fails."""
    page = _TEMPLATES.get_template("plain.html").render(text=sentences.say(what))
    return secured(HTMLResponse(page, status))


def secured(response: Response, *, script: bool = False) -> Response:
    """Give an answer the headers that all have."""
    response.headers.update(_HEADERS)
    policy = _POLICY.format("'self'" if script else "'none'")
    response.headers["Content-Security-Policy"] = policy
    return response


@dataclass
class Visit:
    """A request to a page.

    Attributes:
        cookie: value of the session's cookie; of a fresh one where there was none.
        session, person: none where nobody is logged in.
    """

    request: Request
    settings: Settings
    form: FormData
    database: store.Store
    tables: People
    office: Office
    cookie: str
    session: Session | None = None
    person: Person | None = None

    @cached_property
    def address(self) -> str:
        """The client's address, as nginx saw it."""
        peer = self.request.client.host if self.request.client else ""
        return self.request.headers.get("x-real-ip", peer)

    @cached_property
    def system(self) -> str:
        """What the client runs on, in words: «điện thoại Android»."""
        return sentences.named("systems", self.request.headers.get("user-agent", ""))

    @cached_property
    def program(self) -> str:
        """What the client is, in words: «Chrome trên điện thoại Android»."""
        browser = sentences.named("browsers", self.request.headers.get("user-agent", ""))
        return f"{browser} trên {self.system}"

    @property
    def place(self) -> sessions.Place:
        """Where the request comes from."""
        return sessions.Place(self.address, self.program)

    @property
    def path(self) -> str:
        """The page's own path, below `BASE`."""
        return self.request.url.path.removeprefix(BASE)

    @property
    def sent(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    @property
    def here(self) -> Session:
        """The session; only in pages that ask for one."""
        if not self.session:
            raise HTTPException(403)
        return self.session

    @property
    def me(self) -> Person:
        """The person; only in pages that ask for a session."""
        if not self.person:
            raise HTTPException(403)
        return self.person

    def text(self, name: str, longest: int = 300) -> str:
        """Return a field of the form, or of the address, without spaces around it."""
        value = self.form.get(name) or self.request.query_params.get(name) or ""
        return value.strip()[:longest] if isinstance(value, str) else ""

    def secret(self, name: str) -> str:
        """Return a password of the form as it is hashed.

        One character more than a password may have is left of a longer one: it is seen, and not
        taken for a shorter one.
        """
        value = self.form.get(name)
        return passwords.normal(value)[: passwords.LONGEST + 1] if isinstance(value, str) else ""

    def numbered(self, rows: list[sqlite3.Row]) -> sqlite3.Row | None:
        """Return the row that the number in the page's address means, if it is among them."""
        return next((row for row in rows if row["id"] == self.number), None)

    @property
    def number(self) -> int:
        """The number in the page's address."""
        return min(int(self.request.path_params["id"]), 2**62)

    @property
    def programs(self) -> list[sqlite3.Row]:
        """The mail programs that have a password."""
        return app_passwords.of(self.settings.state, self.me)

    @property
    def devices(self) -> list[sqlite3.Row]:
        """The remembered devices."""
        return sessions.devices(self.database, self.me)

    @property
    def factors(self) -> list[sqlite3.Row]:
        """The second factors."""
        return factors.of(self.database, self.me)

    @property
    def codes_left(self) -> int:
        """How many recovery codes are left."""
        return factors.recovery_codes_left(self.database, self.me)

    @property
    def keys(self) -> Keys:
        """The security keys."""
        return Keys(self.database, self.me, self.office)

    @property
    def once(self) -> str:
        """A value that tells a form that is sent from the same form sent again."""
        return secrets.token_urlsafe(8)

    @property
    def token(self) -> str:
        """What each form of this visitor must carry."""
        return self.settings.signature("form", self.cookie)

    def device(self, person: Person | None) -> sqlite3.Row | None:
        """Return the remembered device that asks, if it is this person's."""
        return sessions.device(self.database, person, self.request.cookies.get(DEVICE, ""))

    def guard(self, account: str = "") -> guessing.Guard:
        """Return the door to an account (the session's own without one) from here."""
        account = account or self.me.account
        device = self.device(self.tables.person(account))
        source = guessing.source(self.address, device["id"] if device else None)
        return guessing.Guard(self.database, self.office.rules, account, source, self.place)

    def note(self, what: str, account: str = "") -> None:
        """Record what happened to an account: for its person, and in the log."""
        account = account or self.me.account
        sessions.note(self.database, account, what, self.place)
        _LOG.info("%s: account=%s source=%s", what, account, self.address)

    def end_others(self) -> None:
        """End all sessions but this one."""
        sessions.end(self.database, self.me.account, but=self.here.id)

    # Answers

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page; `errors` says by field what is wrong with a form."""
        values = {"errors": {}, "script": False, **values}
        known = {"visit": self, "office": self.office, "person": self.person}
        text = _TEMPLATES.get_template(template).render(**known, **values)
        response = HTMLResponse(text, 422 if values["errors"] else status)
        self._set(response, SESSION, self.cookie)
        return secured(response, script=values["script"])

    def go(self, path: str) -> Response:
        """Lead to another page, after a form too."""
        response = RedirectResponse(BASE + path, 303)
        self._set(response, SESSION, self.cookie)
        return secured(response)

    def enter(self, token: str, path: str, *, remembered: bool) -> Response:
        """Lead to another page with a new value of the session's cookie."""
        self.cookie = token
        response = self.go(path)
        self._set(response, SESSION, token, sessions.DAY if remembered else None)
        return response

    def renew(self, path: str, *, strong: bool = False) -> Response:
        """Lead to another page after the session has won a right, with which its cookie changes."""
        token = sessions.renew(self.database, self.here, strong=strong)
        return self.enter(token, path, remembered=self.here.remembered)

    def remember(self, response: Response, person: Person, *, proved: bool) -> None:
        """Remember the device; have the browser keep the value by which it is known again."""
        token = sessions.remember(self.database, person, self.program, proved=proved)
        self._set(response, DEVICE, token, sessions.DEVICE_LIFE)

    def _set(self, response: Response, name: str, value: str, life: int | None = None) -> None:
        if self.request.cookies.get(name) != value:
            response.set_cookie(
                name, value, max_age=life, path="/", secure=True, httponly=True, samesite="lax"
            )

    # Who may see what

    @cached_property
    def stage(self) -> str | None:
        """What comes next for this visitor: log in (none), choose, factor, enrol, old, or full.

        It follows from where the session is used now: one that leaves the office's networks meets
        the second factor there.
        """
        if not self.session:
            return None
        if self.session.must_choose:
            return "choose"
        wanted = self.office.rules.wants_second_factor(self.me.account, self.address)
        if wanted and not self.session.strong:
            return "factor" if self.factors else "enrol"
        return "old" if self._password_is_old() else "full"

    def _password_is_old(self) -> bool:
        days = self.office.rules.password.days
        row = passwords.chosen(self.database, self.me) if days else None
        return row is not None and row["made"] + days * sessions.DAY <= clock.now()

    def identify(self) -> None:
        """Find session and person; a session ends when letter or state are no longer its own."""
        session = sessions.find(self.database, self.cookie)
        if not session:
            return
        person = self.tables.person(session.account)
        if not person or not person.active or person.letter != session.letter:
            sessions.end(self.database, session.account, session.id)
            self.cookie = secrets.token_urlsafe(32)
            return
        self.session, self.person = session, person

    def own(self) -> bool:
        """Whether a form was sent by a page of this site, to the one who got it."""
        headers = self.request.headers
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        if headers.get("origin", self.office.origin) != self.office.origin:
            return False
        return secrets.compare_digest(self.text("token").encode(), self.token.encode())


Need = Callable[[Visit], Response | None]
Shown = Callable[[Visit], Mapping[str, Any]]
Sent = Callable[[Visit], Response | dict[str, str]]


def page(
    path: str,
    template: str,
    *stages: str | None,
    needs: Sequence[Need] = (),
    shown: Shown = lambda visit: {},
    sent: Sent | None = None,
) -> Route:
    """Return the route of a page.

    Args:
        path: below `BASE`.
        template: shows it; a page without one takes forms only.
        stages: of the session in which it is seen; None is nobody's.
        needs: each may lead elsewhere instead, before anything is shown or done.
        shown: returns the values for the template.
        sent: does what a form asks and leads on, or returns by field what is wrong with it. Forms
            reach it only if they came from this site.
    """

    def answer(visit: Visit) -> Response:
        if visit.sent and not visit.own():
            return visit.page("message.html", 403, what="foreign")
        visit.identify()
        if visit.stage not in stages:
            return visit.go(_STAGES[visit.stage])
        if visit.stage == "full":
            store.note_use(visit.settings.state, visit.me.account)
        for need in needs:
            if response := need(visit):
                return response
        done = sent(visit) if sent and visit.sent else {}
        if isinstance(done, Response):
            return done
        return visit.page(template, errors=done, **shown(visit))

    async def endpoint(request: Request) -> Response:
        form = FormData()
        if request.method == "POST":
            if int(request.headers.get("content-length") or _LARGEST + 1) > _LARGEST:
                raise HTTPException(413)
            form = await request.form(max_files=0, max_fields=20)
        return await run_in_threadpool(_visited, request, form, answer)

    methods = ["GET"] * bool(template) + ["POST"] * bool(sent)
    return Route(BASE + path, endpoint, methods=methods)


def _visited(request: Request, form: FormData, answer: Callable[[Visit], Response]) -> Response:
    settings: Settings = request.app.state.settings
    cookie = request.cookies.get(SESSION) or secrets.token_urlsafe(32)
    with people.opened(settings.people) as tables, store.login(settings.state) as database:
        visit = Visit(request, settings, form, database, tables, tables.office(), cookie)
        try:
            return answer(visit)
        except passwords.BusyError:
            response = visit.page("message.html", 503, what="busy")
            response.headers["Retry-After"] = "10"
            return response
