"""Article 6 of Quyết định 3426/QĐ-UBND (2015), as explained in docs/quy-che/address-rules.md.

Only this module makes local parts by the district's regulation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvu.names import PersonName, fold, initials, joined, syllables
from congvu.policies import COMPONENT_RULES, Candidate, PersonFacts, Rule

ARTICLES: dict[Rule, str] = {
    "leader": "6.2.a",
    "unit": "6.2.b",
    "section": "6.1.c",
    "general": "6.2.c",
    "middle-name": "6.2.c",
    "birth-date": "6.2.c",
    "home-town": "6.2.c",
    "birthplace": "6.2.c",
}

# 6.2.b: "UBND xã Tây Phú" gives xatayphu. Both spellings of "Ủy" fold to the same text.
_COMMITTEE = re.compile(r"^(ubnd|uy ban nhan dan) ")

# The component from the birth date: the day, with or without month and year.
_DAY_AND_MORE = re.compile(r"\d{2}(\d{2}(\d{4})?)?")


def _general(name: PersonName) -> str:
    return joined(name.given) + initials(name.family) + initials(name.middle)


def person_base(facts: PersonFacts) -> Candidate:
    """6.2.a for a district leader: the full name; 6.2.c for everyone else: the general form.

    Đỗ Văn Sỹ (leader) gives ``dovansy``; Nguyễn Văn An gives ``annv``.
    """
    name = facts.name
    if facts.leader:
        return Candidate(joined(name.family + name.middle + name.given), "leader")
    return Candidate(_general(name), "general")


def person_middle_name(facts: PersonFacts) -> Candidate | None:
    """6.2.c, collision of different full names: adjacent middle name and given name in full.

    Nguyễn Thị Thanh Hà gives ``thanhhant``. A leader, or a name without a middle name, has
    no such form.
    """
    name = facts.name
    if facts.leader or not name.middle:
        return None
    adjacent, remaining = name.middle[-1], name.middle[:-1]
    local = fold(adjacent) + joined(name.given) + initials(name.family) + initials(remaining)
    return Candidate(local, "middle-name")


def person_components(facts: PersonFacts) -> Iterator[Candidate]:
    """6.2.c, collision of the same full name: the base form and the fewest components.

    The order is that of the regulation: day of birth, month, year; then home town; then birthplace.
    """
    base = person_base(facts).local_part
    if (born := facts.birth_date) is not None:
        for form in ("%d", "%d%m"):
            yield Candidate(base + born.strftime(form), "birth-date")
        # On some systems %Y does not pad years before 1000 to four digits.
        yield Candidate(f"{base}{born:%d%m}{born.year:04d}", "birth-date")
    if facts.home_town and (town := fold(facts.home_town)):
        yield Candidate(base + town, "home-town")
    if facts.birthplace and (place := fold(facts.birthplace)):
        yield Candidate(base + place, "birthplace")


def unit(name: str, stated: str | None) -> Candidate:
    """6.2.b: the unit's name, folded and joined, or the name that its file states."""
    if stated:
        return Candidate(stated, "unit")
    folded = " ".join(filter(None, map(fold, syllables(name))))
    return Candidate(_COMMITTEE.sub("", folded).replace(" ", ""), "unit")


def section(name: str, place: str) -> Candidate:
    """6.1.c: ``[tên bộ phận-địa danh]``; Văn thư of xã Tây Phú gives ``vanthu-tayphu``."""
    return Candidate(f"{fold(name)}-{fold(place)}", "section")


def still_fits(facts: PersonFacts, local_part: str, rule: Rule) -> bool:
    """Tell whether an address still fits the person's name.

    Components are not compared: a corrected birth date or home town changes no address, only a
    corrected name does (Article 7 requires a decision for a change). The text after the name must
    look like a component, if that can be told: Lê An's ``anl`` does not fit ``anlv12``.
    """
    base = person_base(facts).local_part
    if local_part == base:
        return True
    if rule == "birth-date":
        return _DAY_AND_MORE.fullmatch(local_part.removeprefix(base)) is not None
    if rule in COMPONENT_RULES:
        stated = facts.home_town if rule == "home-town" else facts.birthplace
        place = fold(stated or "")
        if place and local_part.endswith(place):
            return local_part == base + place
        return local_part.startswith(base)
    middle = person_middle_name(facts)
    return middle is not None and middle.local_part == local_part
