"""Pages of the PDF: where things stand on A4 paper, what runs along every page, bookmarks.

A book is a run of pages that are filled from top to bottom; the finished file joins several.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from directory_site.pdf.fonts import Font, Letters
from directory_site.pdf.objects import PdfFile, byte_string, reference, text_string
from directory_site.pdf.tags import Element, Tags

WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT = 56.7, WIDTH - 56.7
TOP, BOTTOM = HEIGHT - 62.0, 62.0
_HEAD, _FOOT = HEIGHT - 42.0, 36.0
_SMALL = 8.5
# Grey of lines, and of what runs along every page (7 to 1 against white).
_LINES, _QUIET = "0.7 G", "0.35 g"


class Box(NamedTuple):
    """A line's room: its left edge and its width, in points."""

    left: float = LEFT
    width: float = RIGHT - LEFT


class Style(NamedTuple):
    """How a paragraph looks, and what it is (a standard structure type)."""

    kind: str = "P"
    size: float = 10.0
    bold: bool = False
    centred: bool = False
    after: float = 0.0


class Goal(NamedTuple):
    """Where a link leads: its annotation's entry, and what it says of it, in ASCII."""

    entry: str
    says: str


_PLAIN, _WHOLE = Style(), Box()


@dataclass
class Sheet:
    """One page: what is drawn, and which elements own its marked pieces, in order."""

    number: int
    key: int
    operations: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    running: list[str] = field(default_factory=list)

    def mark(self, owner: int) -> int:
        """Return the identifier of a new marked piece that an element owns."""
        self.owners.append(owner)
        return len(self.owners) - 1

    def rule(self, left: float, right: float, y: float, width: float = 0.4) -> None:
        """Draw a line that only decorates."""
        self.lines.append(f"{width} w {left:.1f} {y:.1f} m {right:.1f} {y:.1f} l S")


@dataclass(frozen=True)
class Spot:
    """A place to jump to."""

    sheet: Sheet
    y: float

    @property
    def entry(self) -> str:
        """The entry of a link or bookmark that leads here."""
        return f"/Dest[{self.sheet.number} 0 R/XYZ 0 {self.y:.1f} null]"


class Book:
    """A run of pages and the place where it is being written.

    It is one part of the document; parts are read in the order in which their books are made.
    """

    def __init__(self, file: PdfFile, tags: Tags, regular: Font, bold: Font) -> None:
        self.file, self.tags, self.regular, self.bold = file, tags, regular, bold
        self.part = tags.document.child("Part")
        self.sheets: list[Sheet] = []
        self.running = ""
        self.turn()

    def turn(self) -> None:
        """Begin a new page."""
        self.sheet = Sheet(self.file.reserve(), self.tags.key())
        self.sheets.append(self.sheet)
        self.y = TOP
        if self.running:
            self.sheet.running.append(self.running)

    def need(self, height: float) -> None:
        """Begin a new page unless there is room for so many points."""
        if self.y - height < BOTTOM and self.y < TOP:
            self.turn()

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return not self.sheet.operations

    def run(self, text: str) -> None:
        """Say what the pages are about from here on."""
        self.running = text
        if self.fresh:
            self.sheet.running.clear()
        self.sheet.running.append(text)

    def spot(self) -> Spot:
        """Return the place that is being written, a little above it."""
        return Spot(self.sheet, self.y + 6)

    def letters(self, size: float, *, bold: bool = False) -> Letters:
        """Return one of the book's faces in a size."""
        return Letters(self.bold if bold else self.regular, size)

    def show(
        self, kind: str, owner: int, letters: Letters, place: tuple[float, float], lines: list[str]
    ) -> int:
        """Draw lines, the first with its base line at a place; return their identifier."""
        font, size = letters
        piece = self.sheet.mark(owner)
        text = f" 0 -{letters.line:.2f} Td ".join([f"{font.encode(line)}Tj" for line in lines])
        self.sheet.operations.append(
            f"/{kind}<</MCID {piece}>>BDC BT/{font.name} {size} Tf {place[0]:.1f} {place[1]:.1f} "
            f"Td {text} ET EMC"
        )
        return piece

    def paragraph(
        self, parent: Element, text: str, style: Style = _PLAIN, box: Box = _WHOLE
    ) -> None:
        """Write a text, over as many lines and pages as it needs."""
        letters = self.letters(style.size, bold=style.bold)
        owner, kids = self.tags.reserve(), []
        for line in letters.lines(text, box.width):
            self.need(letters.line)
            indent = (box.width - letters.width(line)) / 2 if style.centred else 0.0
            place = (box.left + indent, self.y - letters.ascent)
            piece = self.show(style.kind, owner, letters, place, [line])
            kids.append(f"<</Type/MCR/Pg {self.sheet.number} 0 R/MCID {piece}>>")
            self.y -= letters.line
        self.tags.put(owner, style.kind, parent.number, " ".join(kids))
        parent.adopt(owner)
        self.y -= style.after

    def link(
        self,
        parent: int,
        goal: Goal,
        area: tuple[float, float, float, float],
        owner: int,
        pieces: str,
    ) -> None:
        """Make an element a link.

        Args:
            parent: the element that the link stands in.
            goal: where it leads.
            area: what can be clicked: left, bottom, right, top.
            owner: the link's own element, reserved.
            pieces: identifiers of what is drawn.
        """
        key = self.tags.key()
        left, bottom, right, top = area
        annotation = self.file.add(
            "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]"
            f"/Rect[{left:.1f} {bottom:.1f} {right:.1f} {top:.1f}]"
            f"/Contents{byte_string(goal.says)}/StructParent {key}{goal.entry}>>"
        )
        self.sheet.links.append(annotation)
        self.tags.own(key, reference(owner))
        kids = f"{pieces}<</Type/OBJR/Obj {annotation} 0 R>>"
        self.tags.put(owner, "Link", parent, kids, f"/Pg {self.sheet.number} 0 R")


