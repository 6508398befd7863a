"""Text that passes the checks never causes a traceback or a control character in an output."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import odd_texts
import pyrage
import pytest
import yaml
from fuzzing import fuzz
from hypothesis import strategies as st
from odd_texts import (
    OFFICES,
    PAIRS,
    UNITS,
    hidden_in,
    hidden_in_file,
    office_of,
    texts_in,
    unit_of,
)
from rosters import OFFICE, TODAY

from congvu import state as states
from congvu.accounts import desired_accounts
from congvu.cli.main import main
from congvu.directory import directory
from congvu.findings_formats import FORMATS
from congvu.office import PROJECT, OfficeError, load_office
from congvu.plan.as_json import PlanJson
from congvu.plan.compute import roster_plan
from congvu.plan.markdown import PlanMarkdown
from congvu.plan.text import PlanText
from congvu.register.model import Register
from congvu.sound import errors_in
from congvu.state import State, read_state
from directory_site.outputs import made_files, page_texts
from directory_site.pdf.data import printed_data
from directory_site.pdf.volumes import printed_files
from directory_site.publish.build import build
from directory_site.search.pack import Packer
from directory_site.search.write import PATH as SEARCH_PATH
from directory_site.source import Source

# What a browser or a program reads otherwise than as text.
BINARY = {".bin", ".gz", ".pdf", ".png", ".woff2", ".ico"}


def written(folder, units, *, escaped=False):
    """Write a roster of units and of the one that succeeds them."""
    for number, texts in units.items():
        text = odd_texts.yaml_of(unit_of(number, texts), texts, escaped=escaped)
        # What UTF-8 can't hold becomes a question mark; as an escape it is there.
        Path(folder, f"xa-{number}.yml").write_text(text, encoding="utf-8", errors="replace")
    text = yaml.safe_dump(odd_texts.successor(), allow_unicode=True)
    Path(folder, "phong-noi-vu.yml").write_text(text, encoding="utf-8")


def errors_of(state):
    """Return what is wrong, the register's age aside; what is said of it hides nothing."""
    errors = [one for one in errors_in(state) if not one.code.startswith("register")]
    for form, render in FORMATS.items():
        assert not hidden_in(render(errors, state.roster.directory), quotes=True), form
    return errors


def office(folder, data):
    """Return an office that passes its check; None for one that is refused, line by line."""
    file = Path(folder, "district.yml")
    file.write_text(yaml.safe_dump({"district": data}), encoding="utf-8")
    try:
        return load_office(file)
    except OfficeError as error:
        for line in str(error).splitlines():
            assert re.match(rf"{re.escape(str(file))}:\d+: ", line)
            assert not hidden_in(line, quotes=True)
    return None


@fuzz(200, number=st.integers(3, 4), pair=PAIRS, escaped=st.booleans())
def test_what_passes_is_clean_in_every_output(number, pair, escaped):
    texts, of = pair
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as roster:
        written(roster, {number: texts}, escaped=escaped)
        before = read_state(Path(roster), TODAY, office(folder, office_of(of)) or OFFICE)
        errors = errors_of(before)
    if errors or not before.readable:
        return
    state = State(before.office, before.roster, before.derivation.register, TODAY, ())
    for where, said in outputs(state):
        assert not hidden_in_file(where, said), (where, hidden_in_file(where, said))


def outputs(state):
    """Yield what is made of a roster within this process, by the path or name that tells how."""
    source = Source(state.office, directory(state))
    for path, text in page_texts(source).items():
        yield path, text
    with pytest.MonkeyPatch.context() as patch:
        searched = []
        patch.setattr(Packer, "texts", kept(Packer.texts, searched))
        for path, content in made_files(source).items():
            if Path(path).suffix not in BINARY:
                yield path, content
    assert searched
    yield SEARCH_PATH, "\n".join(searched)
    for path, printed in printed_files(source).items():
        yield path, "\n".join(texts_in(json.loads(printed_data(printed, source))))
    yield "accounts", "\n".join(texts_in([one.as_dict() for one in desired_accounts(state)]))
    empty = State(state.office, replace(state.roster, units=()), Register(), TODAY, ())
    plan = roster_plan(empty, state)
    yield "plan.txt", PlanText().render({"": plan})
    # Its own breaks inside words keep GitLab from making links.
    yield "plan", PlanMarkdown().render({"": plan})
    yield "plan.json", json.dumps(PlanJson().data(plan), default=str)


def kept(texts, seen):
    """Return `Packer.texts` so that it keeps what it was given."""

    def keeping(self, values):
        values = list(values)
        seen.extend(values)
        texts(self, values)

    return keeping


