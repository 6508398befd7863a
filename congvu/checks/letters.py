"""New letters: who forgot the password gets one, and what was there before is void (7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from congvu.days import written
from congvu.findings import Finding
from congvu.labels import PERSON_STATES
from congvu.roster import lifecycle
from congvu.roster.model import Person
from congvu.state import State


def new_letters_can_be_asked_for(state: State) -> Iterator[Finding]:
    """Ensure that a new letter is asked for by the day itself, for somebody who has a mailbox (7).

    A day to come would void a password while its person still uses it.
    """
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            if person.new_letter is None:
                continue
            if (fault := _fault(person, person.new_letter, state.on)) is not None:
                at = ("staff", index, "new_letter")
                code, message = fault
                yield Finding(code, f"{person.name}: {message}", unit.file, location=at)


def _fault(person: Person, asked: date, on: date) -> tuple[str, str] | None:
    """Return code and message of what is wrong with the day of a request."""
    if asked > on:
        return "new-letter-ahead", (
            f"ngày xin thư mật khẩu mới ({written(asked)}) chưa đến; hãy ghi ngày người đó xin, "
            f"muộn nhất là hôm nay ({written(on)})"
        )
    was = lifecycle.person_state(person, asked)
    if was in ("future", "left"):
        return "new-letter-without-mailbox", (
            f"ngày xin thư mật khẩu mới ({written(asked)}), người này {PERSON_STATES[was]} nên "
            "không có hộp thư; hãy xem lại ngày. Người mới và người trở lại tự có thư mật khẩu, "
            "không phải xin"
        )
    return None


def new_letters_can_be_made(state: State) -> Iterator[Finding]:
    """Warn about a new letter where the office named no key to encrypt it with (7)."""
    if state.office.accounts.recipients:
        return
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            if person.new_letter is not None:
                message = (
                    f"{person.name}: chưa lập được thư mật khẩu mới, vì district.yml chưa có khóa "
                    "age của cơ quan (accounts: recipients); mật khẩu cũ vẫn dùng được. Hãy báo "
                    "người vận hành"
                )
                at = ("staff", index, "new_letter")
                yield Finding("new-letter-without-key", message, unit.file, location=at)
