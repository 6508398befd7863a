"""The browser's accessibility tree of the open page, which screen readers use, and rules for it."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from selenium import webdriver

# Names without a meaning in a list of all links and buttons.
_EMPTY_NAMES = {"", "chép", "xem", "thêm", "xem thêm", "tại đây", "đây", "tải", "tải về", "mở"}
_LANDMARKS = ("banner", "main", "contentinfo")
_ACTED_ON = ("link", "button")


_PATIENCE = 10  # seconds to wait for the tree


@dataclass
class Node:
    """One node of the accessibility tree.

    Attributes:
        role: the browser's name of its role: link, heading, columnheader …
        name: the name that is read aloud.
        properties: level, url, live …
        children: those that are not ignored.
    """

    role: str
    name: str
    properties: dict[str, object]
    children: list[Node] = field(default_factory=list)

    def __iter__(self) -> Iterator[Node]:
        """Yield the node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child

    def all(self, *roles: str) -> list[Node]:
        """Return the nodes of some roles, in reading order."""
        return [node for node in self if node.role in roles]


def read(browser: webdriver.Chrome) -> Node:
    """Return the tree of the open page.

    Chromium makes the tree after the page, so at first there is only a root. If there is nothing
    else after some time, the root is returned.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        roles = {node.get("role", {}).get("value") for node in nodes}
        if roles & {"main", "dialog"} or time.monotonic() > end:
            break
    known = {node["nodeId"]: node for node in nodes}

    def grown(raw: dict) -> list[Node]:  # type: ignore[type-arg]
        children = [
            child for key in raw.get("childIds", ()) if key in known for child in grown(known[key])
        ]
        if raw.get("ignored"):
            return children
        properties = {
            item["name"]: item["value"].get("value") for item in raw.get("properties", ())
        }
        role, name = (str(raw.get(key, {}).get("value", "")) for key in ("role", "name"))
        return [Node(role, " ".join(name.split()), properties, children)]

    return grown(nodes[0])[0]


def findings(browser: webdriver.Chrome) -> list[str]:
    """Return the problems for a person who only hears the page."""
    tree = read(browser)
    # While a dialog is open, only its content can be reached.
    if dialogs := tree.all("dialog"):
        return [f"dialog: {finding}" for dialog in dialogs for finding in _names(dialog)]
    return [
        *_language(browser),
        *_landmarks(tree),
        *_headings(tree),
        *_names(tree),
        *_tables(browser, tree),
    ]


def _language(browser: webdriver.Chrome) -> Iterator[str]:
    if browser.execute_script("return document.documentElement.lang") != "vi":
        yield "language: the page does not say that it is Vietnamese"
    if not browser.title.strip():
        yield "title: none"


def _landmarks(tree: Node) -> Iterator[str]:
    for role in _LANDMARKS:
        if (count := len(tree.all(role))) != 1:
            yield f"landmarks: {count} times {role}"
    for role, nodes in (("navigation", tree.all("navigation")), ("region", tree.all("region"))):
        names = Counter(node.name for node in nodes)
        yield from (
            f"landmarks: {count} times {role} «{name}»"
            for name, count in names.items()
            if count > 1
        )


def _headings(tree: Node) -> Iterator[str]:
    levels = [(int(str(node.properties["level"])), node.name) for node in tree.all("heading")]
    if (firsts := sum(level == 1 for level, _ in levels)) != 1:
        yield f"headings: {firsts} of level 1"
    for (before, _), (level, name) in zip([(0, ""), *levels], levels, strict=False):
        if level > before + 1:
            yield f"headings: «{name}» of level {level} after one of level {before}"
        if not name:
            yield f"headings: one of level {level} without text"


def _names(tree: Node) -> Iterator[str]:
    """Yield links and buttons with different targets but the same name."""
    leads = defaultdict(set)
    for node in tree.all(*_ACTED_ON):
        if node.name.casefold().strip(" …›»→.") in _EMPTY_NAMES:
            yield f"names: {node.role} «{node.name}» says nothing"
        leads[node.role, node.name].add(_what_for(node))
    for (role, name), places in leads.items():
        if len(places) > 1:
            yield f"names: {len(places)} times {role} «{name}» for different things"
    for node in tree.all("textbox", "searchbox", "combobox", "checkbox", "radio", "image"):
        if not node.name:
            yield f"names: {node.role} without a name"


def _what_for(node: Node) -> object:
    """Return a link's or button's purpose, which others with the same name may have too."""
    # Several people can have the same shared mailbox, and so the same links and copy buttons.
    if "@" in node.name:
        return node.name
    # Each other button has its own purpose, but several links can lead to the same page.
    return (
        str(node.properties.get("url", "")).partition("#")[0] if node.role == "link" else id(node)
    )


def _tables(browser: webdriver.Chrome, tree: Node) -> Iterator[str]:
    """Yield tables that a screen reader does not recognise or that have cells without a heading."""
    meant = browser.execute_script(
        "return [...document.querySelectorAll('table')].filter(e => e.checkVisibility()).length"
    )
    tables = tree.all("table", "grid")
    if len(tables) != meant:
        yield f"tables: {meant} on the page, {len(tables)} for a screen reader"
    for table in tables:
        name = table.name or table.all("StaticText")[0].name
        rows = table.all("row")
        columns = len(table.all("columnheader"))
        for row in rows:
            cells = len(row.all("cell", "gridcell", "rowheader", "columnheader"))
            if not cells:
                yield f"tables: a row of «{name}» has no cells"
            elif cells > columns:
                yield f"tables: {cells} cells under {columns} headings in «{name}»"
                break
