"""The YAML in templates of merge requests and issues passes the checks."""

import re
import shutil
from datetime import date

import pytest

from congvu.checks import run_checks
from congvu.office import DEFAULT_ROSTER, PROJECT
from congvu.plan.compute import roster_plan
from congvu.register import file as register_file
from congvu.roster.load import RosterReader
from congvu.state import read_state

TODAY = date(2026, 11, 24)
REQUESTS = PROJECT / ".gitlab" / "merge_request_templates"
ISSUES = PROJECT / ".gitlab" / "issue_templates"
SIX = [
    "Cán bộ mới",
    "Điều động cán bộ",
    "Nghỉ hưu hoặc nghỉ việc",
    "Sửa họ tên",
    "Đổi người quản lý hộp thư",
    "Đơn vị mới",
]


def text(folder, name):
    return (folder / f"{name}.md").read_text(encoding="utf-8")


def snippets(name):
    return re.findall(r"^```yaml\n(.*?)^```$", text(REQUESTS, name), re.M | re.S)


class Files:
    """A copy of the sample roster, edited like by a clerk."""

    def __init__(self, folder):
        self.folder = shutil.copytree(DEFAULT_ROSTER, folder / "roster")

    def entry(self, file, person):
        """Return the text of a person's entry in a file."""
        found = re.search(
            rf"  - id: {person}\n(?:    .*\n)+", (self.folder / file).read_text(encoding="utf-8")
        )
        return found[0]

    def replace(self, file, old, new):
        path = self.folder / file
        before = path.read_text(encoding="utf-8")
        assert before.count(old) == 1, (file, old)
        path.write_text(before.replace(old, new), encoding="utf-8")

    def append(self, file, new):
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + new, encoding="utf-8")


def newcomer(files, snippet):
    files.append("phong-noi-vu.yml", snippet)


def transferred(files, snippet):
    files.replace("phong-noi-vu.yml", files.entry("phong-noi-vu.yml", "ts-0442"), "")
    files.append("phong-tu-phap.yml", snippet)


def leaver(files, snippet):
    entry = files.entry("phong-noi-vu.yml", "ts-0442")
    files.replace("phong-noi-vu.yml", entry, entry + snippet)


def corrected(files, snippet):
    files.replace("phong-noi-vu.yml", files.entry("phong-noi-vu.yml", "ts-0442"), snippet)


def manager(files, mailbox, new_head, retirement):
    file = "phong-noi-vu.yml"
    old = re.search(
        r"^mailbox:\n(?:  .*\n)+", (files.folder / file).read_text(encoding="utf-8"), re.M
    )[0]
    files.replace(file, old, mailbox)
    files.replace(file, files.entry(file, "ts-0420"), new_head)
    entry = files.entry(file, "ts-0015")
    files.replace(file, entry, entry + retirement)


def new_unit(files, snippet):
    id_ = re.search(r"^id: (.+)$", snippet, re.M)[1]
    assert f"`{id_}.yml`" in text(REQUESTS, "Đơn vị mới")
    (files.folder / f"{id_}.yml").write_text(snippet, encoding="utf-8")


CASES = {
    "Cán bộ mới": (newcomer, "opened"),
    "Điều động cán bộ": (transferred, "transferred"),
    "Nghỉ hưu hoặc nghỉ việc": (leaver, "later"),
    "Sửa họ tên": (corrected, "readdressed"),
    "Đổi người quản lý hộp thư": (manager, "manager"),
    "Đơn vị mới": (new_unit, "opened"),
}


@pytest.mark.parametrize("name", SIX)
def test_what_a_template_tells_to_write_passes_and_does_what_it_says(name, tmp_path):
    files = Files(tmp_path)
    reader = RosterReader()
    before = read_state(DEFAULT_ROSTER, TODAY, reader=reader)
    edit, kind = CASES[name]
    edit(files, *snippets(name))
    state = read_state(files.folder, TODAY, reader=reader)
    register_file.write(state.register, state.roster.register_file)
    after = read_state(files.folder, TODAY, reader=reader)
    assert [one.text() for one in run_checks(after, before) if one.severity == "error"] == []
    assert kind in {change.kind for change in roster_plan(before, after).changes}


@pytest.mark.parametrize("folder", [REQUESTS, ISSUES], ids=["requests", "issues"])
def test_each_case_has_its_template(folder):
    assert sorted(file.stem for file in folder.iterdir()) == sorted([*SIX, "Default"])
    for name in SIX:
        assert name in " ".join(text(folder, "Default").split())
        assert "Điều 7" in text(folder, name) or "Điều 14" in text(folder, name)
        assert "Đính kèm:" in text(folder, name)
        assert "- [ ]" in text(folder, name)


@pytest.mark.parametrize(
    "file",
    [*REQUESTS.iterdir(), *ISSUES.iterdir()],
    ids=lambda file: f"{file.parent.name}/{file.stem}",
)
def test_nothing_in_a_template_is_a_quick_action_or_a_mention(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    assert not any(line.startswith("/") or "@" in line for line in lines)
