"""The content of each picture. All texts come from the sample roster and from the commands."""

from __future__ import annotations

import hashlib
import html
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from congvu.accounts import desired_accounts
from congvu.findings_formats import as_code_quality
from congvu.office import DEFAULT_ROSTER, PROJECT
from congvu.plan.markdown import PlanMarkdown
from congvu.roster.schema import unit_schema_text
from guide.fill import GUIDE
from guide.page import Edit, read
from guide.sample import Sample

_ANSWER = PROJECT / "roles/dovecot/templates/left.sieve.j2"
# The unit's file in all pictures, and a new person who is added at its end.
UNIT = "ubnd-xa-tay-phu.yml"
NEWCOMER = """\
  - id: ts-0617
    name: Đặng Thị Mai Lan
    title: Công chức Văn hóa - Xã hội
    decisions:
"""
_PAGE = """\
<!doctype html><html lang="vi"><meta charset="utf-8"><style>
* {{ box-sizing: border-box }}
body {{ margin: 0; background: #fff; color: #1f2328; font: 14px/1.5 "Noto Sans", sans-serif }}
#picture {{ width: {width}px; padding: 6px; background: #fff }}
#editor {{ width: 100%; height: {height}px }}
pre, code {{ font: 12px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap;
             overflow-wrap: anywhere; margin: 0 }}
.frame {{ border: 1px solid #d0d7de; border-radius: 6px; overflow: hidden }}
.frame > header {{ padding: 6px 12px; background: #f6f8fa; border-bottom: 1px solid #d0d7de;
                   font-weight: 600 }}
.frame > div {{ padding: 4px 14px }}
.line {{ display: flex }} .line b {{ width: 2.6em; color: #6e7781; font-weight: 400; flex: none }}
.new {{ background: #e6ffec }}
.finding {{ margin: 3px 0 6px 1.6em; padding: 4px 8px; border-left: 4px solid #b42318;
            background: #fff1f0; font-size: 13px }}
.finding code {{ font-size: 11px; color: #57606a }}
ul {{ padding-left: 1.4em }} h3 {{ font-size: 16px; margin: 14px 0 6px }}
a {{ color: #0550ae; text-decoration: none }}
</style><div id="picture">{body}</div>{script}</html>
"""


@dataclass(frozen=True)
class Scene:
    """One picture.

    Attributes:
        name: its file, without suffix.
        body: the HTML of the page.
        shows: the source of the picture; if it changes, the picture is stale.
        script: name of the bundle that the page loads, empty for none.
        act: what is done before the picture is taken.
        width: of the picture, in CSS pixels.
        height: of the editor, in CSS pixels.
    """

    name: str
    body: str
    shows: str
    script: str = ""
    act: Callable[[webdriver.Chrome], None] = lambda _: None
    width: int = 440
    height: int = 300

    @property
    def digest(self) -> str:
        """A digest of the picture's content."""
        return hashlib.sha256(self.shows.encode()).hexdigest()

    def page(self) -> str:
        """Return the page's HTML."""
        script = f'<script src="{self.script}.js"></script>' if self.script else ""
        if self.script == "editor":
            script = '<link rel="stylesheet" href="editor.css">' + script
        return _PAGE.format(body=self.body, script=script, width=self.width, height=self.height)


