"""A unit's file is reviewed by the unit and the Office, everything else by the Office."""

import re

from congvu.cli.schema import GENERATED
from congvu.code_owners import code_owners
from congvu.office import DEFAULT_ROSTER, PROJECT, load_office
from congvu.roster.load import roster_files

OFFICE = load_office()
TEXT = code_owners(OFFICE, [file.name for file in roster_files(DEFAULT_ROSTER)])


def owners(path):
    """Return the owners by section. Like in GitLab, the last matching line of a section counts."""
    found, section = {}, ""
    for line in TEXT.splitlines():
        if heading := re.fullmatch(r"\[(.+)\]", line):
            section = heading[1]
        elif line and not line.startswith("#"):
            pattern, *who = line.split()
            if pattern in ("*", f"/{path}"):
                found[section] = who
    return found


def test_a_units_file_needs_its_unit_and_the_office():
    assert owners("inventory/roster/phong-noi-vu.yml") == {
        "Văn phòng": ["@tayson/van-phong"],
        "Đơn vị": ["@tayson/don-vi/phong-noi-vu"],
    }


def test_register_code_and_pipeline_need_the_office_alone():
    for path in ("inventory/roster/addresses.yml", ".gitlab-ci.yml", "congvu/state.py", "bin/up"):
        assert owners(path) == {"Văn phòng": ["@tayson/van-phong"]}


def test_every_unit_is_there():
    named = [line.split()[0] for line in TEXT.splitlines() if line.startswith("/")]
    assert named == [f"/inventory/roster/{file.name}" for file in roster_files(DEFAULT_ROSTER)]
    assert len(named) > 30


def test_nobody_is_named_in_a_comment_where_gitlab_would_take_it():
    comments = [line for line in TEXT.splitlines() if line.startswith("#")]
    assert comments
    assert not any("@" in line for line in comments)


def test_an_office_without_groups_names_nobody():
    without = OFFICE.model_copy(update={"gitlab_groups": None})
    assert "@" not in code_owners(without, ["phong-noi-vu.yml"])


def test_the_file_is_among_the_generated_ones():
    [path] = [file for file in GENERATED if file.name == "CODEOWNERS"]
    assert (PROJECT / path).read_text(encoding="utf-8") == TEXT
