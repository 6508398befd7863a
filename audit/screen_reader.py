"""The open page as a screen reader gets it: the browser's accessibility tree, and rules on it."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from selenium import webdriver

# Names that say nothing where links and buttons are listed without their surroundings.
_EMPTY_NAMES = {"", "chép", "xem", "thêm", "xem thêm", "tại đây", "đây", "tải", "tải về", "mở"}
_LANDMARKS = ("banner", "main", "contentinfo")
_ACTED_ON = ("link", "button")


_PATIENCE = 10  # seconds until the tree has to be there


@dataclass
class Node:
    """One node of the accessibility tree.

    Attributes:
        role: as the browser names it: link, heading, columnheader …
        name: what is read out.
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

    Chromium makes it after the page: for a while there is a root alone. A page that never has more
    is given back like that, in the end.
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
    """Return what would leave somebody who only hears the page in the dark."""
    tree = read(browser)
    # While a dialog is open there is nothing beside it.
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
    """Yield links and buttons that can't be told apart in a list of them."""
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
    """Return what a link or button is for, as far as others may be for it too."""
    # Several people may share a mailbox, and so the link that writes to it and what copies it.
    if "@" in node.name:
        return node.name
    # Any other button does something of its own; to one page many links may lead.
    return (
        str(node.properties.get("url", "")).partition("#")[0] if node.role == "link" else id(node)
    )


def _tables(browser: webdriver.Chrome, tree: Node) -> Iterator[str]:
    """Yield tables that are none for a screen reader, or whose cells belong to no heading."""
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
