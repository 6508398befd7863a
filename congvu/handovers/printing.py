"""Makes the PDF of one handover, in memory.

The form of the JSON that the template `ban-giao.typ` gets: texts that it prints as they are, beside

- ``day``: year, month and day; ``written``: the same as it is written;
- ``givers``, ``takers``: of each ``name``, ``role`` and ``id``;
- ``grounds``: the decisions and documents behind it, a sentence each;
- ``figures``: rows of what was counted and how many.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from congvu.accounts import account_id
from congvu.days import written
from congvu.handovers.records import Party, Record
from congvu.plan.sentences import decided, paper
from congvu.roster import lifecycle
from congvu.roster.model import Person, Unit
from congvu.state import State
from congvu.typesetting import Typesetter

TEMPLATE = Path(__file__).with_name("ban-giao.typ")


def record_pdf(typesetter: Typesetter, record: Record, state: State) -> bytes:
    """Return the PDF of one handover.

    Args:
        typesetter: for `TEMPLATE`.
        record: what the host wrote down.
        state: the roster, for titles and decisions.
    """
    return typesetter.pdf(record_json(record, state), universal=False)


def record_json(record: Record, state: State) -> str:
    """Return all that stands in the PDF, in the template's form."""
    data = {
        "title": f"Biên bản bàn giao hộp thư chung – {record.name}",
        "office": state.office.name,
        "unit": record.name,
        "address": record.address,
        "day": [record.day.year, record.day.month, record.day.day],
        "written": written(record.day),
        "givers": _parties(record.givers, state),
        "takers": _parties(record.takers, state),
        "grounds": list(_grounds(record, state)),
        "figures": [list(row) for row in _figures(record)],
    }
    return unicodedata.normalize("NFC", json.dumps(data, ensure_ascii=False))


def _parties(parties: Sequence[Party], state: State) -> list[dict[str, str]]:
    people = state.roster.people_by_id
    return [
        {
            "id": one.id,
            "name": one.name or one.id,
            "role": people[one.id].title if one.id in people else "",
        }
        for one in parties
    ]


def _grounds(record: Record, state: State) -> Iterator[str]:
    """Yield what the roster has that moved the mailbox on the day; it may have changed since."""
    people = state.roster.people_by_id
    papers = {
        delegate.person: paper(delegate)
        for unit in state.roster.units
        if _is_of(unit, record.mailbox)
        for delegate in unit.mailbox.delegates
        if delegate.date <= record.day
    }
    for party, types in (
        *((one, lifecycle.ENDING | {"transfer", "suspend"}) for one in record.givers),
        *((one, lifecycle.MOVING - {"recruit"}) for one in record.takers),
    ):
        if party.id in papers:
            yield f"{party.name}: {papers[party.id]}"
        elif (person := people.get(party.id)) is not None:
            yield from _decision(person, types, record)


def _is_of(unit: Unit, mailbox: str) -> bool:
    return account_id(unit.id) == mailbox


def _decision(person: Person, types: frozenset[str], record: Record) -> Iterator[str]:
    found = lifecycle.latest(person.decisions, record.day, *types)
    if found is not None:
        yield f"{person.name.full}: {decided(found)}"


def _figures(record: Record) -> Iterator[tuple[str, str]]:
    yield "Tổng số thư, trong mọi thư mục", _number(record.messages)
    yield "Dung lượng", f"{_number(round(record.size / 1024**2, 1))} MB"
    yield "Số thư trong hộp thư đến (INBOX)", _number(record.inbox)
    yield "trong đó bên giao chưa đọc", _number(record.unread)
    yield "trong đó chưa trả lời", _number(record.unanswered)
    oldest = written(record.oldest_unanswered) if record.oldest_unanswered else "không có"
    yield "Thư chưa trả lời cũ nhất, đến ngày", oldest


def _number(value: float) -> str:
    """Write a number as in Vietnamese: a dot at thousands, a comma before tenths."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))
