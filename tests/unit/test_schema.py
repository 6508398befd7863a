"""The JSON Schema and the reference pages are up to date and agree with the model."""

import json
import re

import jsonschema
import markdown
import pytest
import yaml
from pydantic import ValidationError
from rosters import person, unit

from congvu.cli import schema as command
from congvu.cli.main import main
from congvu.office import DEFAULT_ROSTER, PROJECT
from congvu.roster import yaml_text
from congvu.roster.load import roster_files
from congvu.roster.model import Unit
from congvu.roster.schema import unit_schema
from congvu.roster.snippets import SNIPPETS
from congvu.rules import RULES

VALIDATOR = jsonschema.Draft7Validator(unit_schema())
COMMUNE = {**unit("ubnd-xa-tay-phu", "UBND xã Tây Phú", "commune"), "place": "Tây Phú"}
AN = person("ts-1", "Nguyễn Văn An")


class EditorsLoader(yaml.CSafeLoader):
    """Reads YAML 1.2 like editors: dates are text, only true and false are booleans."""


EditorsLoader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if "timestamp" not in tag]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_text(value):
    """Return the result of the roster's own reader for the same YAML: every scalar is text."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else value


def model_takes(data):
    try:
        Unit.model_validate(as_text(data))
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("file", command.GENERATED, ids=str)
def test_no_generated_file_is_stale(file):
    assert (PROJECT / file).read_text(encoding="utf-8") == command.GENERATED[file]()


def test_the_command_writes_what_is_stale_and_nothing_twice(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(command, "PROJECT", tmp_path)
    assert main(["schema", "--check"]) == 1
    assert not list(tmp_path.iterdir())
    assert main(["schema", "--format", "json"]) == 0
    assert main(["schema", "--check"]) == 0
    assert sorted(map(str, command.GENERATED)) == sorted(
        str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()
    )


def test_every_unit_of_the_project_fits_the_schema_and_names_it():
    jsonschema.Draft7Validator.check_schema(unit_schema())
    for file in roster_files(DEFAULT_ROSTER):
        text = yaml_text.read_text(file)
        first = text.splitlines()[0]
        assert first == "# yaml-language-server: $schema=../../schema/unit.json"
        VALIDATOR.validate(yaml.load(text, EditorsLoader))


def test_every_key_is_explained_in_vietnamese():
    for name, object_ in {"Unit": unit_schema(), **unit_schema()["definitions"]}.items():
        for key, field in object_["properties"].items():
            assert field.get("title"), (name, key)
            assert field.get("description") or "$ref" in field, (name, key)
            # The message for a wrong value, since the editors' own messages are English.
            assert "errorMessage" in field or "$ref" in field, (name, key)
            if "enum" in field:
                assert len(field["enumDescriptions"]) == len(field["enum"])
        assert "errorMessage" in object_ and "required" not in object_, name
        assert all(
            "errorMessage" in {**rule, **rule.get("then", {})} or "if" in rule
            for rule in object_.get("allOf", ())
        ), name


def test_what_editors_offer_to_fill_in_is_right_once_it_is_filled_in():
    def filled(value):
        if isinstance(value, dict):
            return {key: filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [filled(item) for item in value]
        value = re.sub(
            r"\$\{CURRENT_(YEAR|MONTH|DATE)\}",
            lambda match: {"YEAR": "2026", "MONTH": "03", "DATE": "12"}[match[1]],
            value,
        )
        value = re.sub(r"\$\{\d+\|([^,|]+)[^}]*\}", r"\1", value)
        value = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", value)
        return yaml.load(value, EditorsLoader) if value.startswith("{") else value

    for name, snippets in SNIPPETS.items():
        part = {"definitions": unit_schema()["definitions"], "$ref": f"#/definitions/{name}"}
        validator = VALIDATOR if name == "Unit" else jsonschema.Draft7Validator(part)
        for snippet in snippets:
            validator.validate(filled(snippet["body"]))


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        (unit(), True),
        (COMMUNE, True),
        (unit(staff=[AN]), True),
        (unit(kind="leadership", staff=[{**AN, "leader": True}]), True),
        (unit(staff=[{**AN, "name": {"family": "Tôn Nữ", "given": "Ninh"}}]), True),
        (unit(functions=["hộ tịch"]), True),
        (unit(staff=[{**AN, "listed": "function"}]), True),
        (unit(staff=[{**AN, "listed": "chức vụ"}]), False),
        ({**COMMUNE, "sections": [{"id": "van-thu", "name": "Văn thư"}]}, True),
        (unit(kind="phong"), False),
        (unit(colour="đỏ"), False),
        (unit(id_="Phòng Nội vụ"), False),
        (unit(staff=[{**AN, "birth_date": "12/03/1985"}]), False),
        (unit(staff=[{**AN, "title": ""}]), False),
        (unit(staff=[{**AN, "leader": "có"}]), False),
        (unit(staff=[{**AN, "name": "An"}]), False),
        (unit(staff=[{**AN, "name": {"family": "Lê"}}]), False),
        (unit(staff=[{"id": "ts-1", "name": "Lê An"}]), False),
        (unit(mailbox={"name": "Phòng"}), False),
        (unit(mailbox={"delegates": [{"person": "ts-1", "date": "2026-01-01"}]}), False),
        ({**unit(), "staff": {"a": "b"}}, False),
    ],
)
def test_schema_and_model_agree(data, fits):
    assert VALIDATOR.is_valid(data) is fits
    assert model_takes(data) is fits


@pytest.mark.parametrize(
    "data",
    [
        {**unit(), "kind": "commune"},
        unit(staff=[{**AN, "leader": True}]),
        unit(sections=[{"id": "van-thu", "name": "Văn thư"}]),
        unit(
            decisions=[
                {"type": "rename", "number": "1", "date": "2026-01-01", "successor": "phong-y-te"}
            ]
        ),
        unit(
            decisions=[
                {"type": "establish", "number": "1", "date": "2026-01-01", "former_name": "Cũ"}
            ]
        ),
    ],
)
def test_the_schema_knows_what_belongs_to_one_kind_only(data):
    assert not VALIDATOR.is_valid(data)


def test_the_pages_name_every_key_and_every_rule():
    page = (PROJECT / "docs/tham-khao/dinh-dang.md").read_text(encoding="utf-8")
    for object_ in (unit_schema(), *unit_schema()["definitions"].values()):
        assert all(f"**`{key}`**" in page for key in object_["properties"])
    rules = (PROJECT / "docs/tham-khao/quy-tac.md").read_text(encoding="utf-8")
    assert all(f"`{code}`" in rules for code in RULES)
    assert json.loads((PROJECT / "schema/unit.json").read_text())["title"] == "Đơn vị"


def test_the_page_shows_every_key_beside_its_siblings_and_not_below_one():
    page = (PROJECT / "docs/tham-khao/dinh-dang.md").read_text(encoding="utf-8")
    html = markdown.markdown(page, extensions=["fenced_code"])
    depth, depths = 0, set()
    for tag in re.findall(r"</?ul>|<strong><code>", html):
        depth += {"<ul>": 1, "</ul>": -1}.get(tag, 0)
        if tag.startswith("<strong>"):
            depths.add(depth)
    assert depths == {1}
