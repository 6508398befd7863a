"""The report about a list: what was read, what was not read and why, and who is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from congvu.labels import UNIT_KINDS
from congvu.plain_list.arrival import Arrival
from congvu.plain_list.body import Body
from congvu.plain_list.candidates import Candidate
from congvu.plain_list.columns import Field
from congvu.plain_list.grid import column_name
from congvu.plain_list.new_units import why_kind
from congvu.plain_list.read_list import Sheets
from congvu.roster.model import Person


def as_lines(sheets: Sheets, found: Arrival) -> Iterator[str]:
    """Yield the report's lines on what was read, and how."""
    for name, why in sheets.passed_over:
        yield f"Không đọc trang «{name}»: {why}."
    for body in sheets.bodies:
        yield from _of_sheet(body)
    for unit, source in found.inferred.items():
        yield f"Đơn vị của các dòng không ghi đơn vị: {unit} (theo {source})."
    yield from _rewritten(found.candidates)
    yield from _known(found.known)
    if found.dropped or found.stored:
        kept = f"giữ của {found.stored} người vì địa chỉ cần (Điều 6.2.c)"
        yield (
            "Dữ liệu cá nhân (ngày sinh, quê quán, nơi sinh): "
            f"{kept if found.stored else 'không địa chỉ nào cần'}; "
            f"phần không cần của {found.dropped} người không ghi vào danh sách."
        )


def newcomers(found: Arrival) -> Iterator[str]:
    """Yield the report's lines on new people and units. The plan lists their addresses."""
    for values in found.units:
        manager = values.get("mailbox", {}).get("manager")
        run_by = f"người quản lý hộp thư chung: {manager}" if manager else (
            "chưa có người quản lý hộp thư chung"
        )  # fmt: skip
        kind = f"loại: {UNIT_KINDS[values['kind']]}, vì {why_kind(values['name'])}"
        yield f"Đơn vị mới: {values['name']} ({values['id']}), {kind}; {run_by}."
    if found.newcomers:
        ids = [str(one.values["id"]) for one in found.newcomers]
        span = ids[0] if len(ids) == 1 else f"{min(ids)} đến {max(ids)}"
        yield f"Thêm {len(ids)} người, mã {span}."
    else:
        yield "Không có ai mới."


def as_dict(sheets: Sheets, found: Arrival) -> dict[str, Any]:
    """Return the whole report as plain data."""
    return {
        "sheets": [_sheet_as_dict(body) for body in sheets.bodies],
        "passed_over": [{"sheet": name, "why": why} for name, why in sheets.passed_over],
        "units": [
            {"id": values["id"], "name": values["name"], "kind": values["kind"],
             "why": why_kind(values["name"])}
            for values in found.units
        ],
        "people": [
            {"sheet": one.candidate.sheet, "row": one.candidate.row, "id": one.values["id"],
             "name": str(one.candidate.name), "unit": one.unit}
            for one in found.newcomers
        ],
        "known": [
            {"sheet": candidate.sheet, "row": candidate.row, "id": person.id,
             "name": person.name.full}
            for candidate, person in found.known
        ],
        "personal_data": {"kept": found.stored, "dropped": found.dropped},
    }  # fmt: skip


def _of_sheet(body: Body) -> Iterator[str]:
    table = body.table
    where = f"Trang «{table.grid.name}»" if table.grid.name else "Danh sách"
    yield f"{where}: tiêu đề ở dòng {table.top}, {len(body.records)} người."
    used = [
        f"{column_name(column)} «{table.header(column)}» là {field}"
        for field, column in sorted(table.columns.items(), key=lambda item: item[1])
        if field is not Field.ORDINAL
    ]
    yield f"  Các cột: {'; '.join(used)}."
    for columns, why in (
        (table.not_used, "Không dùng các cột"),
        (table.not_known, "Không rõ nên không dùng các cột"),
        (table.hidden, "Không đọc các cột đang ẩn"),
    ):
        if columns:
            named = (f"{column_name(column)} «{header}»" for column, header in columns.items())
            yield f"  {why}: {'; '.join(named)}."
    for field in Field:
        if rows := [one.row for one in body.records if field in one.carried]:
            yield (f"  Lấy {field} theo dòng trên (ô gộp, «nt» hoặc ô trống): dòng {_spans(rows)}.")
    if body.skipped:
        yield "  Các dòng bỏ qua:"
    for one in body.skipped:
        yield f"    dòng {one.row}{f' «{one.text}»' if one.text else ''}: {one.why}"


def _spans(rows: Iterable[int]) -> str:
    """Write numbers of rows, with consecutive numbers as ranges.

    >>> _spans([2, 3, 4, 7])
    '2–4, 7'
    """
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def _rewritten(candidates: Sequence[Candidate]) -> Iterator[str]:
    rewritten = [one for one in candidates if one.rewritten]
    if rewritten:
        first = rewritten[0]
        yield (
            f"Viết lại chữ hoa, chữ thường của {len(rewritten)} họ tên, ví dụ dòng {first.row}: "
            f"«{first.rewritten}» thành «{first.name}»."
        )


def _known(known: Sequence[tuple[Candidate, Person]]) -> Iterator[str]:
    if not known:
        return
    yield f"Đã có trong danh sách, không thêm lần nữa: {len(known)} người."
    for candidate, person in known:
        yield f"  dòng {candidate.row}: {person.name} ({person.id})"
    other = [(candidate, person) for candidate, person in known
             if candidate.title.casefold() != person.title.casefold()]  # fmt: skip
    if other:
        yield (
            f"Chức vụ của {len(other)} người trong số đó khác với danh sách; không sửa gì, nếu có "
            "bổ nhiệm thì ghi quyết định (Điều 7.2.a):"
        )
        for candidate, person in other:
            yield f"  dòng {candidate.row}: {person.name} ({person.id}): «{candidate.title}», " \
                  f"danh sách ghi «{person.title}»"  # fmt: skip


def _sheet_as_dict(body: Body) -> dict[str, Any]:
    table = body.table
    return {
        "name": table.grid.name,
        "header": table.top,
        "columns": {column_name(column): str(field) for field, column in table.columns.items()},
        "not_used": {
            column_name(column): header
            for columns in (table.not_used, table.not_known, table.hidden)
            for column, header in columns.items()
        },
        "skipped": [{"row": one.row, "text": one.text, "why": one.why} for one in body.skipped],
        "carried": {
            str(field): [one.row for one in body.records if field in one.carried]
            for field in Field
            if any(field in one.carried for one in body.records)
        },
    }
