"""The page about the open data."""

import json

import yaml
from directories import Reader, body, person, source, texts, unit

from directory_site.open_data import csv_table, json_schema
from directory_site.outputs import made_files, page_texts


def page(**more):
    return texts(unit(people=(person("Nguyễn Văn An"),)), **more)["du-lieu/index.md"]


def test_every_file_that_it_names_exists_and_no_file_of_data_is_left_out():
    made = {*page_texts(source(unit())), *made_files(source(unit()))}
    # MkDocs and the PDF step make these files.
    made |= {"sitemap.xml", "danh-ba.pdf"}
    links = {link.removeprefix("../") for link in Reader(page()).links}
    files = {link for link in links if "." in link.rsplit("/")[-1]}
    assert files <= made
    data = {path for path in made if path.startswith("du-lieu/") and not path.endswith(".md")}
    assert data <= files


def test_every_column_and_every_field_is_explained():
    rows = Reader(page()).rows
    for column in csv_table.COLUMNS:
        assert [column.header, column.name, column.description] in rows
    schema = json_schema.schema(source().office)
    parts = [schema, *schema["$defs"].values()]
    assert len(parts) > 5
    for part in parts:
        assert f"### {part['title']}" in page()
        for name, field in part["properties"].items():
            shown = field["description"].replace("`", "")  # the page shows codes as code
            assert [name, field["title"], shown] in rows


def test_the_dataset_tells_programs_where_to_take_it_and_on_what_terms():
    head = yaml.safe_load(page().split("\n---\n")[0])
    node = json.loads(head["json_ld"])["@graph"][0]
    assert node["@type"] == "Dataset"
    assert node["license"].endswith("/du-lieu/#dieu-kien-dung-lai")
    assert "## Điều kiện dùng lại" in page()
    addresses = {one["contentUrl"]: one["encodingFormat"] for one in node["distribution"]}
    assert {address.rsplit("/")[-1]: kind for address, kind in addresses.items()} == {
        "danh-ba.csv": "text/csv",
        "danh-ba.json": "application/json",
    }
    assert node["dateModified"] == "2015-07-16"


def test_who_reads_it_learns_what_stays_private():
    assert "không có trong dữ liệu" in body(page(addresses="on_request"))
    assert "không có trong dữ liệu" not in body(page())
