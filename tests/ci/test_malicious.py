"""A malicious request has no effect on jobs with secrets."""

import os
import subprocess

import pytest
from conftest import REGISTER, UNIT
from gitlab_server import TOKEN
from test_answer import newcomer

PYTHON = """\
import os, pathlib
pathlib.Path({marker!r}).write_text(os.environ.get("CONGVU_BOT_TOKEN", ""))
"""
SHELL = """\
#!/bin/sh
printf %s "$CONGVU_BOT_TOKEN" >{marker}
"""
PIPELINE = """\
answer:
  script: ["{command}"]
check:
  script: ["{command}"]
"""


@pytest.fixture
def attack(office, tmp_path):
    """A request that changes everything that a job could run, read or follow."""
    marker = tmp_path / "attacked"
    clerk = office.clerk
    clerk.git("checkout", "-q", "-B", "attack", "origin/main")
    texts = {"marker": str(marker), "command": f"touch {marker}"}
    for name in ("congvu/__init__.py", "merge_requests/__init__.py", "merge_requests/answer.py",
                 "sitecustomize.py", "usercustomize.py", "gitlab.py", "congvu/policies/evil.py",
                 "plugins/filter/desired_accounts.py", "congvu/checks/__init__.py"):  # fmt: skip
        write(clerk.folder / name, PYTHON.format(**texts))
    for name in ("bin/congvu", "bin/merge-requests", "bin/_environment", ".githooks/post-checkout",
                 "git", "evil.sh"):  # fmt: skip
        write(clerk.folder / name, SHELL.format(**texts)).chmod(0o755)
    write(clerk.folder / ".gitlab-ci.yml", PIPELINE.format(**texts))
    write(clerk.folder / "ansible.cfg", "[defaults]\nfilter_plugins = plugins/filter\n")
    write(clerk.folder / "requirements/run.txt", "-e ./evil\n")
    write(clerk.folder / ".gitattributes", "* filter=evil diff=evil merge=evil ident\n")
    write(clerk.folder / ".gitconfig", f'[filter "evil"]\n  smudge = touch {marker}\n')
    (clerk.folder / "inventory/roster/lien-ket.yml").symlink_to("/etc/passwd")
    (clerk.folder / "inventory/roster/thu-muc").symlink_to("/etc")
    (clerk.folder / "merge_requests/settings.py").unlink()
    (clerk.folder / "merge_requests/settings.py").symlink_to("/dev/stdin")
    office.marker = marker
    return office


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def send(office, *changes):
    for file, old, new in changes:
        path = office.clerk.folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    office.clerk.git("add", "-A")
    office.clerk.git("commit", "-qm", "attack")
    office.push("attack")
    office.gitlab.open(1, "attack")


def test_nothing_of_a_request_is_run_where_the_secrets_are(attack):
    send(attack, newcomer(9301, "Trương Thị Kiểm Thử"))
    head = attack.runner.git("rev-parse", "HEAD")
    done = attack.runner.run_on_main("schedule", "answer")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert not attack.marker.exists()
    # The job's working tree still has the default branch.
    assert attack.runner.git("rev-parse", "HEAD") == head
    assert attack.runner.git("status", "--porcelain") == ""
    [body] = attack.gitlab.own(1)
    assert "Yêu cầu này sửa cả mã nguồn hoặc cấu hình" in body
    assert "Dấu xanh của pipeline không chứng tỏ điều gì" in body
    for name in (".gitlab-ci.yml", "bin/congvu", "merge\\_requests/answer.py", ".gitattributes"):
        assert name in body
    # The link was not followed.
    assert "root:" not in body
    assert "lien-ket.yml" in body
    assert TOKEN not in body


def test_the_trap_would_have_shut(attack):
    """The attack works on the request's own pipeline, which has no secret."""
    send(attack)
    command = [str(attack.clerk.folder / "bin/congvu"), "check"]
    environment = {key: value for key, value in os.environ.items() if key != "CONGVU_BOT_TOKEN"}
    subprocess.run(command, check=False, env=environment, capture_output=True)
    assert attack.marker.read_text() == ""


def test_a_policy_of_the_requests_own_is_not_loaded(attack):
    send(attack, ("inventory/district.yml", "policy: quyet_dinh_3426_2015", "policy: evil"))
    assert attack.answer().returncode == 0
    assert not attack.marker.exists()
    [body] = attack.gitlab.own(1)
    assert "district.policy» không hợp lệ" in body
    assert "plan=none" in body


def test_a_conflict_runs_no_merge_driver_of_the_requests(attack):
    """Attributes come from the default branch, and merge drivers only from the job's settings."""
    send(attack, newcomer(9301, "Trương Thị Kiểm Thử"))
    attack.runner.git("config", "merge.evil.driver", f"touch {attack.marker}")
    attack.request(2, "b", newcomer(9302, "Trần Thị Kim Thử", "inventory/roster/phong-y-te.yml"))
    assert attack.answer().returncode == 0
    attack.merge(2)
    assert attack.answer().returncode == 0
    assert not attack.marker.exists()
    assert "Xung đột" not in attack.gitlab.own(1)[0]


def test_hooks_and_settings_that_others_left_behind_are_not_run(attack, tmp_path):
    """Files of an earlier job in the runner's home or clone have no effect either."""
    hook = attack.runner.folder / ".git/hooks"
    for name in ("pre-push", "reference-transaction", "post-checkout", "pre-auto-gc"):
        write(hook / name, SHELL.format(marker=attack.marker)).chmod(0o755)
    home = tmp_path / "home"
    # This setting would send the token to another server.
    write(home / ".gitconfig", f'[url "http://127.0.0.1:1/"]\n  insteadOf = {attack.gitlab.url}/\n')
    attack.request(3, "c", newcomer(9303, "Lê Thị Cảnh Giác"))
    done = attack.answer(HOME=str(home), GIT_ASKPASS="/bin/false", GIT_TRACE_CURL="1")
    assert done.returncode == 0, done.stderr
    assert "ts-9303" in attack.file(3, REGISTER)
    assert not attack.marker.exists()
    assert TOKEN not in done.stdout + done.stderr


def test_a_branch_that_is_named_like_an_option_or_another_ref(office):
    for number, branch in enumerate(("--force", "+main", "refs/heads/main"), 1):
        office.clerk.git("checkout", "-q", "--detach", "origin/main")
        office.clerk.change(*newcomer(9300 + number, "Trương Thị Kiểm Thử"))
        office.clerk.git("push", "-q", "origin", f"HEAD:refs/heads/{branch}")
        office.gitlab.open(number, branch)
    main = office.gitlab.git("rev-parse", "refs/heads/main")
    office.answer()
    assert office.gitlab.git("rev-parse", "refs/heads/main") == main
    for number in (1, 2, 3):
        assert f"ts-930{number}" in office.file(number, REGISTER)


def test_names_that_would_be_markup_stay_text(office):
    office.request(
        1, "a", (UNIT, "title: Phó Chủ tịch HĐND xã", "title: '@all [x](http://x) /merge'")
    )
    office.clerk.git("checkout", "-q", "a")
    write(office.clerk.folder / "bin" / "**@all**<img src=x>.py", "x")
    office.clerk.git("add", "-A")
    office.clerk.git("commit", "-qm", "x")
    office.push("a")
    assert office.answer().returncode == 0
    [body] = office.gitlab.own(1)
    assert "<img" not in body
    assert "](http://x)" not in body
    assert "**@all**" not in body
    assert not any(line.startswith("/") for line in body.splitlines())
