"""Editing a unit's file: unchanged parts keep their bytes, and the changes are there."""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.office import DEFAULT_ROSTER
from congvu.roster.edit import EditError, UnitFile
from congvu.roster.house_style import unit_text
from congvu.roster.load import roster_files

FILE = Path("phong-noi-vu.yml")
TEXT = """\
# yaml-language-server: $schema=../../schema/unit.json
# Danh sách của phòng.
id: phong-noi-vu
name: 'Phòng Nội vụ'   # tên theo quyết định
kind: division
functions: [thi đua, khen thưởng]   # tra cứu
decisions:
- {type: establish, number: "012", date: 2015-07-16}  # 7.1.a

mailbox: {manager: ts-1}

# Cán bộ
staff:
    # Lãnh đạo phòng
    - id: ts-1
      name: Nguyễn Văn An
      title: Trưởng phòng   # từ 2015
      decisions:
          - {type: recruit, number: no, date: 2015-08-01}

    # Hợp đồng
    - {id: ts-2, name: Lê Bình, title: Chuyên viên, decisions: [{type: recruit, number: 1e3, date: 2015-08-01}]}

    - id: ts-3
      name:
        family: Tôn Nữ
        given: Ninh
      title: >-
        Chuyên
        viên
      # quyết định của huyện
      decisions:
          - type: recruit
            number: 3/QĐ   # ba
            date: 2015-08-01
# hết
"""  # noqa: E501
PERSON = {
    "name": "Trần Cường",
    "id": "ts-4",
    "decisions": [{"date": "2026-01-02", "number": "045", "type": "recruit"}],
    "title": "Chuyên viên",
}


def edited(change, text=TEXT):
    file = UnitFile(FILE, text)
    change(file)
    return file.text()


def difference(text, other=TEXT):
    """Return the removed lines and the added lines."""
    old, new = other.splitlines(), text.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def variants():
    """Return the sample text in the forms of other programs."""
    return [
        TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.removesuffix("\n"),
        "\ufeff" + TEXT,
        TEXT.removesuffix("# hết\n").rstrip("\n"),
    ]


@pytest.mark.parametrize("file", roster_files(DEFAULT_ROSTER), ids=lambda file: file.stem)
def test_every_file_of_the_roster_is_kept_and_is_in_house_style(file):
    text = file.read_text(encoding="utf-8")
    assert UnitFile.read(file).text() == text
    usual = re.sub(r"mailbox: {(manager: ts-\d+)}", r"mailbox:\n  \1", text)
    assert unit_text(UnitFile.read(file).values) == usual


@pytest.mark.parametrize("text", variants())
def test_a_file_of_any_style_is_kept(text):
    assert edited(lambda file: None, text) == text
    assert edited(lambda file: file.entries("sections"), text) == text


@pytest.mark.parametrize("text", variants())
def test_a_change_touches_its_own_line_only(text):
    def change(file):
        file.person("ts-1")["title"] = "Phó Trưởng phòng"

    assert edited(change, text) == text.replace(
        "title: Trưởng phòng  ", "title: Phó Trưởng phòng  "
    )


def test_quotes_and_what_yaml_takes_for_something_else():
    def change(file):
        file.values["name"] = "Phòng Nội vụ - Lao động"
        file.values["decisions"][0]["number"] = "013"
        file.person("ts-1")["decisions"][0]["number"] = "012"
        file.person("ts-2")["decisions"][0] |= {"number": "1, 2", "effective": "2015-09-01"}
        file.person("ts-3")["title"] = "=1+1: a # b"

    assert difference(edited(change))[1] == [
        "name: 'Phòng Nội vụ - Lao động'   # tên theo quyết định",
        '- {type: establish, number: "013", date: 2015-07-16}  # 7.1.a',
        '          - {type: recruit, number: "012", date: 2015-08-01}',
        "    - {id: ts-2, name: Lê Bình, title: Chuyên viên, decisions: [{type: recruit, "
        "number: '1, 2', date: 2015-08-01, effective: 2015-09-01}]}",
        "      title: '=1+1: a # b'",
    ]


@pytest.mark.parametrize("text", variants())
def test_who_is_added_stands_in_house_style_at_the_lists_own_indentation(text):
    new = edited(lambda file: file.add_person(PERSON), text)
    expected = text.rstrip("\r\n").removesuffix("# hết").rstrip("\r\n")
    assert new.startswith(expected)
    assert difference(new, text) == (
        [],
        [
            "    - id: ts-4",
            "      name: Trần Cường",
            "      title: Chuyên viên",
            '        - {type: recruit, number: "045", date: 2026-01-02}',
        ],
    )
    # There is a blank line before it, like between the other entries.
    assert "\n\n    - id: ts-4" in new.replace("\r", "")
    assert new.endswith("\n") == text.endswith("\n")
    assert ("\r\n" in new) == ("\r\n" in text)
    assert edited(lambda file: file.remove_person("ts-4"), new) == text


