"""What the clerk reads about a list: what was read, what was not and why, who is new."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import Any

from congvu.plain_list.arrival import Arrival
from congvu.plain_list.body import Body, Skipped
from congvu.plain_list.candidates import Candidate
from congvu.plain_list.columns import Field
from congvu.plain_list.grid import column_name
from congvu.plain_list.read_list import Sheets
from congvu.roster.model import Person

# More of a kind says nothing new on a screen; all of them stand in the JSON form.
_SHOWN = 8


def as_lines(sheets: Sheets, found: Arrival) -> Iterator[str]:
    """Yield what was read and how, for people."""
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
    """Yield what is new, before the plan says which addresses come of it."""
    for values in found.units:
        manager = values.get("mailbox", {}).get("manager")
        run_by = f"người quản lý hộp thư chung: {manager}" if manager else (
            "chưa có người quản lý hộp thư chung"
        )  # fmt: skip
        yield f"Đơn vị mới: {values['name']} ({values['id']}), {run_by}."
    if found.newcomers:
        ids = [str(one.values["id"]) for one in found.newcomers]
        span = ids[0] if len(ids) == 1 else f"{min(ids)} đến {max(ids)}"
        yield f"Thêm {len(ids)} người, mã {span}."
    else:
        yield "Không có ai mới."


def as_dict(sheets: Sheets, found: Arrival) -> dict[str, Any]:
    """Return the same as plain data."""
    return {
        "sheets": [_sheet_as_dict(body) for body in sheets.bodies],
        "passed_over": [{"sheet": name, "why": why} for name, why in sheets.passed_over],
        "units": [{"id": values["id"], "name": values["name"]} for values in found.units],
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
    by_reason: dict[str, list[str]] = {}
    for why, rows in _skipped(body):
        by_reason.setdefault(why, []).append(rows)
    for why, spans in by_reason.items():
        yield f"  Bỏ qua, {why}: dòng {'; '.join(spans)}."


def _skipped(body: Body) -> Iterator[tuple[str, str]]:
    """Yield reason and rows, those that follow one another for the same reason as one."""
    people = [record.row for record in body.records]

    def together(one: Skipped, other: Skipped) -> bool:
        return one.why == other.why and bisect(people, one.row) == bisect(people, other.row)

    rows = body.skipped
    start = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and together(rows[start], rows[end]):
            continue
        first, last = rows[start], rows[end - 1]
        span = f"{first.row}" if first is last else f"{first.row}–{last.row}"
        text = next((f" «{one.text}»" for one in rows[start:end] if one.text), "")
        more = " …" if text and first is not last else ""
        yield first.why, f"{span}{text}{more}"
        start = end


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
    for candidate, person in _few(known):
        yield f"  dòng {candidate.row}: {person.name} ({person.id})"
    if len(known) > _SHOWN:
        yield f"  … và {len(known) - _SHOWN} người nữa"
    other = [(candidate, person) for candidate, person in known
             if candidate.title.casefold() != person.title.casefold()]  # fmt: skip
    if other:
        yield (
            f"Chức vụ của {len(other)} người trong số đó khác với danh sách; không sửa gì, nếu có "
            "bổ nhiệm thì ghi quyết định (Điều 7.2.a):"
        )
        for candidate, person in _few(other):
            yield f"  dòng {candidate.row}: {person.name} ({person.id}): «{candidate.title}», " \
                  f"danh sách ghi «{person.title}»"  # fmt: skip
        if len(other) > _SHOWN:
            yield f"  … và {len(other) - _SHOWN} người nữa"


def _few(
    known: Sequence[tuple[Candidate, Person]],
) -> Sequence[tuple[Candidate, Person]]:
    return known[:_SHOWN]


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
    }
