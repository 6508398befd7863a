"""The page of a dissolved unit, and the former names of a renamed unit."""

from __future__ import annotations

from datetime import date

from congvu.days import written
from congvu.directory import FormerAddress, GoneEntry, UnitEntry
from directory_site import json_ld
from directory_site.markdown.parts import KINDS, Page, page
from directory_site.source import Source
from directory_site.text import anchor, escape, mail


def gone_page(entry: GoneEntry, source: Source) -> Page:
    """Return a dissolved unit's page: the decision, the successor, and who gets its mail."""
    kind = KINDS[entry.kind]
    # The front page has a heading only for kinds with units.
    listed = any(unit.kind == entry.kind for unit in source.directory.units)
    above = [(kind, f"./#{anchor(kind)}")] if listed else []
    decision = entry.decision
    blocks = [
        f"# {escape(entry.name)}",
        f"Đơn vị này đã **giải thể** từ ngày {written(decision.starts)}, theo Quyết định số "
        f"{escape(decision.number)} ký ngày {written(decision.signed)}.",
        *_successor(entry, source),
        *_address(entry),
    ]
    return page(
        f"don-vi/{entry.id}.md",
        f"{entry.name} (đã giải thể)",
        f"{entry.name}, {source.office.name}, đã giải thể: đơn vị nào thay, thư gửi về đâu",
        blocks,
        kind="gone",
        crumbs=above,
        json_ld=json_ld.gone(entry, source, (*above, (entry.name, f"don-vi/{entry.id}/"))),
    )


def former_block(unit: UnitEntry) -> str:
    """Return a unit's former names and the old addresses that are still delivered, if any."""
    lines = []
    if unit.former_names:
        lines.append(f"Tên trước đây: {escape(', '.join(unit.former_names))}.")
    if unit.former_addresses:
        olds = ", ".join(map(_former, unit.former_addresses))
        lines.append(f"Địa chỉ cũ vẫn nhận thư: {olds}.")
    return " ".join(lines)


def _former(former: FormerAddress) -> str:
    return f"{_text(former.address)}{_until(former.until)}"


def _text(address: str) -> str:
    """Write an old address without a link. A line may break only before the @."""
    local, at, domain = address.partition("@")
    return f"{escape(local)}<wbr>{escape(at + domain)}"


def _until(day: date | None) -> str:
    return f" (đến hết ngày {written(day)})" if day else ""


def _successor(entry: GoneEntry, source: Source) -> list[str]:
    taker = _unit(entry.successor, source)
    if taker is None:
        return ["Không có đơn vị nào được giao tiếp nhận hộp thư. " + _ask(source)]
    said = f"Nay là: **[{escape(entry.successor_name)}]({taker.id}.md)**"
    address = next(
        (section.address for section in taker.sections if section.id == entry.successor_section),
        taker.address,
    )
    # Of the plain Markdown blocks, only a quotation can be highlighted by the style sheet.
    return [f"> {said}\n>\n> **{mail(address, f'Gửi {entry.successor_name}')}**"]


def _address(entry: GoneEntry) -> list[str]:
    if not entry.address:
        return ["Địa chỉ cũ của đơn vị không còn nhận thư."]
    old = f"Địa chỉ cũ {_text(entry.address)} vẫn nhận thư{_until(entry.until)}"
    return [f"{old}, thư được chuyển cho đơn vị nêu trên." if entry.successor else f"{old}."]


def _ask(source: Source) -> str:
    contact = _unit(source.office.directory.contact, source)
    if contact is None:
        return f"Xin hỏi {escape(source.office.office)}."
    address = mail(contact.address, "Hỏi về đơn vị đã giải thể")
    return f"Xin hỏi [{escape(contact.name)}]({contact.id}.md): {address}."


def _unit(id_: str | None, source: Source) -> UnitEntry | None:
    return next((unit for unit in source.directory.units if unit.id == id_), None)
