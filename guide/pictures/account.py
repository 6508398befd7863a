"""The account page as a telephone shows it, from the letter to a locked account.

The real service is asked, for the person of the letter in the other picture. All that is random is
replaced: a picture changes only if the page does, and shows no secret that opens anything.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import segno
from selenium import webdriver
from selenium.webdriver.common.by import By

from account_page import clock
from account_page.web import BASE
from congvu.letters.model import Letter
from congvu.office import PROJECT
from guide.pictures.letters import PHONE, letter_pictures
from guide.pictures.tools import framed
from guide.pictures.visitor import Office, Visitor
from guide.sample import Sample

_WIDTH = 390
_LOW = 100  # of a window, lower than any page
_STATIC = PROJECT / "account_page" / "static"
_LOOKS = ("style.css", "mark.svg")
_ANDROID = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0"
_ELSEWHERE = "198.51.100.7"
_CHOSEN = "Cầu tre xanh qua 62 sào"
# What stands in the place of random values. «Mẫu» is a sample.
_GROUPS = "".join(f"<span>{group}</span>" for group in ["mau5", "kfpx", "t7rn", "w3hd", "q9yz"])
_QR = segno.make("Mẫu để in trong sổ tay, không mở được gì.", micro=False)
_CODES = [f"<code>mau{place}a-b{place}c{place}d</code>" for place in range(2, 10)]
_SAMPLES = (
    (r'name="(token|once)" value="[^"]*"', r'name="\1" value=""'),
    (r'<code class="secret">\w+', '<code class="secret">MAUMAUMAUMAUMAUMAUMAUMAUMAUMAUMA'),
    (r'"otpauth:[^"]*"', '"otpauth:"'),
    (r'(?s)<svg[^>]*class="qr".*?</svg>', _QR.svg_inline(omitsize=True, svgclass="qr")),
    (r'(class="copy secret">)(<span>\w{4}</span>)+', rf"\1{_GROUPS}"),
)


@dataclass(frozen=True)
class Screen:
    """One page of the account page.

    Attributes:
        name: its file, without suffix.
        html: the page; nothing in it is random.
    """

    name: str
    html: str

    @property
    def digest(self) -> str:
        """Identify what the picture shows, and how."""
        looks = b"".join((_STATIC / name).read_bytes() for name in _LOOKS)
        return hashlib.sha256(looks + self.html.encode()).hexdigest()


def dress(folder: Path) -> None:
    """Put what the pages load into the folder that is served."""
    shutil.copytree(_STATIC, folder / BASE.strip("/") / "static")


def take_screen(chrome: webdriver.Chrome, url: str, folder: Path, screen: Screen) -> bytes:
    """Show a page on a telephone; return its picture as PNG, two pixels for each of CSS."""
    (folder / f"{screen.name}.html").write_text(screen.html, encoding="utf-8")
    _resize(chrome, _LOW)
    chrome.get(f"{url}/{screen.name}.html")
    # The foot is the same on all pages.
    chrome.execute_script("document.querySelector('footer').remove()")
    chrome.execute_script("document.querySelector('main').style.minHeight = 0")
    _resize(chrome, chrome.execute_script("return document.body.scrollHeight"))
    return framed(chrome.find_element(By.TAG_NAME, "body").screenshot_as_png)


def _resize(chrome: webdriver.Chrome, height: int) -> None:
    size = {"width": _WIDTH, "height": height, "deviceScaleFactor": 2, "mobile": True}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def screens(sample: Sample) -> Iterator[Screen]:
    """Yield every page that the guide shows, in the order in which a person may see them."""
    letter = next(letter_pictures(sample)).letters[0]
    with tempfile.TemporaryDirectory(prefix="congvu-account-") as folder:
        office = Office(Path(folder), letter, {"help_phone": PHONE})
        with office.standing_clock():
            phone = office.visitor(_ANDROID)
            secret = yield from _first_login(phone, letter)
            office.pass_days(100)
            yield from _lost_phone(office.visitor(_WINDOWS), letter, secret)
            yield from _closed(office, letter)


def _first_login(phone: Visitor, letter: Letter) -> Generator[Screen, None, str]:
    """Yield what a newcomer sees; return the secret of the app that shows codes."""
    phone.open("/vao")
    yield _screen("tk-dang-nhap", phone)
    yield _screen("tk-quen-mat-khau", phone, opened="Quên mật khẩu?")
    phone.send(address=letter.address, password=letter.password, remember="1")
    yield _screen("tk-chon-mat-khau", phone)
    yield _screen("tk-mat-khau-de-doan", phone.send(new="phongyte1985", again="phongyte1985"))
    yield _screen("tk-buoc-thu-hai", phone.send(new=_CHOSEN, again=_CHOSEN))
    secret = phone.open("/hai-buoc/ung-dung").find(r'class="secret">(\w+)<')
    yield _screen("tk-ung-dung-ma", phone)
    phone.send(code=_code(secret)).send()
    yield _screen("tk-ma-du-phong", phone)
    yield _screen("tk-dat-ten-may", phone.open("/dien-thoai?moi=1"))
    yield _screen("tk-go-vao-may", phone.send(name="Điện thoại Android"))
    yield _screen("tk-trang-dau", phone.open("/"))
    return secret


def _lost_phone(desk: Visitor, letter: Letter, secret: str) -> Iterator[Screen]:
    """Yield what a person sees at another machine."""
    desk.open("/vao").send(address=letter.address, password=_CHOSEN)
    yield _screen("tk-hoi-ma", desk)
    desk.send(code=_code(secret)).open("/dien-thoai").send(name="Điện thoại mới")
    yield _screen("tk-may-nhan-thu", desk.open("/thiet-bi"))
    yield _screen("tk-cac-lan-dang-nhap", desk.open("/dang-nhap"))


def _closed(office: Office, letter: Letter) -> Iterator[Screen]:
    """Yield what is said to whom no right password helps."""
    for state, name in (("dormant", "tk-lau-khong-dung"), ("suspended", "tk-tam-ngung")):
        office.publish(state)
        visitor = office.visitor(_ANDROID).open("/vao")
        yield _screen(name, visitor.send(address=letter.address, password=_CHOSEN))
    office.publish("active")
    visitor = office.visitor(_ANDROID, _ELSEWHERE).open("/vao")
    for _ in range(6):
        visitor.send(address=letter.address, password="sai")
    yield _screen("tk-bi-khoa", visitor)


def _code(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def _screen(name: str, visitor: Visitor, opened: str = "") -> Screen:
    """Return the open page, one of its details opened by the beginning of its summary."""
    page = visitor.text
    for pattern, by in _SAMPLES:
        page = re.sub(pattern, by, page)
    codes = iter(_CODES)
    page = re.sub(r"<code>\w{5}-\w{5}</code>", lambda _: next(codes), page)
    if opened:
        page = re.sub(rf"<details>(\s*<summary>{re.escape(opened)})", r"<details open>\1", page)
    return Screen(name, page)
