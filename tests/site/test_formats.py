"""Validates the formats of the open data. Each validator must also refuse bad data.

tests/unit/test_open_data.py has the content of the data.
"""

import copy
import csv
import io
import json
import re
import subprocess
import warnings
from pathlib import Path

import jsonschema
import pytest
import zxingcpp
from csvw import CSVW
from lxml import etree
from PIL import Image

from congvu.office import PROJECT

HERE = Path(__file__).resolve().parent
UNIT = "ubnd-xa-tay-phu"


def read(site, path):
    return (site / path).read_bytes()


# CSV


def csvw_says(folder, table, metadata):
    """Return the errors of a table and its metadata, starting from either of the two."""
    (folder / "danh-ba.csv").write_bytes(table)
    (folder / "danh-ba.csv-metadata.json").write_bytes(metadata)
    found = []
    for name in ("danh-ba.csv", "danh-ba.csv-metadata.json"):
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            try:
                document = CSVW(str(folder / name), validate=True)
                valid = document.is_valid
            except ValueError as error:
                found.append(str(error))
            else:
                found += [str(warning.message) for warning in document.warnings]
                assert valid is not bool(document.warnings)
    return found


@pytest.fixture(scope="module")
def table(site):
    return read(site, "du-lieu/v1/danh-ba.csv"), read(site, "du-lieu/v1/danh-ba.csv-metadata.json")


def test_the_table_is_what_its_metadata_says(table, tmp_path):
    assert csvw_says(tmp_path, *table) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\r\nubnd-xa-tay-phu,", "\r\nUBND Tây Phú,", "Invalid column value: UBND Tây Phú"),
        ("\r\nubnd-xa-tay-phu,", "\r\n,", "Invalid column value"),
        (",xã,", ",phường,", "Invalid column value: phường"),
        (",cá nhân,", ",,", "Invalid column value"),
        (",có,", ",yes,", "Invalid column value: yes"),
        ("@tayson", " tayson", "Invalid column value"),
        (",Địa chỉ thư\r", ",Địa chỉ thư,Thừa\r", "Column number mismatch"),
    ],
)
def test_a_table_that_breaks_its_metadata_is_refused(table, tmp_path, old, new, reason):
    spoilt = table[0].decode().replace(old, new, 1).encode()
    assert spoilt != table[0]
    assert any(reason in found for found in csvw_says(tmp_path, spoilt, table[1]))


@pytest.mark.parametrize(
    ("old", "new"), [('"titles"', '"title"'), ('"boolean"', '"bool"'), ("ns/csvw", "ns/csv")]
)
def test_metadata_that_are_none_are_refused(table, tmp_path, old, new):
    spoilt = table[1].decode().replace(old, new).encode()
    assert spoilt != table[1]
    assert csvw_says(tmp_path, table[0], spoilt)


def test_the_table_opens_in_excel_and_has_rows_of_one_length(table):
    assert table[0].startswith(b"\xef\xbb\xbfM\xc3\xa3 ")
    text = table[0].decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "")
    headers, *rows = csv.reader(io.StringIO(text), strict=True)
    described = json.loads(table[1])["tableSchema"]["columns"]
    assert headers == [column["titles"]["vi"] for column in described]
    assert {len(row) for row in rows} == {len(headers)}


# JSON


@pytest.fixture(scope="module")
def document(site):
    return json.loads(read(site, "du-lieu/v1/danh-ba.json"))


@pytest.fixture(scope="module")
def schema(site):
    return json.loads(read(site, "du-lieu/v1/danh-ba.schema.json"))


def closed(schema):
    """Return the schema with unknown keys forbidden, so that every key must be described."""
    schema = copy.deepcopy(schema)
    for one in (schema, *schema["$defs"].values()):
        one["additionalProperties"] = False
    return schema


def json_says(document, schema):
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    return [error.message for error in validator.iter_errors(document)]


def test_the_document_is_what_its_schema_says_and_no_more(document, schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    assert document["$schema"] == schema["$id"]
    assert json_says(document, closed(schema)) == []


def test_a_schema_that_is_none_is_refused(schema):
    with pytest.raises(jsonschema.SchemaError):
        jsonschema.Draft202012Validator.check_schema({**schema, "required": "units"})


def test_everything_in_the_schema_is_explained_in_vietnamese(schema):
    def values(node):
        if isinstance(node, dict):
            yield from node.get("properties", {}).values()
            for child in node.values():
                yield from values(child)

    found = [schema, *schema["$defs"].values(), *values(schema)]
    assert len(found) > 30
    for one in found:
        assert one["title"], one
        assert re.search(r"[à-ỹđ]", one["description"]), one


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("units"),
        lambda data: data.update(version=2),
        lambda data: data.update(updated="24/11/2026"),
        lambda data: data["units"][0].update(kind="phòng"),
        lambda data: data["units"][0].update(address="khong co"),
        lambda data: data["units"][0].update(id="Phòng"),
        lambda data: data["units"][0]["people"][0].update(name=""),
        lambda data: data["units"][0]["people"][0].update(birth_date="1985-03-12"),
        lambda data: data["units"][0]["people"][0].pop("is_head"),
        lambda data: data["units"][0]["decision"].update(type="appoint"),
    ],
)
def test_a_document_that_breaks_the_schema_is_refused(document, schema, spoil):
    spoilt = copy.deepcopy(document)
    spoil(spoilt)
    assert json_says(spoilt, closed(schema))


