"""The clerk's guide shows only valid examples, and only real answers of the commands."""

import json
import re
from itertools import groupby

import pytest
from workbooks import small_workbooks

from congvu.labels import PERSON_DECISIONS, UNIT_DECISIONS
from congvu.office import PROJECT
from congvu.plan import safety
from guide.__main__ import main
from guide.answers import ANSWERS
from guide.edits import apply
from guide.fill import GUIDE, filled, pages
from guide.page import FILLED, Edit, PageError, read
from guide.pictures.__main__ import PICTURES, SHOWN
from guide.pictures.account import screens
from guide.pictures.letters import letter_pictures
from guide.pictures.scenes import scenes
from guide.pictures.workbooks import sheet_pictures
from guide.sample import Sample

PAGES = pages()
CASES = [
    (page, name)
    for page in PAGES
    for name, _ in groupby(sorted(page.edits, key=lambda edit: edit.case), lambda edit: edit.case)
]
PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<file>[^)]+)\)")
VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạấầẩẫậếềểễệốồổỗộớờởỡợứừửữựíìỉĩị]", re.IGNORECASE)
# The cases that a page shows with all warnings of the checks.
TOLD = {blank.words[0] for page in PAGES for blank in page.blanks if blank.verb == "warnings"}


@pytest.fixture(scope="module")
def sample():
    with pytest.MonkeyPatch.context() as patch:
        small_workbooks(patch)
        yield Sample()


def test_every_verb_has_an_answer():
    assert set(ANSWERS) == set(FILLED)


def test_every_yaml_block_is_applied_by_a_mark():
    assert {page.file.name: page.unmarked for page in PAGES if page.unmarked} == {}
    assert len(CASES) > 15


@pytest.mark.parametrize(("page", "case"), CASES, ids=[case for _, case in CASES])
def test_every_example_is_sound_and_changes_something(page, case, sample):
    answer = sample.answer(page.case(case))
    if case not in TOLD:
        assert [finding.text() for finding in answer.unexpected] == []
    assert answer.plan.changes
    assert answer.plan.refusals == ()


@pytest.mark.parametrize("page", PAGES, ids=[page.file.stem for page in PAGES])
def test_what_the_machine_answers_is_what_the_page_says(page, sample):
    assert filled(page, sample) == "\n".join(page.lines), "run bin/guide fill"


def test_every_kind_of_decision_is_shown_in_an_example_and_in_the_glossary():
    blocks = "".join(edit.block for page in PAGES for edit in page.edits)
    glossary = (GUIDE / "tu-dien.md").read_text(encoding="utf-8")
    for kind in PERSON_DECISIONS | UNIT_DECISIONS:
        assert f"type: {kind}," in blocks
        assert f"`{kind}`" in glossary


def test_every_page_is_in_the_menu():
    menu = (PROJECT / "mkdocs.guide.yml").read_text(encoding="utf-8")
    for page in PAGES:
        assert f": huong-dan/{page.file.name}\n" in menu


def test_the_limits_of_a_mass_change_are_those_of_the_plan():
    text = " ".join((GUIDE / "doc-cau-tra-loi.md").read_text(encoding="utf-8").split())
    assert f"hơn {safety.UNIT_LIMITS.count} hộp thư hoặc hơn một nửa của một đơn vị" in text
    assert safety.UNIT_LIMITS.percent == 50
    # The limits of the whole office are only in district.yml.
    assert "`mass_change` trong `inventory/district.yml`" in text


def test_every_picture_is_there_described_small_and_used():
    used = set()
    for page in PAGES:
        for picture in PICTURE.finditer("\n".join(page.lines)):
            assert VIETNAMESE.search(picture["alt"]), picture["alt"]
            assert (page.file.parent / picture["file"]).is_file(), picture["file"]
            used.add((page.file.parent / picture["file"]).name)
    files = list(PICTURES.glob("*.png"))
    assert {file.name for file in files} == used
    assert max(file.stat().st_size for file in files) < 150_000
    assert sum(file.stat().st_size for file in files) < 2_000_000


