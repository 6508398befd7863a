"""A newcomer's first login on the account page, from the letter's password to an app password.

`bin/up` makes the logins that it shows in this way, over the network like a browser. So they exist
only if the page works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import lxml.html
import pyotp
import requests
from requests_toolbelt.adapters.host_header_ssl import HostHeaderSSLAdapter

TIMEOUT_S = 20


class PageError(Exception):
    """A step was refused. The message has the text of the page."""


@dataclass(frozen=True)
class Enrolled:
    """What a person has after the first login.

    Attributes:
        app_password: for IMAP and SMTP.
        totp: the secret of the second factor, in base32; empty where the page asked for none.
        recovery: the codes to be kept on paper, where there is a second factor.
    """

    app_password: str
    totp: str
    recovery: tuple[str, ...] = ()


class Visitor:
    """A browser without scripts.

    Args:
        host: network address of the mail host.
        name: its name, which the certificate must carry.
        authority: certificate of the authority to trust.
    """

    def __init__(self, host: str, name: str, authority: Path) -> None:
        self._session = requests.Session()
        # The machine's proxies and authorities have no part in the lab.
        self._session.trust_env = False
        # The name is checked although the address is a number.
        self._session.mount("https://", HostHeaderSSLAdapter())
        self._session.headers.update({"Host": name, "Origin": f"https://{name}"})
        self._session.verify = str(authority)
        self._base = f"https://{host}/tai-khoan/"

    def enrol(self, address: str, first_password: str, chosen: str) -> Enrolled:
        """Log in for the first time, choose a password, add a second factor and a phone.

        Raises:
            PageError: a step was refused.
        """
        self._open("vao")
        self._send(address=address, password=first_password)
        self._expect("mat-khau")
        self._send(new=chosen, again=chosen)
        totp, recovery = "", ()
        if "hai-buoc" in self._at:
            self._open("hai-buoc/ung-dung")
            totp = self._read("//code[contains(@class, 'secret')]")
            self._send(code=pyotp.TOTP(totp).now())
            self._expect("hai-buoc/ma-du-phong")
            self._send()
            recovery = tuple(code.text for code in self._page.xpath("//*[@class='codes']//code"))
            self._open("dien-thoai?moi=1")
        self._expect("dien-thoai")
        self._send(name="Điện thoại")
        return Enrolled(self._read("//code[contains(@class, 'secret')]"), totp, recovery)

    def take_back(self) -> None:
        """Take back the newest app password of who is logged in.

        Raises:
            PageError: there is none.
        """
        self._open("thiet-bi")
        links = self._page.xpath("//a[contains(@href, '/thiet-bi/thu/')]/@href")
        if not links:
            raise PageError(self._said())
        self._open(links[0])
        self._send()

    def logins(self, address: str, password: str, totp: str) -> str:
        """Log in and return the words of the page on which a person sees the logins.

        Raises:
            PageError: a step was refused.
        """
        self._open("vao")
        self._send(address=address, password=password)
        if self._at.endswith("/ma"):
            # The present code may have been used.
            self._send(way="code", code=pyotp.TOTP(totp).at(datetime.now(UTC), 1))
        self._open("dang-nhap")
        self._expect("dang-nhap")
        return " ".join(self._page.find("body").text_content().split())

    def is_inside(self) -> bool:
        """Tell whether the login still holds."""
        self._open("")
        return "/vao" not in self._at

    def _open(self, path: str) -> None:
        self._took(self._session.get(urljoin(self._base, path), timeout=TIMEOUT_S))

    def _send(self, **fields: str) -> None:
        """Send the open page's form with what stands in it, and these fields."""
        form = self._page.xpath("//main//form[@method='post']")[0]
        target = urljoin(self._at, form.get("action") or "")
        filled = dict(form.form_values()) | fields
        self._took(self._session.post(target, data=filled, timeout=TIMEOUT_S))

    def _took(self, answer: requests.Response) -> None:
        self._at, self._page = answer.url, lxml.html.document_fromstring(answer.text)
        if not answer.ok:
            raise PageError(f"{answer.status_code} {self._said()}")

    def _expect(self, path: str) -> None:
        if path not in self._at:
            raise PageError(self._said())

    def _read(self, where: str) -> str:
        found = self._page.xpath(where)
        if not found:
            raise PageError(self._said())
        return "".join(found[0].text_content().split())

    def _said(self) -> str:
        return " ".join(self._page.find("body").text_content().split())[:400]
