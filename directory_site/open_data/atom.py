"""The feed of changes: Atom (RFC 4287), with an entry for each day of each unit."""

from __future__ import annotations

from datetime import date
from html import escape
from xml.etree import ElementTree

from congvu.directory import ChangeEntry
from congvu.office import Office
from directory_site.addresses import root, unit_page
from directory_site.open_data.place import updated
from directory_site.source import Source

_NAMESPACE = "http://www.w3.org/2005/Atom"


def feed(source: Source) -> bytes:
    """Return the feed, the newest entry first. Its bytes change only with a change of content."""
    office, changes = source.office, source.directory.changes
    newest = changes[0].day if changes else updated(source.directory)
    top = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "vi"})
    _text(top, "id", _tag(office))
    _text(top, "title", f"Thay đổi trong danh bạ thư công vụ {office.name}")
    _text(top, "subtitle", "Đơn vị, chức vụ, người phụ trách mới; theo ngày có hiệu lực")
    _text(top, "updated", _moment(newest))
    _text(ElementTree.SubElement(top, "author"), "name", office.name)
    _link(top, "self", f"{root(office)}thay-doi.xml", "application/atom+xml")
    _link(top, "alternate", f"{root(office)}thay-doi/", "text/html")
    for change in changes:
        _entry(ElementTree.SubElement(top, "entry"), change, office)
    ElementTree.indent(top)
    text: bytes = ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(entry: ElementTree.Element, change: ChangeEntry, office: Office) -> None:
    _text(entry, "id", f"{_tag(office)}/{change.day}/{change.unit_id}")
    _text(entry, "title", change.unit_name)
    _text(entry, "updated", _moment(change.day))
    _link(entry, "alternate", unit_page(office, change.unit_id), "text/html")
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in change.sentences)
    _text(entry, "content", f"<ul>{sentences}</ul>", type="html")


def _tag(office: Office) -> str:
    """Return the feed's permanent id (RFC 4151), with a day on which the office had its domain."""
    return f"tag:{office.domain},2026:danh-ba/thay-doi"


def _moment(day: date) -> str:
    return f"{day}T00:00:00+07:00"


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text


def _link(parent: ElementTree.Element, rel: str, href: str, form: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": rel, "type": form, "href": href})
