"""Edits a unit's file as text, so that unchanged parts keep their bytes.

Values are changed as plain dicts, lists and texts. Writing changes only the parts of the text with
changed values. ruamel.yaml writes new parts (`congvu.roster.house_style`), but not the whole file:
it would indent files of another style again, and it attaches a comment to the value before it, so
that a removed entry would take the next entry's comment along. Here the comment lines directly
above an entry belong to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from congvu.roster import house_style, yaml_text
from congvu.roster.file_checks import BOM
from congvu.roster.spans import Document

Values = dict[str, Any]


class EditError(Exception):
    """A program can't safely edit the file; the message is Vietnamese."""


class UnitFile:
    """One unit's file.

    Attributes:
        file: the file's path.
        values: its values from `yaml_text.parse`: dicts, lists and texts. Change them in place.
            Keys without a value, empty lists and empty dicts are left out when it is written.
    """

    def __init__(self, file: Path, text: str = "") -> None:
        self.file = file
        self._text = text
        self._old = _values(file, text)
        self.values: Values = deepcopy(self._old)

    @classmethod
    def read(cls, file: Path) -> UnitFile:
        """Read a file.

        Raises:
            EditError: the roster's reader refuses the file.
        """
        try:
            return cls(file, yaml_text.decoded(file, yaml_text.read_bytes(file)))
        except yaml_text.YamlError as error:
            raise EditError(str(error)) from error

    def text(self) -> str:
        """Return the file's text with the present values.

        Raises:
            EditError: the file is written in an unusual way and must be edited by hand.
        """
        new = _without_empty(self.values)
        if new == _without_empty(self._old):
            return self._text
        if not self._old:
            return house_style.unit_text(new)
        bom = BOM if self._text.startswith(BOM) else ""
        old = self._text.removeprefix(BOM)
        text = bom + Document(self.file, old).with_values(new)
        if _without_empty(_values(self.file, text)) != _composed(new):
            raise EditError(
                f"{self.file.name}: tệp này viết theo cách mà chương trình không sửa được mà vẫn "
                "giữ nguyên các dòng khác; hãy sửa bằng tay"
            )
        return text

    @property
    def changed(self) -> bool:
        """Whether the values differ from those that were read."""
        return bool(_without_empty(self.values) != _without_empty(self._old))

    @property
    def staff(self) -> list[Values]:
        """The people in the file's order, to change in place."""
        return self.entries("staff")

    def entries(self, key: str) -> list[Values]:
        """Return one of the unit's lists, to change in place; an empty one if it is missing.

        Args:
            key: ``staff``, ``sections`` or ``decisions``.
        """
        if not self.values.get(key):
            self.values[key] = []
        found: list[Values] = self.values[key]
        return found

    def person(self, id_: str) -> Values | None:
        """Return a person's entry, to change in place."""
        return next((entry for entry in self.staff if entry.get("id") == id_), None)

    def add_person(self, person: Mapping[str, Any], position: int | None = None) -> None:
        """Add a person.

        Args:
            person: the fields as texts, ``decisions`` as a list of dicts of texts, ``name`` as
                text or as its parts; in any order.
            position: among the staff, last by default.
        """
        staff = self.staff
        staff.insert(len(staff) if position is None else position, dict(person))

    def remove_person(self, id_: str) -> Values | None:
        """Remove a person and return the entry; None if there is nobody with this id."""
        person = self.person(id_)
        if person is not None:
            self.staff.remove(person)
        return person


def _values(file: Path, text: str) -> Values:
    try:
        values, refused = yaml_text.parse(file, yaml_text.composed(text))
    except yaml_text.YamlError as error:
        raise EditError(str(error)) from error
    if refused:
        raise EditError("\n".join(finding.text() for finding in refused))
    if values is not None and not isinstance(values, dict):
        raise EditError(f"{file.name}: tệp phải gồm các trường có tên")
    return values or {}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_empty(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, [], {}, "")}
    if isinstance(value, list):
        return [_without_empty(one) for one in value]
    return value


def _composed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _composed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_composed(one) for one in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
