"""Writes new parts of a unit's file in the style of the sample roster.

A decision, a delegate, a section and a name in parts are on one line, with the keys in the order of
the model. ruamel.yaml writes the YAML. A text is in quotes if other YAML parsers would not read it
as text. Dates have no quotes, as everywhere in the roster.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import Resolver, VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString
from ruamel.yaml.tag import Tag

from congvu.roster import model

HEADER = "# yaml-language-server: $schema=../../schema/unit.json\n"
# The keys of each object in order, by the key that contains the object.
ORDER: dict[str, tuple[str, ...]] = {
    "": tuple(model.Unit.model_fields),
    "staff": tuple(model.Person.model_fields),
    "sections": tuple(model.Section.model_fields),
    "mailbox": tuple(model.Mailbox.model_fields),
    "delegates": tuple(model.Delegate.model_fields),
    # What a person's and a unit's have in common stands in the same order.
    "decisions": (*model.UnitDecision.model_fields, "until"),
    "name": ("family", "middle", "given", "full"),
}
# Objects that are written on one line if all their values are texts.
_ON_ONE_LINE = frozenset({"decisions", "delegates", "sections", "name"})
# Lists of texts that are written on one line if they are short enough.
_SHORT_ON_ONE_LINE = frozenset({"functions"})
_WIDTH = 100
_QUOTED = {'"': DoubleQuotedScalarString, "'": SingleQuotedScalarString}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Parsers of YAML 1.1 and 1.2.
_OLDER, _NEWER = yaml.SafeLoader(""), Resolver()


class _TextResolver(VersionedResolver):
    """Reads every scalar as text, like `congvu.roster.yaml_text`."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Tag:
        tag: Tag = super().resolve(kind, value, (False, kind is ScalarNode))
        return tag


def unit_text(values: Mapping[str, Any]) -> str:
    """Return the text of a new unit's file."""
    return HEADER + "".join(entry(key, values[key]) for key in in_order(values, ""))


def entry(key: str, value: Any) -> str:
    """Return the lines of one key with its value, without indentation."""
    return _dumped({key: _styled(value, key)})


def item(value: Any, key: str) -> str:
    """Return the lines of one item in the list of a key, without indentation."""
    lines = _dumped({key: [_styled(value, key)]}).splitlines(keepends=True)
    return "".join(line.removeprefix("  ") for line in lines[1:])


def on_one_line(value: Any, key: str, quotes: str | None = None, *, flow: bool = True) -> str:
    """Return a value on one line, as it is written after its key.

    Args:
        value: text, mapping or list.
        key: its key.
        quotes: the quotes for a text, None for the quotes that it needs.
        flow: whether it is within brackets, where commas and brackets need quotes.
    """
    if isinstance(value, str) and not flow:
        return _dumped({"x": _styled(value, key, quotes)}).removeprefix("x: ").rstrip("\n")
    return _dumped([_styled(value, key, quotes, flow=True)], flow=True)[1:-2]


def in_order(keys: Mapping[str, Any], of: str) -> list[str]:
    """Return an object's keys in the order of writing; keys that are not in the model come last."""
    order = ORDER.get(of, ())
    return sorted(keys, key=lambda key: order.index(key) if key in order else len(order))


def _styled(value: Any, key: str, quotes: str | None = None, *, flow: bool = False) -> Any:
    if isinstance(value, Mapping):
        mapping = CommentedMap((name, _styled(value[name], name, flow=flow))
                               for name in in_order(value, key))  # fmt: skip
        if flow or (key in _ON_ONE_LINE and all(isinstance(one, str) for one in value.values())):
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, Sequence) and not isinstance(value, str):
        sequence = CommentedSeq(_styled(one, key, flow=flow) for one in value)
        if flow or (key in _SHORT_ON_ONE_LINE and _fits(key, value)):
            sequence.fa.set_flow_style()
        return sequence
    quotes = quotes or ('"' if _is_taken_for_another(value, key) else None)
    return _QUOTED[quotes](value) if quotes else value


def _fits(key: str, texts: Sequence[str]) -> bool:
    line = f"{key}: [{', '.join(texts)}]"
    return len(line) <= _WIDTH and line.count(",") < len(texts)


def _is_taken_for_another(text: str, key: str) -> bool:
    if _DATE.fullmatch(text) or (key == "leader" and text in ("true", "false")):
        return False
    older = _OLDER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    newer = _NEWER.resolve(ScalarNode, text, (True, False))
    return any(str(tag) != "tag:yaml.org,2002:str" for tag in (older, newer))


def _dumped(value: Any, *, flow: bool = False) -> str:
    writer = YAML()
    writer.Resolver = _TextResolver
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = 1 << 20
    writer.default_flow_style = flow
    stream = StringIO()
    writer.dump(value, stream)
    return stream.getvalue()