def test_who_moves_takes_the_comment_above_along():
    def change(file):
        staff = file.staff
        staff.insert(0, staff.pop(1))

    new = edited(change)
    assert sorted(new.splitlines()) == sorted(TEXT.splitlines())
    assert new.index("# Hợp đồng\n    - {id: ts-2") < new.index("# Lãnh đạo phòng\n    - id: ts-1")


def test_who_goes_leaves_the_comments_of_others():
    new = edited(lambda file: file.remove_person("ts-1"))
    went, came = difference(new)
    assert not came
    assert "# Hợp đồng" in new
    assert "# Lãnh đạo phòng" in "".join(went)
    apart = TEXT.replace("    # Hợp đồng\n", "    # Từ đây là hợp đồng\n\n")
    assert "    # Từ đây là hợp đồng\n" in edited(lambda file: file.remove_person("ts-1"), apart)


def test_a_comment_that_is_indented_deeper_stays_with_the_entry_above():
    text = TEXT.replace(
        "date: 2015-08-01}\n\n    # Hợp", "date: 2015-08-01}\n      # ghi\n    # Hợp"
    )
    assert text != TEXT
    new = edited(lambda file: file.staff.insert(0, file.staff.pop(1)), text)
    assert "        # ghi\n" not in new
    assert "date: 2015-08-01}\n      # ghi\n" in new
    assert "\n    # Hợp đồng\n    - {id: ts-2" in new


def test_keys_come_in_the_order_of_the_model_and_go_without_a_trace():
    def add(file):
        file.values["place"] = "Tây Phú"
        file.values["sections"] = [{"name": "Văn thư", "id": "van-thu"}]
        file.values["mailbox"]["name"] = "noivu"
        file.person("ts-3")["birth_date"] = "1985-03-12"
        file.person("ts-3")["name"]["middle"] = "Thị"

    new = edited(add)
    assert difference(new)[1] == [
        "place: Tây Phú",
        "mailbox: {manager: ts-1, name: noivu}",
        "sections:",
        "  - {id: van-thu, name: Văn thư}",
        "        middle: Thị",
        "      birth_date: 1985-03-12",
    ]

    def take_back(file):
        file.values["place"] = None
        file.values["sections"] = []
        del file.values["mailbox"]["name"]
        del file.person("ts-3")["birth_date"]
        del file.person("ts-3")["name"]["middle"]

    assert edited(take_back, new) == TEXT


def test_a_value_may_become_one_of_another_kind():
    def change(file):
        file.person("ts-1")["name"] = {"given": "An", "family": "Nguyễn Văn"}
        file.person("ts-3")["name"] = "Tôn Ninh"

    new = edited(change)
    assert "      name: {family: Nguyễn Văn, given: An}\n" in new
    assert "      name: Tôn Ninh\n      title: >-\n" in new


def test_a_new_unit_has_a_file_in_house_style():
    file = UnitFile(FILE)
    file.values |= {"name": "Phòng Y tế", "id": "phong-y-te", "functions": ["y tế", "no"]}
    file.add_person(PERSON)
    assert file.text() == (
        "# yaml-language-server: $schema=../../schema/unit.json\n"
        "id: phong-y-te\nname: Phòng Y tế\n"
        'functions: [y tế, "no"]\n'
        "staff:\n  - id: ts-4\n    name: Trần Cường\n    title: Chuyên viên\n    decisions:\n"
        '      - {type: recruit, number: "045", date: 2026-01-02}\n'
    )


@pytest.mark.parametrize(
    "text", ["a: [", "- a", "a: 1\na: 2\n", "a: &b [1]\nc: *b\n", "a: !!int 1"]
)
def test_what_the_roster_does_not_take_is_not_edited(text):
    with pytest.raises(EditError):
        UnitFile(FILE, text)