def test_table_and_document_say_the_same(table, document):
    rows = csv.DictReader(io.StringIO(table[0].decode("utf-8-sig")))
    of_table = [(row["Mã đơn vị"], row["Họ và tên"], row["Địa chỉ thư"]) for row in rows]
    of_document = []
    for unit in document["units"]:
        shared = [unit, *unit["sections"]]
        of_document += [(unit["id"], "", one["address"]) for one in shared]
        of_document += [(unit["id"], one["name"], one["address"]) for one in unit["people"]]
    assert of_table == of_document
    assert len(of_table) > 600


# Cards


def vcard_says(cards):
    command = ["node", HERE / "vcards.mjs", PROJECT / ".cache" / "vcard4"]
    done = subprocess.run(command, input=cards, capture_output=True, check=False)
    return done.returncode, done.stdout.decode() or done.stderr.decode()


def test_every_card_is_a_vcard(site, document):
    files = sorted(site.glob("don-vi/*/danh-ba.vcf"))
    assert len(files) == len(document["units"])
    cards = sum(1 + len(unit["sections"]) + len(unit["people"]) for unit in document["units"])
    assert vcard_says(b"".join(file.read_bytes() for file in files)) == (0, f"{cards}\n")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (rb"\r\n", b"\n", "too long|delimited by CRLF"),
        (rb"FN:[^\r]*\r\n", b"", "at least one FN"),
        (rb"VERSION:4.0", b"VERSION:3.0", "no VERSION|Unsupported vCard version"),
        (rb"KIND:org", b"KIND:xa", "Invalid value for SpecialValueType for KindProperty"),
        (rb"KIND:org", b"KIND:org\r\nKIND:org", "must not have more than one"),
        (rb"REV:\d{8}", b"REV:24/11/2026 ", "Invalid"),
        (rb"URL:https://[^\r]*", b"URL:khong co", "Invalid URI"),
        (rb"LANG:vi", b"LANG:tieng viet", "Invalid language tag"),
        (rb"LANG:vi", b"TEN:An", "unknown property"),
        (rb"LANG:vi", b"BDAY:19850312", "nobody checks BDAY"),
        (rb"TYPE=work", b"TYPE=coquan", "Invalid"),
        (rb"FN:UBND", b"FN:UBND; HDND,", "not as the library writes it|Only type string"),
        (rb"\r\n ", b"", "too long"),
        (rb"END:VCARD\r\n$", b"", "BEGIN, VERSION and END|cards"),
    ],
)
def test_a_card_that_is_none_is_refused(site, old, new, reason):
    cards = read(site, f"don-vi/{UNIT}/danh-ba.vcf")
    spoilt = re.sub(old, new, cards)
    assert spoilt != cards
    code, said = vcard_says(spoilt)
    assert code != 0
    assert re.search(reason, said), said


# QR codes


def test_a_camera_reads_the_units_card(site, document, browser):
    for unit in document["units"][::8]:
        file = site / "don-vi" / unit["id"] / "qr.svg"
        etree.parse(file)
        browser.get(file.as_uri())
        picture = Image.open(io.BytesIO(browser.get_screenshot_as_png()))
        # A part of the pattern can look like a code of another kind.
        [found] = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        assert found.text == (
            f"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:{unit['name']}\r\n"
            f"EMAIL:{unit['address']}\r\nEND:VCARD\r\n"
        )
        code, said = vcard_says(found.text.encode())
        assert (code, said) == (0, "1\n")


# The feed


def atom_says(feed):
    schema = etree.RelaxNG(etree.parse(HERE / "schemas" / "atom.rng"))
    return None if schema.validate(etree.fromstring(feed)) else str(schema.error_log.last_error)


def test_the_feed_is_atom(site):
    feed = read(site, "thay-doi.xml")
    assert b"<entry>" in feed
    assert atom_says(feed) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"<id>[^<]*</id>", b""),
        (rb"T00:00:00\+07:00", b""),
        (rb"<title>", b"<title>a</title><title>"),
        (rb'href="[^"]*"', b""),
        (rb'<content type="html">', b'<content type="nothing">'),
        (rb"<author>\s*<name>[^<]*</name>", b"<author>"),
    ],
)
def test_a_feed_that_is_none_is_refused(site, old, new):
    feed = read(site, "thay-doi.xml")
    spoilt = re.sub(old, new, feed)
    assert spoilt != feed
    assert atom_says(spoilt)


def test_the_feeds_names_are_tags_and_each_is_one(site):
    feed = etree.fromstring(read(site, "thay-doi.xml"))
    atom = {"a": "http://www.w3.org/2005/Atom"}
    names = feed.xpath("//a:id/text()", namespaces=atom)
    # RFC 4151: an authority, a day on which it had the name, and a text of its choice.
    assert all(re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:\S+", name) for name in names)
    assert len(set(names)) == len(names)
    entries = feed.xpath("a:entry/a:updated/text()", namespaces=atom)
    assert entries == sorted(entries, reverse=True)
    assert feed.xpath("a:updated/text()", namespaces=atom) == entries[:1]
    for page in feed.xpath("//a:link[@rel='alternate']/@href", namespaces=atom):
        path = page.partition("://")[2].partition("/")[2]
        assert (site / path / "index.html").is_file(), page
