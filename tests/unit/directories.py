"""Small directories for tests of pages, and a reader of pages."""

from datetime import date
from html.parser import HTMLParser

import markdown

from congvu.directory import DecisionEntry, Directory, PersonEntry, SectionEntry, UnitEntry
from congvu.directory.functions import functions
from congvu.office import load_office
from directory_site.markdown import pages
from directory_site.source import Source

DAY = date(2015, 7, 16)
DOMAIN = "tayson.binhdinh.gov.vn"
ESTABLISHED = DecisionEntry("establish", "3426/QĐ-UBND", DAY, DAY)


def person(name, title="Chuyên viên", address=None, *, is_head=False):
    given = name.split()[-1] if name else ""
    return PersonEntry(name, given, title, address or f"mot.nguoi@{DOMAIN}", is_head)


def unit(id_="ubnd-xa-tay-phu", name="UBND xã Tây Phú", kind="commune", place=None, **changes):
    values = {
        "functions": (),
        "address": f"{id_}@{DOMAIN}",
        "sections": (),
        "people": (),
        "decision": ESTABLISHED,
        "updated": DAY,
    }
    return UnitEntry(id=id_, name=name, kind=kind, place=place, **{**values, **changes})


def commune(place, **changes):
    id_ = f"ubnd-xa-{len(place)}-{sum(map(ord, place))}"
    return unit(id_, f"UBND xã {place}", "commune", place, **changes)


def section(id_, name):
    return SectionEntry(id_, name, f"{id_}@{DOMAIN}")


def source(*units, addresses="shown", **more):
    office = load_office()
    settings = office.directory.model_copy(update={"people_addresses": addresses})
    found = functions(units, settings.words)
    shown = Directory(DAY, units, functions=found, **more)
    return Source(office.model_copy(update={"directory": settings}), shown)


def texts(*units, **more):
    return {page.path: page.text for page in pages(source(*units, **more))}


def body(text):
    """Return a page's Markdown without the front matter."""
    return text.split("\n---\n", 1)[1]


class Reader(HTMLParser):
    """Reads the links of a page, and the texts of rows and cells."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.rows, self.choices = [], [], [], []
        self._cell, self._choice = None, None
        self.feed(markdown.markdown(body(text), extensions=["tables"]))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
            self._choice = []
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = []

    def handle_data(self, data):
        for texts_ in (self._cell, self._choice):
            if texts_ is not None:
                texts_.append(data)

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append("".join(self._cell))
            self._cell = None
        if tag == "a":
            self.choices.append("".join(self._choice))
            self._choice = None
