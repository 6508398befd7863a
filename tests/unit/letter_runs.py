"""An office whose mail hosts wrote letters, and the command that prints them."""

import resource

import pytest
from rosters import person, unit, write_unit

from congvu.cli.main import main
from tests.letter_files import DAY, HALVES, LettersOffice


@pytest.fixture
def controller(tmp_path, monkeypatch):
    office = LettersOffice(tmp_path)
    monkeypatch.setenv("CONGVU_LETTERS", str(office.kept))
    office.roster = tmp_path / "roster"
    office.roster.mkdir()
    tu_phap = {"id": "phong-tu-phap", "name": "Phòng Tư pháp"}
    write_unit(office.roster, unit(**tu_phap, staff=[person("ts-0001", "Nguyễn Văn An")]))
    write_unit(office.roster, unit(id="phong-y-te", name="Phòng Y tế", staff=[]))
    return office


@pytest.fixture
def print_letters(controller, capsys, monkeypatch):
    """Run the command; nothing that it prints has a password."""
    # Of this process it would hold for all later tests.
    controller.limits = {}
    monkeypatch.setattr(resource, "setrlimit", controller.limits.__setitem__)

    def run(*options, identity=controller.key, day=DAY):
        given = ["--identity", str(identity)] if identity else []
        to = [] if "--to" in options else ["--to", str(controller.target)]
        common = ["--roster", str(controller.roster), "--date", day]
        code = main([*common, "letters", *given, *to, *options])
        said = capsys.readouterr()
        assert not [half for half in HALVES if half in said.out + said.err]
        return code, said.out, said.err

    return run