def test_no_picture_shows_what_the_commands_no_longer_say(sample):
    shown = json.loads(SHOWN.read_text(encoding="utf-8"))
    drawn = [
        *scenes(sample),
        *screens(sample),
        *sheet_pictures(sample),
        *letter_pictures(sample),
    ]
    for one in drawn:
        assert shown[one.name] == one.digest, f"{one.name}: run bin/guide pictures"
    assert shown.keys() == {one.name for one in drawn}


def test_a_stale_page_is_told_and_then_written(tmp_path, monkeypatch, capsys):
    page = tmp_path / "trang.md"
    page.write_text("<!-- guide: explain annv12 -->\ncũ\n<!-- guide: end -->\n")
    monkeypatch.setattr("guide.fill.GUIDE", tmp_path)
    assert main(["--check"]) == 1
    assert "trang.md" in capsys.readouterr().out
    assert "cũ" in page.read_text()
    assert main([]) == 0
    assert "annv12@tayson" in page.read_text()
    assert main(["--check"]) == 0
    assert main(["--nonsense"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "<!-- guide: nonsense -->",
        "<!-- guide: plan x -->",
        "<!-- guide: plan x -->\n<!-- guide: plan y -->\n<!-- guide: end -->",
        "<!-- guide: edit x append -->",
        "<!-- guide: edit x append a.yml -->\n```text\n```",
    ],
)
def test_a_mark_that_makes_no_sense_is_refused(tmp_path, text):
    page = tmp_path / "trang.md"
    page.write_text(text)
    with pytest.raises(PageError, match=r"trang\.md:1"):
        read(page)


def test_a_mistake_that_nobody_can_make_is_refused(tmp_path, sample, monkeypatch):
    page = tmp_path / "trang.md"
    block = "```yaml\nx: y\n```"
    mark = '<!-- guide: mistake a "nowhere" "z" -->\n<!-- guide: end -->'
    page.write_text(f"<!-- guide: edit a append phong-noi-vu.yml -->\n{block}\n{mark}\n")
    with pytest.raises(PageError, match="changes nothing"):
        filled(read(page), sample)


FILE = "id: x\nmailbox:\n  manager: a\n\nstaff:\n  - id: a\n    n: 1\n  - {id: b}\n  - id: c\n"


@pytest.mark.parametrize(
    ("action", "entry", "block", "text"),
    [
        ("append", "", "  - id: d\n", FILE + "  - id: d\n"),
        ("replace", "a", "  - {id: a}\n", FILE.replace("id: a\n    n: 1", "{id: a}")),
        ("replace", "b", "  - id: b\n", FILE.replace("{id: b}", "id: b")),
        ("replace", "mailbox", "mailbox: {}\n",
         FILE.replace("mailbox:\n  manager: a\n\n", "mailbox: {}\n")),
        ("remove", "c", "", FILE.replace("  - id: c\n", "")),
    ],
)  # fmt: skip
def test_an_edit_touches_its_entry_alone(tmp_path, action, entry, block, text):
    (tmp_path / "x.yml").write_text(FILE)
    apply([Edit("case", action, "x.yml", entry, block, 1)], tmp_path)
    assert (tmp_path / "x.yml").read_text() == text


@pytest.mark.parametrize(
    ("action", "file", "entry"),
    [("replace", "x.yml", "nobody"), ("append", "y.yml", ""), ("create", "x.yml", "")],
)
def test_an_edit_of_what_is_not_there_is_refused(tmp_path, action, file, entry):
    (tmp_path / "x.yml").write_text(FILE)
    with pytest.raises(PageError):
        apply([Edit("case", action, file, entry, "", 1)], tmp_path)
    assert (tmp_path / "x.yml").read_text() == FILE
