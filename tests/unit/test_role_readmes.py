"""Each role has a README that agrees with its argument_specs."""

import re

import yaml

from guide.roles import ROLES, main, readmes


def test_every_role_has_one_and_none_is_stale(capsys):
    assert {file.parent.name for file in readmes()} == {
        role.name for role in ROLES.iterdir() if (role / "tasks").is_dir()
    }
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_every_variable_stands_in_it():
    for file, text in readmes().items():
        specs = yaml.safe_load((file.parent / "meta/argument_specs.yml").read_text("utf-8"))
        for spec in specs["argument_specs"].values():
            for name, option in spec.get("options", {}).items():
                assert f"| `{name}` |" in text
                assert all(f"| `{name}.{below}` |" in text for below in option.get("options", {}))


def test_no_markup_of_ansibles_is_left_and_every_row_has_its_cells():
    for text in readmes().values():
        assert not re.search(r"\b[COVM]\(", text)
        for row in re.findall(r"^\|.*\|$", text, re.MULTILINE):
            assert len(re.findall(r"(?<!\\)\|", row)) == 5, row


def test_wrong_use(capsys):
    assert main(["--chek"]) == 2
    assert "--check" in capsys.readouterr().err