def take(chrome: webdriver.Chrome, url: str, folder: Path, scene: Scene) -> bytes:
    """Show a scene and return its picture as PNG, two pixels for each of CSS."""
    (folder / f"{scene.name}.html").write_text(scene.page(), encoding="utf-8")
    size = {"width": scene.width, "height": 1600, "deviceScaleFactor": 2, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    chrome.get(f"{url}/{scene.name}.html")
    if scene.script:
        _wait(chrome, "return window.ready === true")
    scene.act(chrome)
    return chrome.find_element(By.ID, "picture").screenshot_as_png


def scenes(sample: Sample) -> Iterator[Scene]:
    """Yield every scene that a browser shows."""
    text = (DEFAULT_ROSTER / UNIT).read_text(encoding="utf-8") + NEWCOMER
    yield _editor("goi-y", text + "      - {type: ", at="type: ", height=318)
    good = (
        "      - {type: recruit, number: 5120/QĐ-UBND, date: 2026-11-16, effective: 2026-12-01}\n"
    )
    yield _editor("giai-thich", text + good, at="effe", height=280)
    wrong = "      - {type: recruit, number: 5120/QĐ-UBND, date: 16/11/2026}\n"
    yield _editor("bao-loi", text + wrong, at="16/11", height=350)
    yield _findings(sample)
    yield _comment(sample)
    yield _terminal("giai-thich-annv12", "annv12", sample)
    yield _answer(sample)


def _editor(name: str, text: str, at: str, height: int) -> Scene:
    """Show the end of a text, with the cursor after some characters of its last line.

    If a value is missing there, the picture shows the suggestions, otherwise the explanation.
    """
    details = text.endswith(at)
    lines = text.rstrip("\n").split("\n")
    shown = {
        "text": text,
        "name": UNIT,
        "line": len(lines),
        "column": lines[-1].index(at) + len(at) + 1,
        "act": "editor.action.triggerSuggest" if details else "editor.action.showHover",
        "first": len(lines) - 4,
    }

    def play(chrome: webdriver.Chrome) -> None:
        chrome.execute_async_script(
            "const done = arguments[1]; window.show(arguments[0]).then(done)", shown
        )
        if "/2026}" in text:
            _wait(chrome, "return window.markers().length > 0")
        seen = ".suggest-widget.visible" if details else ".monaco-hover:not(.hidden)"
        _until(chrome, "window.act()", f"return document.querySelector('{seen}') !== null")
        if details:
            # To «recruit», in the order of the alphabet.
            chrome.execute_script("window.details(); window.next(); window.next()")
        # The widgets fade in.
        time.sleep(1.5)

    body = f'<div class="frame"><header>{UNIT}</header><div id="editor"></div></div>'
    decisions = json.loads(unit_schema_text())["definitions"]["PersonDecision"]
    shows = json.dumps([shown, decisions], ensure_ascii=False)
    return Scene(name, body, shows, "editor", play, height=height)


def _findings(sample: Sample) -> Scene:
    """Show the findings of GitLab's report beside their lines."""
    wrong = NEWCOMER.replace("title:", "chuc_vu:")
    wrong += "      - {type: recruit, number: 5120/QĐ-UBND, date: 16/11/2026}\n"
    answer = sample.answer([Edit("picture", "append", UNIT, "", wrong, 0)])
    report: list[dict[str, Any]] = json.loads(as_code_quality(answer.findings, Path("/")))
    before = (DEFAULT_ROSTER / UNIT).read_text(encoding="utf-8").splitlines()
    lines = [*before, *wrong.splitlines()]
    parts = []
    for number in range(len(before) - 1, len(lines) + 1):
        new = " new" if number > len(before) else ""
        code = html.escape(lines[number - 1])
        parts.append(f'<div class="line{new}"><b>{number}</b><pre>{code}</pre></div>')
        parts += [
            f'<div class="finding">{html.escape(issue["description"])} '
            f"<code>{issue['check_name']}</code></div>"
            for issue in report
            if issue["location"]["lines"]["begin"] == number
        ]
    body = f'<div class="frame"><header>inventory/roster/{UNIT}</header>'
    body += f"<div>{''.join(parts)}</div></div>"
    return Scene("loi-ben-dong", body, body)


def _comment(sample: Sample) -> Scene:
    page = read(GUIDE / "doc-cau-tra-loi.md")
    plan = sample.answer(page.case("mau")).plan
    text = PlanMarkdown().render({"": plan})

    def play(chrome: webdriver.Chrome) -> None:
        chrome.execute_script("window.render(arguments[0])", text)

    body = '<div class="frame"><header>Bình luận của máy</header><div id="comment"></div></div>'
    return Scene("ke-hoach", body, text, "comment", play)


def _terminal(name: str, subject: str, sample: Sample) -> Scene:
    answer = html.escape(sample.explain([subject]))
    body = f'<div class="frame"><header>bin/congvu explain {subject}</header><div>'
    body += f"<pre>{answer}</pre></div></div>"
    return Scene(name, body, body)


def _answer(sample: Sample) -> Scene:
    """Show what a mail host answers to whom writes to somebody of the unit who has left."""
    script = _ANSWER.read_text(encoding="utf-8")
    subject, text = re.findall(r':subject "(.+)"\n"(.+?)\n"', script, re.DOTALL)[0]
    unit = Path(UNIT).stem
    [address] = (one.address for one in desired_accounts(sample.before) if one.id == unit)
    told = html.escape(re.sub(r"\$\{[^}]+\}", address, text)).strip().split("\n\n")
    body = f'<div class="frame"><header>{html.escape(subject)}</header><div>'
    body += "".join(f"<p>{part}</p>" for part in told) + "</div></div>"
    return Scene("tra-loi-tu-dong", body, body)


def _wait(chrome: webdriver.Chrome, question: str) -> None:
    WebDriverWait(chrome, 30).until(lambda driver: driver.execute_script(question))


def _until(chrome: webdriver.Chrome, act: str, question: str) -> None:
    """Repeat an action until it has an effect, since the language server needs time to start."""

    def tried(driver: webdriver.Chrome) -> bool:
        driver.execute_script(act)
        time.sleep(0.7)
        return bool(driver.execute_script(question))

    WebDriverWait(chrome, 40).until(tried)
