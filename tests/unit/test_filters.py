"""Every documented example of the Ansible filters, templated by Ansible."""

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
import yaml
from rosters import person, unit, write_unit

from congvu.cli.main import main
from congvu.office import PROJECT

DAY = "2026-11-24"
PAGE = PROJECT / "docs" / "bo-loc-ansible.md"
FILTERS = sorted((PROJECT / "plugins" / "filter").glob("*.py"))


def examples(file):
    """Return the examples in a filter's documentation, by the names of their results."""
    text = file.read_text(encoding="utf-8")
    return yaml.safe_load(text.split('EXAMPLES = r"""')[1].split('"""')[0])


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Run the page's playbook, and one with all examples, against a small roster."""
    folder = tmp_path_factory.mktemp("filters")
    roster = folder / "roster"
    roster.mkdir()
    twins = [person("ts-1", "Nguyễn Văn An"), person("ts-2", "Nguyễn Vũ An"),
             person("ts-3", "Võ Thị Bình")]  # fmt: skip
    write_unit(roster, unit(staff=twins))
    assert main(["--roster", str(roster), "--date", DAY, "register"]) == 0
    [page] = re.findall(r"^```yaml\n(.+?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    shown = {file.stem: examples(file) for file in FILTERS}
    every = [{
        "hosts": "localhost",
        "tasks": [
            {"ansible.builtin.copy": {"content": "{{ shown | to_json }}",
                                      "dest": str(folder / "answers.json"), "mode": "0600"},
             "vars": {"shown": shown}},
        ],
    }]  # fmt: skip
    office, own = pyrage.x25519.Identity.generate(), "AGE-SECRET-KEY-1"
    (folder / "congvu.key").write_text(f"{office}\n", encoding="utf-8")
    sealed = base64.b64encode(pyrage.encrypt(own.encode(), [office.to_public()])).decode()
    (folder / "page.yml").write_text(page, encoding="utf-8")
    (folder / "every.yml").write_text(json.dumps(every), encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("ansible-playbook"), "-i", "localhost,", "-c", "local",
         "-e", json.dumps({"roster_dir": str(roster), "roster_date": DAY,
                           "ansible_python_interpreter": sys.executable,
                           "identity": str(folder / "congvu.key"),
                           "sealed": {"keys": {"ts-1-1": sealed}}}),
         folder / "page.yml", folder / "every.yml"],
        cwd=PROJECT, env={**os.environ, "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"),
                          "LC_ALL": "C.UTF-8",
                          # Where the office's hour is never the controller's.
                          "TZ": "AAA+12"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, json.loads((folder / "answers.json").read_text(encoding="utf-8"))


@pytest.mark.long
def test_the_pages_playbook_names_who_has_another_address_than_the_general_form(answers):
    told = re.findall(r"msg: [\"']?(.+?)[\"']?$", answers[0], re.M)
    assert told == ["Nguyễn Vũ An: vuann@tayson.binhdinh.gov.vn, không phải annv"]


@pytest.mark.long
def test_local_part_gives_what_its_examples_say(answers):
    assert answers[1]["local_part"] == {name: name for name in answers[1]["local_part"]}


@pytest.mark.long
def test_office_time_gives_what_its_examples_say_in_every_zone(answers):
    assert answers[1]["office_time"] == {name: name for name in answers[1]["office_time"]}


@pytest.mark.long
def test_archive_keys_opens_them_with_the_offices_key(answers):
    assert answers[1]["archive_keys"] == {"opened": {"ts-1-1": "AGE-SECRET-KEY-1"}}


@pytest.mark.long
def test_desired_accounts_gives_accounts_and_findings(answers):
    found = answers[1]["desired_accounts"]
    assert [one["id"] for one in found["accounts"]] == ["phong-noi-vu", "ts-1", "ts-2", "ts-3"]
    assert [one["id"] for one in found["next_year"]] == [one["id"] for one in found["accounts"]]
    assert found["errors"] == []


@pytest.mark.long
def test_desired_accounts_looks_ahead(answers):
    coming = json.loads(answers[1]["desired_accounts"]["coming"])
    ids = [one["id"] for one in coming[0]["accounts"]]
    assert ids == ["phong-noi-vu", "ts-1", "ts-2", "ts-3"]
    assert coming[0]["accounts"][1]["unit"] == "Phòng Nội vụ"


def test_every_filter_is_used_by_a_playbook_or_the_page():
    used = PAGE.read_text(encoding="utf-8") + "".join(
        file.read_text(encoding="utf-8")
        for folder in ("playbooks", "roles")
        for file in (PROJECT / folder).rglob("*.yml")
    )
    for file in FILTERS:
        assert re.search(rf"\| {file.stem}\b", used), f"nothing uses the filter {file.stem}"
        assert f"`{file.stem}`" in PAGE.read_text(encoding="utf-8")


def test_a_filter_that_is_not_called_imports_nothing():
    # Ansible loads all filters in every process that templates one; these start for every task.
    code = (
        "import importlib.util as u, sys\n"
        "import ansible.errors\n"
        "before = set(sys.modules)\n"
        "for number, file in enumerate(sys.argv[1:]):\n"
        "    spec = u.spec_from_file_location(f'filter_{number}', file)\n"
        "    spec.loader.exec_module(u.module_from_spec(spec))\n"
        "heavy = {'congvu', 'pydantic', 'pyrage', 'yaml'}\n"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before} & heavy))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, FILTERS)],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split() == []
