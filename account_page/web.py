"""One request: who asks, from where, in which stage of a session; and how it is answered.

A page is declared by `page`: its template, the stages in which it is seen, what it shows, and what
it does with its form. Around each stands what holds for all: where forms may come from, the
headers, what happens when it goes wrong.
"""

import hmac
import json
import logging
import secrets
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

import jinja2
import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from account_page import app_passwords, clock, factors, guessing, passwords, people, sessions
from account_page.people import People, Person
from account_page.sentences import named, say
from account_page.settings import Settings
from account_page.store import Row, Store, login, note_use

BASE = "/tai-khoan"
SESSION, DEVICE = "__Host-tai-khoan", "__Host-thiet-bi"
_COOKIE: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "lax"}
_LARGEST = 64 * 1024  # of a form; an answer of a security key is the largest
_LOG = logging.getLogger("account_page")
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


def _qr(text: str) -> Markup:
    """Return the QR code of a text as SVG: no script, no picture of another address."""
    # Its size is the style sheet's; a reader is told what it is by the text beside it.
    code = segno.make(text, micro=False, error="m")
    return Markup(code.svg_inline(omitsize=True, light="#fff", svgclass="qr", lineclass=None))


_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("account_page"), autoescape=True, undefined=jinja2.StrictUndefined
)
_TEMPLATES.globals.update(base=BASE, programs=app_passwords.of, sessions=sessions)
_TEMPLATES.filters |= {"written": clock.written, "qr": _qr}


def failed(request: Request, error: Exception) -> Response:
    """Return a page that needs neither tables nor session: for when those are what fails."""
    status = error.status_code if isinstance(error, HTTPException) else 503
    what = "busy" if isinstance(error, passwords.BusyError) else "out-of-order"
    page = _TEMPLATES.get_template("plain.html").render(say=say, what=what, status=status)
    return secured(HTMLResponse(page, status, {"Retry-After": "10"} if status == 503 else None))


def secured(response: Response, *, script: bool = False) -> Response:
    """Give an answer the headers that all have."""
    response.headers.update(_HEADERS)
    response.headers["Content-Security-Policy"] = _POLICY.format("'self'" if script else "'none'")
    return response