def mail(address: str) -> Goal:
    """Return where a link leads that writes to an address."""
    return Goal(f"/A<</S/URI/URI{byte_string(f'mailto:{address}')}>>", address)


def finish(book: Book, sheets: list[Sheet], footer: str) -> int:
    """Write all pages, with what runs along them, and return the number of their tree."""
    tree, small = book.file.reserve(), book.letters(_SMALL)
    for place, sheet in enumerate(sheets, 1):
        head = " – ".join(dict.fromkeys(sheet.running[:1] + sheet.running[-1:]))
        above = small.lines(head, RIGHT - LEFT)[0].strip()
        count = f"Trang {place}/{len(sheets)}"
        parts = [
            _running(small, footer, LEFT, _FOOT),
            _running(small, count, RIGHT - small.width(count), _FOOT),
        ]
        sheet.rule(LEFT, RIGHT, _FOOT + 12)
        if above and place > 1:
            parts.append(_running(small, above, LEFT, _HEAD))
            sheet.rule(LEFT, RIGHT, _HEAD - 6)
        content = "\n".join(
            [
                f"/Artifact BMC {_LINES}",
                *sheet.lines,
                "EMC",
                *sheet.operations,
                "/Artifact<</Type/Pagination>>BDC",
                _QUIET,
                *parts,
                "EMC",
            ]
        )
        stream = book.file.add_stream("", content.encode("ascii"))
        links = f"/Annots[{' '.join(map(reference, sheet.links))}]" if sheet.links else ""
        book.file.put(
            sheet.number,
            f"<</Type/Page/Parent {tree} 0 R/Contents {stream} 0 R/StructParents {sheet.key}"
            f"/Tabs/S{links}>>",
        )
        book.tags.own(sheet.key, f"[{' '.join(map(reference, sheet.owners))}]")
    fonts = " ".join(f"/{one.name} {one.write(book.file)} 0 R" for one in (book.regular, book.bold))
    kids = " ".join(reference(sheet.number) for sheet in sheets)
    book.file.put(
        tree,
        f"<</Type/Pages/Count {len(sheets)}/MediaBox[0 0 {WIDTH} {HEIGHT}]"
        f"/Resources<</Font<<{fonts}>>>>/Kids[{kids}]>>",
    )
    return tree


@dataclass(frozen=True)
class Bookmark:
    """An entry of the panel beside the pages, with those below it."""

    title: str
    spot: Spot
    below: tuple[Bookmark, ...] = ()


def outline(file: PdfFile, bookmarks: Iterable[Bookmark]) -> int:
    """Write the bookmarks; those below others are folded in. Return their number."""
    root = file.reserve()
    first, last, count = _level(file, root, list(bookmarks))
    file.put(root, f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {count}>>")
    return root


def _level(file: PdfFile, parent: int, bookmarks: list[Bookmark]) -> tuple[int, int, int]:
    numbers = [file.reserve() for _ in bookmarks]
    for place, (number, bookmark) in enumerate(zip(numbers, bookmarks, strict=True)):
        entries = f"/Title{text_string(bookmark.title)}/Parent {parent} 0 R{bookmark.spot.entry}"
        if place:
            entries += f"/Prev {numbers[place - 1]} 0 R"
        if place + 1 < len(numbers):
            entries += f"/Next {numbers[place + 1]} 0 R"
        if bookmark.below:
            first, last, count = _level(file, number, list(bookmark.below))
            entries += f"/First {first} 0 R/Last {last} 0 R/Count -{count}"
        file.put(number, f"<<{entries}>>")
    return numbers[0], numbers[-1], len(numbers)


def _running(letters: Letters, text: str, x: float, y: float) -> str:
    font, size = letters
    return f"BT/{font.name} {size} Tf {x:.1f} {y:.1f} Td {font.encode(text)}Tj ET"
