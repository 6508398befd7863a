"""Reading a roster from a Git revision, without any other effect."""

import subprocess

import pytest
from rosters import person, unit, write_unit

from congvu.revision import RevisionError, at_revision

UNIT = unit(staff=[person("ts-1", "Lê Văn An")])


class Repository:
    def __init__(self, top):
        self.top = top
        self.roster = top / "danh sách"
        self.roster.mkdir()
        self.git("init", "-q", "-b", "main", ".")
        write_unit(self.roster, UNIT)
        self.commit()

    def git(self, *arguments):
        who = ["-c", "user.name=Thử", "-c", "user.email=thu@example.vn"]
        done = subprocess.run(
            ["git", *who, *arguments], cwd=self.top, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def commit(self):
        self.git("add", "-A", ".")
        self.git("commit", "-qm", "x", "--allow-empty")

    def files(self, ref="main"):
        with at_revision(self.roster, ref) as revision:
            return {file.name: file.read_bytes() for file in revision.directory.iterdir()}


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path)


def test_files_are_laid_out_byte_by_byte_and_go_away(repository):
    file = repository.roster / "phong-noi-vu.yml"
    committed = file.read_bytes()
    file.write_text("khác hẳn")
    assert repository.files() == {"phong-noi-vu.yml": committed}
    with at_revision(repository.roster, "main") as revision:
        assert revision.commit == repository.git("rev-parse", "main")
        folder = revision.root
    assert not folder.exists()


def test_a_folder_that_was_not_there_yet_is_an_empty_one(repository):
    repository.git("checkout", "-q", "--orphan", "truoc")
    repository.git("rm", "-rqf", "--cached", ".")
    repository.git("commit", "-qm", "x", "--allow-empty")
    assert repository.files("truoc") == {}


def test_folders_below_the_roster_are_left_out(repository):
    below = repository.roster / "cu"
    below.mkdir()
    write_unit(below, UNIT)
    repository.commit()
    assert list(repository.files()) == ["phong-noi-vu.yml"]


def test_a_link_leads_nowhere(repository, tmp_path):
    (tmp_path / "bi-mat").write_text("x")
    (repository.roster / "bi-mat.yml").symlink_to(tmp_path / "bi-mat")
    repository.commit()
    with at_revision(repository.roster, "main") as revision:
        link = revision.directory / "bi-mat.yml"
        assert link.is_symlink()
        assert not link.exists()


def test_nothing_that_a_repository_names_is_run(repository, tmp_path, monkeypatch):
    trace = tmp_path / "da-chay"
    program = tmp_path / "chuong-trinh"
    program.write_text(f"#!/bin/sh\ntouch '{trace}'\n")
    program.chmod(0o755)
    (repository.top / ".gitattributes").write_text("*.yml filter=x diff=x export-ignore\n")
    repository.commit()
    for key in ("filter.x.smudge", "filter.x.clean", "diff.x.textconv", "core.fsmonitor"):
        repository.git("config", key, str(program))
    hooks = repository.top / ".git" / "hooks"
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (hooks / hook).write_bytes(program.read_bytes())
        (hooks / hook).chmod(0o755)
    trace.unlink(missing_ok=True)
    # The environment of a hook is ignored too.
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "khong-co"))
    with at_revision(repository.roster, "main") as revision:
        assert (revision.directory / "phong-noi-vu.yml").exists()
    assert not trace.exists()


@pytest.mark.parametrize("ref", ["khong-co", "--all", "-1", "", "main:danh sách", "HEAD~9"])
def test_what_is_no_commit_is_refused(repository, ref):
    with pytest.raises(RevisionError, match="không có phiên bản"):
        repository.files(ref)


def test_outside_of_a_repository_is_refused(tmp_path):
    with pytest.raises(RevisionError, match="không nằm trong kho Git"), at_revision(tmp_path, "x"):
        pass