COMMENT = re.compile(r"# ghi chú \d+")
TEXTS = st.sampled_from(
    ["Lê Bình", "no", "012", "1e3", "1985-03-12", "a, b", "[x", "{y}", "# z", "a: b", "- c", "=1",
     "~", "+84", "@x", "'", '"', "\\", "%", "&a", "*b", "!c", "|", ">", "?", "x #y", "…",
     "A\u0302", "null"]
)  # fmt: skip
DECISIONS = st.lists(
    st.fixed_dictionaries({"type": TEXTS, "number": TEXTS}, optional={"date": TEXTS}), max_size=3
)
IN_PARTS = st.fixed_dictionaries({"given": TEXTS}, optional={"family": TEXTS})
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["ts-1", "ts-2", "ts-3", "ts-4", "ts-5"]), "name": TEXTS},
        optional={
            "title": TEXTS,
            "leader": TEXTS,
            "decisions": DECISIONS,
            "home_town": TEXTS,
        },
    )
    | st.fixed_dictionaries({"id": st.just("ts-6"), "name": IN_PARTS}),
    max_size=4,
    unique_by=lambda person: person["id"],
)  # fmt: skip
UNITS = st.fixed_dictionaries(
    {"id": TEXTS, "name": TEXTS},
    optional={
        "functions": st.lists(TEXTS, max_size=3),
        "decisions": DECISIONS,
        "mailbox": st.fixed_dictionaries({}, optional={"manager": TEXTS, "name": TEXTS}),
        "staff": PEOPLE,
    },
)


class Hand:
    """Writes values like a person: in any style, with comments and blank lines anywhere."""

    def __init__(self, draw):
        self.draw = draw
        self.comments = 0

    def yes(self):
        return self.draw(st.integers(0, 2)) == 0

    def text(self, value):
        quotes = self.draw(st.sampled_from(["'", '"', ""]))
        if quotes == "'" or (not quotes and value not in ("Lê Bình", "no", "012", "1e3", "+84")):
            return "'" + value.replace("'", "''") + "'"
        if quotes == '"':
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return value

    def note(self):
        self.comments += 1
        return f"# ghi chú {self.comments}"

    def between(self, column):
        if not self.yes():
            return []
        indent = " " * self.draw(st.sampled_from([0, column, column + 3]))
        return self.draw(
            st.sampled_from([[""], [indent + self.note()], ["", indent + self.note()]])
        )

    def flow(self, value):
        if isinstance(value, dict):
            return "{" + ", ".join(f"{k}: {self.flow(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + self.draw(st.sampled_from([",", ", "])).join(map(self.flow, value)) + "]"
        return self.text(value)

    def lines(self, value, column):
        """Return the lines of a list or mapping in block style."""
        lines = []
        indent = " " * column
        for entry in value.items() if isinstance(value, dict) else value:
            lines += self.between(column)
            start, one = (f"{entry[0]}:", entry[1]) if isinstance(value, dict) else ("-", entry)
            if isinstance(one, str) or not one or self.yes():
                end = "  " + self.note() if self.yes() else ""
                lines.append(f"{indent}{start} {self.flow(one)}{end}")
            else:
                deeper = column + self.draw(st.sampled_from([2, 4]))
                if isinstance(one, list) and isinstance(value, dict) and self.yes():
                    deeper = column
                inner = self.lines(one, deeper)
                if start == "-" and not inner[0].strip().startswith("#") and inner[0]:
                    inner[0] = f"{indent}-{inner[0][column + 1 :]}"
                else:
                    lines.append(indent + start)
                lines += inner
        return lines


def without_empty(value):
    if isinstance(value, dict):
        return {k: without_empty(v) for k, v in value.items() if v not in ({}, [])}
    return [without_empty(one) for one in value] if isinstance(value, list) else value


@given(st.data(), UNITS, UNITS, st.booleans(), st.booleans())
def test_any_file_takes_any_change(data, old, new, windows, ended):
    hand = Hand(data.draw)
    text = ("\r\n" if windows else "\n").join([*hand.lines(old, 0), ""][: None if ended else -1])
    file = UnitFile(FILE, text)
    assert without_empty(file.values) == without_empty(UnitFile(FILE, unit_text(old)).values)
    assert file.text() == text
    file.values = deepcopy(new)
    changed = file.text()
    assert without_empty(UnitFile(FILE, changed).values) == without_empty(
        UnitFile(FILE, unit_text(new)).values
    )
    assert changed.count("\n") == changed.count("\r\n") or not windows


@given(st.data(), UNITS, PEOPLE)
def test_no_comment_is_lost_where_nothing_is_removed(data, old, people):
    hand = Hand(data.draw)
    text = "\n".join(hand.lines(old, 0))
    file = UnitFile(FILE, text)
    known = {entry["id"] for entry in file.staff}
    for person in people:
        if person["id"] not in known:
            file.add_person(person, data.draw(st.integers(0, len(file.staff))))
    for person in file.staff:
        person["home_town"] = data.draw(TEXTS)
    file.values["staff"] = data.draw(st.permutations(file.staff))
    assert sorted(COMMENT.findall(file.text())) == sorted(COMMENT.findall(text))