class Visit:
    """A request to a page.

    Attributes:
        cookie: value of the session's cookie; of a fresh one where there was none.
        cookie_life: seconds for which a browser keeps it; as long as it runs, where it is none.
        here, me: the session and its person, once `identify` has found them; pages at whose stage
            nobody is logged in have neither.
        address: the client's, as nginx saw it.
        system, program: what it is, in words: «điện thoại Android», «Chrome trên điện thoại …».
        path: the page's own, below `BASE`.
        number: what stands in the path.
        stage: the page that is next for this visitor (`identify`): its path; «/» when all is done.
        once: tells a form that is sent from the same form sent again.
        sent: whether a form was sent.
    """

    here: Row
    me: Person

    def __init__(self, request: Request, form: FormData, tables: People, database: Store) -> None:
        self.request, self.form, self.tables, self.database = request, form, tables, database
        self.settings: Settings = request.app.state.settings
        self.office = tables.office()
        self.cookie = request.cookies.get(SESSION) or secrets.token_urlsafe(32)
        self.cookie_life: int | None = None
        peer = request.client.host if request.client else ""
        self.address = request.headers.get("x-real-ip", peer)
        agent = request.headers.get("user-agent", "")
        self.system = named("systems", agent)
        self.program = f"{named('browsers', agent)} trên {self.system}"
        self.place = sessions.Place(self.address, self.program)
        self.path = request.url.path.removeprefix(BASE)
        self.number = min(int(request.path_params.get("id", 0)), 2**62)
        self.sent = request.method == "POST"
        self.stage = "/vao"
        self.once = secrets.token_urlsafe(8)

    def text(self, name: str, longest: int = 300) -> str:
        """Return a field of the form, or of the address, without spaces around it."""
        value = self.form.get(name) or self.request.query_params.get(name) or ""
        return value.strip()[:longest] if isinstance(value, str) else ""

    def secret(self, name: str) -> str:
        """Return a password of the form as it is hashed: one code for «ế», however it is composed.

        One character more than a password may have is left of a longer one: it is seen, and not
        taken for a shorter one.
        """
        value = self.form.get(name)
        normal = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
        return normal[: passwords.LONGEST + 1]

    def kept(self, name: str) -> Any:
        """Return what the session's last page has kept for this one."""
        return json.loads(self.here["pending"]).get(name)

    def numbered(self, rows: list[Row]) -> Row | None:
        """Return the row that the number in the page's address means, if it is among them."""
        return next((row for row in rows if row["id"] == self.number), None)

    def keys(self) -> factors.Keys:
        """Return the security keys."""
        return factors.Keys(self.database, self.me, self.office)

    def ways(self) -> list[Row]:
        """Return the second factors."""
        return factors.of(self.database, self.me)

    def codes_left(self) -> int:
        """Return how many recovery codes are left."""
        return len(self.database.rows("recovery-codes", **self.me.ids))

    def token(self) -> str:
        """Return what each form of this visitor must carry."""
        key = hmac.digest(self.settings.key, b"form", "sha256")
        return hmac.digest(key, self.cookie.encode(), "sha256").hex()

    def device(self, person: Person | None) -> Row | None:
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

    # Answers

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page; `errors` says by field what is wrong with a form."""
        values = {"errors": {}, "script": False, "person": getattr(self, "me", None), **values}
        text = _TEMPLATES.get_template(template).render(visit=self, office=self.office, **values)
        response = HTMLResponse(text, 422 if values["errors"] else status)
        return secured(self._with_cookie(response), script=values["script"])

    def go(self, path: str) -> Response:
        """Lead to another page, after a form too."""
        return secured(self._with_cookie(RedirectResponse(BASE + path, 303)))

    def enter(self, token: str, path: str, *, remembered: bool) -> Response:
        """Lead to another page with a new value of the session's cookie."""
        self.cookie, self.cookie_life = token, sessions.DAY if remembered else None
        return self.go(path)

    def renew(self, path: str, **rights: Any) -> Response:
        """Lead to another page after the session has won rights, with which its cookie changes."""
        token = sessions.renew(self.database, self.here, **rights)
        return self.enter(token, path, remembered=self.here["remembered"])

    def remember(self, response: Response, person: Person, *, proved: bool) -> None:
        """Remember the device; have the browser keep the value by which it is known again."""
        device = self.device(person)
        if device and proved:
            self.database.run("prove-device", id=device["id"], now=clock.now())
        elif not device:
            token = sessions.remember(self.database, person, self.program, proved=proved)
            response.set_cookie(DEVICE, token, sessions.DEVICE_LIFE, **_COOKIE)

    def _with_cookie(self, response: Response) -> Response:
        if self.request.cookies.get(SESSION) != self.cookie:
            response.set_cookie(SESSION, self.cookie, self.cookie_life, **_COOKIE)
        return response

    # Who may see what

    def identify(self) -> str:
        """Find session and person; return their stage, by the page that comes next for them.

        It follows from where the session is used now: one that leaves the office's networks meets
        the second factor there. A session ends when letter or state are no longer its own.
        """
        session = sessions.find(self.database, self.cookie)
        person = self.tables.person(session["account"]) if session else None
        if not session:
            return "/vao"
        if not person or person.state != "active" or person.letter != session["letter"]:
            sessions.end(self.database, session["account"], session["id"])
            self.cookie = secrets.token_urlsafe(32)
            return "/vao"
        self.here, self.me = session, person
        if session["must_choose"]:
            return "/mat-khau"
        rules = self.office.rules
        if not session["strong"] and rules.wants_second_factor(person.account, self.address):
            return "/ma" if self.ways() else "/hai-buoc"
        days = rules.password.days
        row = passwords.chosen(self.database, person) if days else None
        return "/doi-mat-khau" if row and row["made"] + days * sessions.DAY <= clock.now() else "/"

    def own(self) -> bool:
        """Whether a form was sent by a page of this site, to the one who got it."""
        headers, origin = self.request.headers, self.office.origin
        same = headers.get("sec-fetch-site", "same-origin") == "same-origin"
        same = same and headers.get("origin", origin) == origin
        return same and secrets.compare_digest(self.text("token").encode(), self.token().encode())


Answer = Response | dict[str, str]


class Page(NamedTuple):
    """A page.

    Attributes:
        path: below `BASE`.
        template: shows it; a page without one takes forms only.
        stages: those in which it is seen (`Visit.identify`), with spaces between them.
        needs: each may lead elsewhere instead, before anything is shown or done.
        shown: returns the values for the template.
        sent: does what a form asks and leads on, or returns by field what is wrong with it. Forms
            reach it only if they came from this site.
    """

    path: str
    template: str
    stages: str
    needs: tuple[Callable[[Visit], Response | None], ...] = ()
    shown: Callable[[Visit], dict[str, Any]] = lambda visit: {}
    sent: Callable[[Visit], Answer] | None = None

    def route(self) -> Route:
        """Return the page as Starlette serves it."""
        methods = ["GET"] * bool(self.template) + ["POST"] * bool(self.sent)
        return Route(BASE + self.path, self._requested, methods=methods)

    async def _requested(self, request: Request) -> Response:
        form = FormData()
        if request.method == "POST":
            if int(request.headers.get("content-length") or _LARGEST + 1) > _LARGEST:
                raise HTTPException(413)
            form = await request.form(max_files=0, max_fields=20)
        return await run_in_threadpool(self._visited, request, form)

    def _visited(self, request: Request, form: FormData) -> Response:
        found: Settings = request.app.state.settings
        with people.opened(found.people) as tables, login(found.state) as database:
            return self._answer(Visit(request, form, tables, database))

    def _answer(self, visit: Visit) -> Response:
        if visit.sent and not visit.own():
            return visit.page("message.html", 403, what="foreign")
        visit.stage = visit.identify()
        if visit.stage not in self.stages.split():
            return visit.go(visit.stage)
        if visit.stage == "/":
            note_use(visit.settings.state, visit.me.account)
        for need in self.needs:
            if response := need(visit):
                return response
        done = self.sent(visit) if self.sent and visit.sent else {}
        if isinstance(done, Response):
            return done
        return visit.page(self.template, errors=done, **self.shown(visit))