@pytest.mark.long
def test_what_passes_is_clean_in_what_programs_make_of_it(tmp_path, monkeypatch, capfd):
    """The site that MkDocs and Typst make, the store that Ansible's module writes, workbooks."""
    units, offices = drawn()
    assert len(units) > 30
    assert len(offices) > 5
    roster = tmp_path / "roster"
    roster.mkdir()
    written(roster, units)
    whole = together(tmp_path, offices)
    # Two that can be sound only alone: the later one goes.
    while errors := errors_of(read_state(roster, TODAY, whole)):
        for file in {error.file for error in errors}:
            file.unlink()
    assert len(list(roster.iterdir())) > 30
    monkeypatch.setattr(states, "load_office", lambda: whole)
    monkeypatch.setenv("CONGVU_ROSTER", str(roster))
    monkeypatch.setenv("CONGVU_DATE", TODAY.isoformat())
    common = ["--roster", str(roster), "--date", TODAY.isoformat()]
    assert main([*common, "register"]) == 0
    for where, said in outputs(read_state(roster, TODAY)):
        assert not hidden_in_file(where, said), (where, hidden_in_file(where, said))

    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    build(tmp_path / "site")
    files = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
    # The theme's own say nothing of the roster.
    files = [file for file in files if tmp_path / "site" / "assets" not in file.parents]
    assert {"sitemap.xml", "danh-ba.pdf", "index.html"} <= {file.name for file in files}
    for file in files:
        if file.suffix not in BINARY:
            assert not hidden_in_file(file.name, file.read_bytes()), file

    assert main([*common, "export", "--output", str(tmp_path / "books")]) == 0
    for file in (tmp_path / "books").iterdir():
        with zipfile.ZipFile(file) as book:
            for name in book.namelist():
                assert not hidden_in_file(name, book.read(name).replace(b"\r\n", b"\n")), name

    monkeypatch.undo()
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err
    store(tmp_path, roster)


def drawn():
    """Return texts of units and of offices that pass each by itself."""
    units, offices = {}, []

    @fuzz(150, texts=UNITS, of=OFFICES)
    def draw(texts, of):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as roster:
            number = len(units)
            written(roster, {number: texts})
            if not errors_of(read_state(Path(roster), TODAY, OFFICE)):
                units[number] = texts
            if office(folder, office_of(of)):
                offices.append(of)

    draw()
    return units, offices


def together(folder, offices):
    """Return one office that has the oddest texts of all, and everybody's words."""

    def oddest(field):
        return max((of[field] for of in offices), key=lambda text: sum(map(odd, text)))

    def odd(char):
        return not char.isalnum()

    shown = {field: oddest(field) for field in ("name", "office", "regulation")}
    data = office_of({**offices[0], **shown, "domain": "", "contact": ""})
    each = [office_of(of) for of in offices]
    data["head_titles"] = [title for one in each for title in one["head_titles"]]
    data["directory"]["words"] = {
        does: words for one in each for does, words in one["directory"]["words"].items()
    }
    # A unit of the office's own roster, not of this one.
    data.pop("unattended_to", None)
    return office(folder, data)


def store(folder, roster):
    """Let the playbook write the accounts of this roster, and look at what it wrote and said."""
    key = pyrage.x25519.Identity.generate()
    host = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "mailboxes_store": str(folder / "accounts.sqlite"),
        "mailboxes_mail_root": str(folder / "mail"),
        "mailboxes_recipients": [str(key.to_public())],
        "mailboxes_dovecot": False,
        "district": {"name": OFFICE.name, "domain": OFFICE.domain},
    }
    local = {key: host[key] for key in list(host)[:2]}
    groups = {"hosts": {"localhost": local}, "children": {"mail_hosts": {"hosts": {"thu-1": host}}}}
    (folder / "hosts.yml").write_text(json.dumps({"all": groups}))
    day = TODAY.isoformat()
    # Ansible reads the project's own office, whose head and words are others.
    assert main(["--roster", str(roster), "--date", day, "register"]) == 0
    done = subprocess.run(
        [Path(sys.executable).with_name("ansible-playbook"), PROJECT / "playbooks/mailboxes.yml",
         "-i", folder / "hosts.yml", "-e", f"roster_date={day}",
         "-e", "mailboxes_allow_other_day=true", "--diff"],
        env={**os.environ, "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"),
             "CONGVU_ROSTER": str(roster), "LC_ALL": "C.UTF-8"},
        cwd=PROJECT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert not hidden_in(done.stdout + done.stderr)
    wanted = {one.id: one.name for one in desired_accounts(read_state(roster, TODAY, OFFICE))}
    with closing(sqlite3.connect(folder / "accounts.sqlite")) as connection:
        assert dict(connection.execute("SELECT id, name FROM accounts")) == wanted
        assert not hidden_in("\n".join(connection.iterdump()))
        told = "SELECT id, name FROM accounts WHERE kind = 'person' AND state = 'active'"
        people = dict(connection.execute(told))
    [sealed] = (folder / "letters").iterdir()
    text = pyrage.decrypt(sealed.read_bytes(), [key]).decode()
    letters = [json.loads(line) for line in text.removesuffix("\n").split("\n")]
    assert {letter["account"]: letter["name"] for letter in letters} == people
    assert not hidden_in(text.replace("\n", ""))
