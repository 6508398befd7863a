"""Finds the unit of each row of a list, and makes new units where the clerk asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvu.plain_list.body import Body
from congvu.plain_list.candidates import Candidate
from congvu.plain_list.columns import Field
from congvu.plain_list.new_units import kind_of, new_unit, official_name, why_none
from congvu.plain_list.units import UnitFinder
from congvu.roster.load import Roster
from congvu.roster.model import Unit
from congvu.workbook.problems import Problem


@dataclass
class Places:
    """The units of the rows.

    Attributes:
        placed: rows with the id of their unit, in order; rows without a unit have a problem.
        new_units: the new units, as the values of their files.
        inferred: units that no row names, with the place that names them: id -> Vietnamese.
        problems: what is wrong with whole sheets.
    """

    placed: list[tuple[Candidate, str]] = field(default_factory=list)
    new_units: dict[str, dict[str, Any]] = field(default_factory=dict)
    inferred: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Placer:
    """Finds the unit of each row.

    Args:
        roster: the roster with the known units.
        stated: the unit that the clerk names for rows without a unit; empty for none.
        establish: number and ISO date of the decision that establishes new units, None to refuse
            them.
        taken: tells whether an id is or was in use.
        leadership: name of the new unit that is the district's leadership; empty for none.
    """

    def __init__(
        self,
        roster: Roster,
        stated: str,
        establish: tuple[str, str] | None,
        taken: Callable[[str], bool],
        leadership: str = "",
    ) -> None:
        self._directory = roster.directory
        self._units: list[Unit] = list(roster.units)
        self._finder = UnitFinder(self._units)
        self._stated = stated
        self._establish = establish
        self._taken = taken
        self._leadership = leadership
        self.places = Places()

    def knows(self, text: str) -> bool:
        """Tell whether a text names a known unit."""
        return self._finder.find(text).unit is not None

    def refusal_of_stated(self) -> str:
        """Say why the unit named by the clerk does not exist; empty where it does."""
        match = self._finder.find(self._stated)
        if not self._stated or match.unit or self._establish:
            return ""
        names = match.several or ((match.near,) if match.near else ())
        hint = "; có phải là " + " hoặc ".join(f"«{name}»" for name in names) + "?" if names else ""
        return f"--unit: không có đơn vị «{self._stated}» trong danh sách{hint}"

    def place(self, body: Body, candidates: Iterable[Candidate]) -> None:
        """Find the units of one sheet's rows."""
        candidates = list(candidates)
        beside, source = self._beside(body)
        named = any(one.record.unit or Field.UNIT in one.record.cells for one in candidates)
        if not beside and candidates and not named:
            message = (
                "không biết những người này thuộc đơn vị nào; hãy thêm cột «Đơn vị», ghi tên đơn "
                "vị vào một dòng riêng phía trên họ, hoặc nhập với --unit"
            )
            self.places.problems.append(Problem(body.table.grid.name, 0, message))
            return
        for candidate in candidates:
            text = candidate.record.unit or beside
            if not text and Field.UNIT in candidate.record.cells:
                continue  # the cell can't be read, and has a problem already
            if not text:
                candidate.refuse("thiếu đơn vị; hãy ghi tên đơn vị", Field.UNIT)
                continue
            unit = self._unit(text, candidate)
            if unit is not None:
                self.places.placed.append((candidate, unit))
                if not candidate.record.unit:
                    self.places.inferred[unit] = source

    def _unit(self, text: str, candidate: Candidate) -> str | None:
        """Return the id of the unit that a text means; without one, record a problem."""
        above = candidate.record.heading
        where = f" (tên ở dòng {above.row}, phía trên)" if above and above.text == text else ""
        match = self._finder.find(text)
        if match.unit is not None:
            return match.unit
        if match.several:
            several = ", ".join(f"«{name}»" for name in match.several)
            candidate.refuse(
                f"«{text}»{where} có thể là {several}; hãy ghi đủ tên đơn vị", Field.UNIT
            )
        elif self._establish is None:
            hint = f"có phải là «{match.near}»?"
            if not match.near:
                hint = why_none(text) if kind_of(official_name(text)) is None else (
                    "nếu là đơn vị mới thì cần quyết định thành lập (Điều 7.1.a), hãy nhập với "
                    "--create-units"
                )  # fmt: skip
            candidate.refuse(f"không có đơn vị «{text}»{where} trong danh sách; {hint}", Field.UNIT)
        else:
            return self._made(text, where, self._establish, candidate)
        return None

    def _made(
        self, text: str, where: str, decision: tuple[str, str], candidate: Candidate
    ) -> str | None:
        values = new_unit(text, decision, self._leadership)
        if values is None:
            candidate.refuse(f"«{text}»{where}: {why_none(text)}", Field.UNIT)
            return None
        id_ = str(values["id"])
        if self._taken(id_):
            candidate.refuse(
                f"mã «{id_}» của đơn vị «{official_name(text)}» đã dùng; hãy tự lập tệp của đơn vị "
                "với mã khác",
                Field.UNIT,
            )
            return None
        self.places.new_units[id_] = values
        self._units.append(in_memory(values, self._directory))
        self._finder = UnitFinder(self._units)
        return id_

    def _beside(self, body: Body) -> tuple[str, str]:
        """Return the unit of a whole sheet, and whether option, title or sheet name names it."""
        if self._stated:
            return self._stated, "--unit"
        found = self._in(body.titles)
        if len(found) == 1:
            return found[0], "phần đầu danh sách"
        if not found and self.knows(body.table.grid.name):
            return body.table.grid.name, "tên trang"
        return "", ""

    def _in(self, texts: Sequence[str]) -> list[str]:
        """Return the units that the lines of a title name, without the district's leadership.

        A letterhead names the district's office above the unit. If it names the office alone, the
        list is of the whole district and says nothing of a row's unit.
        """
        ids = {match.unit for text in texts if (match := self._finder.find(text)).unit}
        return sorted(id_ for id_ in ids if id_ and not self._finder.is_leadership(id_))


def in_memory(values: dict[str, Any], directory: Path) -> Unit:
    """Return a unit that has no file yet, as if it had been read from one.

    Raises:
        pydantic.ValidationError: the model does not accept a value.
    """
    unit = Unit.model_validate(values)
    unit._file = directory / f"{unit.id}.yml"
    return unit
