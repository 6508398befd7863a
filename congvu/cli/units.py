"""Which unit is meant on the command line, for every command that asks."""

from __future__ import annotations

from dataclasses import replace

from congvu.plain_list.units import Match, UnitFinder
from congvu.state import State


def find_unit(state: State, text: str) -> Match:
    """Find the unit that an id, a name, an abbreviation or a part of a name means.

    Args:
        state: a readable state of the roster.
        text: as it was typed.
    """
    finder = UnitFinder(state.roster.units)
    match = finder.find(text)
    if match.unit is not None or match.several:
        return match
    holding = finder.holding(text)
    if len(holding) == 1:
        return Match(holding[0])
    return replace(match, several=tuple(map(finder.name, holding)))


def not_one_unit(text: str, match: Match) -> str:
    """Return a Vietnamese sentence, without its end, for a text that means no unit or several."""
    if match.several:
        return f"«{text}» có thể là nhiều đơn vị: {', '.join(match.several)}; hãy ghi rõ hơn"
    hint = f"; có phải là {match.near}?" if match.near else ""
    return f"không có đơn vị «{text}» trong danh sách{hint}"
