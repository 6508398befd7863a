"""Measures the open page: texts that are cut off or covered, small targets, invisible focus."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

# WCAG 2.1, 1.4.12. It is a user style sheet, to which the site's policy does not apply.
_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
_READERS_STYLE = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(arguments[0]);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
"""
# The element with the focus: its name, whether any of nine points of it is visible, and whether the
# focus is visible.
_FOCUSED = """
const e = document.activeElement;
if (!e || e === document.body) return null;
window.auditSeen = window.auditSeen || new Map();
if (!auditSeen.has(e)) auditSeen.set(e, auditSeen.size);
const boxes = [...e.getClientRects()];
const seen = boxes.some(box => [.1, .5, .9].some(x => [.15, .5, .85].some(y => {
  const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
  return top && (e.contains(top) || top.contains(e) && !/fixed|sticky/.test(
    getComputedStyle(top).position) || [...(e.labels || [])].some(label => label.contains(top)));
})));
const marks = [e, ...(e.labels || [])].map(m => getComputedStyle(m));
const marked = marks.some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0
  || s.boxShadow !== 'none');
return [auditSeen.get(e), seen, marked, e.outerHTML.slice(0, 120)];
"""
_STOPS = 400  # more than any page of the sample has, to end in a focus trap


def text_findings(browser: webdriver.Chrome) -> list[str]:
    """Return texts that can't be read."""
    return list(browser.execute_script(_source(), "text"))


def target_findings(browser: webdriver.Chrome) -> list[str]:
    """Return targets that are too small (WCAG 2.2, 2.5.8)."""
    return list(browser.execute_script(_source(), "targets"))


def space_out(browser: webdriver.Chrome) -> None:
    """Increase the spacing of the text, as some readers need it (WCAG 2.1, 1.4.12)."""
    browser.execute_script(_READERS_STYLE, _SPACING)


def enlarge_text(browser: webdriver.Chrome, percent: int) -> None:
    """Make only the text larger, like Firefox's "zoom text only" or a larger default font."""
    browser.execute_script(_READERS_STYLE, f":root {{ font-size: {percent}% !important }}")


def focus_findings(browser: webdriver.Chrome, *, backwards: bool = False) -> list[str]:
    """Press Tab through the page; return the elements with an invisible or unmarked focus.

    It ends when an element is reached again or the focus leaves the page (WCAG 2.2, 2.4.7, 2.4.11
    and 2.1.2).
    """
    keys = ActionChains(browser)
    if backwards:
        keys.key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT)
    else:
        keys.send_keys(Keys.TAB)
    findings: list[str] = []
    been: set[int] = set()
    for _ in range(_STOPS):
        keys.perform()
        stop = browser.execute_script(_FOCUSED)
        if stop is None or stop[0] in been:
            return findings
        number, seen, marked, element = stop
        been.add(number)
        if not seen:
            findings.append(f"focus out of sight: {element}")
        if not marked:
            findings.append(f"focus not marked: {element}")
    return [*findings, f"the focus does not come round in {_STOPS} steps"]


@lru_cache(maxsize=1)
def _source() -> str:
    return Path(__file__).with_name("layout.js").read_text(encoding="utf-8")
