"""Random small offices and their histories, for the property tests of the register.

Names come from a pool in which nearly everybody wants the same few addresses. A history is a list
of events; `history_clerk.Clerk` writes each into the roster's documents.
"""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st
from rosters import decision

START = date(2026, 1, 5)
NAMES = (
    "Nguyễn Văn An",
    "Nguyễn Văn Ân",
    "Nguyễn Việt An",
    "Nguyễn Thị Văn An",
    "Nguyễn Văn Bình An",
    "Lê An",
    "Lê Ân",
    {"family": "Nguyễn", "given": "Văn An"},
    {"family": "Tôn Nữ", "middle": "Thị", "given": "An"},
    {"given": "H'An"},
    {"given": "An"},
)
BIRTH_DATES = (None, "1985-03-12", "1985-03-12", "1990-04-12", "1985-04-13")
TOWNS = (None, "Bình Khê", "Nv", "12")
UNIT_NAMES = ("Phòng Nội vụ", "Phòng Nối Vụ", "UBND xã An Nv", "An Nv", "Phòng Y tế")
SECTIONS = ("Văn thư", "Văn Thứ", "Một cửa")
KINDS = (
    "recruit", "recruit", "recruit", "rename", "rename", "transfer", "appoint", "step-down",
    "suspend", "reinstate", "leave", "leave", "return", "dissolve", "merge", "rename-unit",
    "new-unit", "re-establish", "add-section", "dissolve-section", "withdraw", "postpone",
    "correct-birth-date", "delete", "return", "return", "withdraw", "postpone", "postpone",
    "absence", "come-back",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One merge request: what happens, how many days after the last one, to whom.

    `who`, `where` and `what` are positions in the list of possible choices. `delay` is the number
    of days until the decision takes effect; if negative, the decision was signed that long ago.
    """

    kind: str
    gap: int
    delay: int
    who: int
    where: int
    what: int
    derived: bool = True


def events(kinds=KINDS):
    small = st.integers(0, 11)
    return st.builds(
        Event,
        st.sampled_from(kinds),
        gap=st.sampled_from((0, 1, 1, 7, 40, 200, 400)),
        delay=st.sampled_from((0, 0, 1, 5, 30, 250, -3)),
        who=small,
        where=small,
        what=small,
        derived=st.sampled_from((True, True, True, True, False)),
    )


def histories(most=14):
    return st.lists(events(), min_size=most // 2, max_size=most)


def offices():
    """Return the first units, with all staff in the register."""
    return st.builds(
        _office,
        st.lists(st.tuples(*[st.integers(0, 10)] * 3), max_size=6),
        st.permutations(UNIT_NAMES),
    )


def _office(people, names):
    units = {
        "ubnd-huyen": a_unit("ubnd-huyen", "UBND huyện", "leadership"),
        "phong-a": a_unit("phong-a", names[0], "division"),
        "phong-b": a_unit("phong-b", names[1], "division"),
        "xa-a": a_unit("xa-a", "UBND xã Tây Phú", "commune", place="Tây Phú"),
    }
    units["xa-a"]["sections"] = [{"id": "van-thu", "name": "Văn thư"}]
    for number, (name, where, born) in enumerate(people):
        holder = units[pick(sorted(units), where)]
        holder["staff"].append(a_person(number, name, born, "2015-08-01", holder))
    return units


def a_unit(id_, name, kind, day="2015-07-16", **more):
    return {
        "id": id_,
        "name": name,
        "kind": kind,
        "decisions": [decision("establish", day)],
        "staff": [],
        "sections": [],
        **more,
    }


def a_person(number, name, born, day, unit, **more):
    facts = {
        "birth_date": pick(BIRTH_DATES, born),
        "home_town": pick(TOWNS, born // 2),
        "leader": "true" if unit["kind"] == "leadership" else None,
    }
    return {
        "id": f"ts-{number}",
        "name": pick(NAMES, name),
        "title": "Chuyên viên",
        "decisions": [decision("recruit", day, **more)],
        **{key: value for key, value in facts.items() if value is not None},
    }


def pick(some, position):
    return some[position % len(some)] if some else None
