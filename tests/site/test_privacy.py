"""No private data is published. Every private field has a marker, which no file may contain.

Each field of the roster's model is listed here as public or private. A new field fails the test
until somebody lists it. Article 4.5 makes name, title, unit and address public.
"""

import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import mkdocs
from pydantic import BaseModel

from congvu.office import PROJECT
from congvu.roster import model

# The public fields, by object.
PUBLIC = {
    "Unit": {"id", "name", "kind", "place", "functions"},
    "Section": {"id", "name"},
    # A unit's page quotes the newest decision, and the feed has the changes.
    "UnitDecision": {"type", "number", "date", "effective", "successor", "former_name"},
    "Mailbox": {"name"},
    # The form of a leader's address shows this field anyway (Article 6.2.a).
    "Person": {"name", "title", "leader"},
    # When somebody came is told with the changes: of an end only the day, of a suspension and of a
    # leave nothing.
    "PersonDecision": {"type", "date", "effective"},
    "Delegate": set(),
}
# Fields that contain other objects.
INSIDE = {
    "Unit": {"decisions", "mailbox", "sections", "staff"},
    "Section": {"decisions"},
    "Mailbox": {"delegates"},
    "Person": {"decisions"},
}
PRIVATE = {
    "Section": {"manager"},
    "Mailbox": {"manager"},
    "Person": {"id", "listed", "reopened", "new_letter", "birth_date", "home_town", "birthplace"},
    "PersonDecision": {"number", "until"},
    "Delegate": {"person", "document", "date", "until"},
}

# Four letters that no Vietnamese text has; one more letter identifies the field.
SIGN = "zqwk"
MEANS = {
    "i": "a staff number", "q": "a home town", "s": "a birthplace", "d": "a person's decision",
    "u": "a delegate's document", "f": "the name of somebody listed by function only",
    "n": "the name of somebody suspended", "l": "the name of somebody who left",
    "c": "the name of somebody who is to come", "e": "the name of somebody in a closed unit",
}  # fmt: skip
MARKER = re.compile(rf"{SIGN}([{''.join(MEANS)}])".encode(), re.IGNORECASE)
BIRTH, DELEGATED, HIDDEN = (1977, 7, 13), (2021, 8, 23), (2026, 10, 19)
LEAVE, BACK, REOPENED = (2026, 11, 6), (2027, 2, 11), (2026, 11, 13)
# Before the first day on which the register is written: nobody asks for a letter ahead.
FORGOT = (2026, 10, 12)
# The local part of somebody who is shown: private only where addresses are shown on request.
LOCAL_PART = b"xvrqlt"


def spelled(year, month, day):
    """Return a day in all usual notations."""
    numbers = {
        f"{year}-{month:02}-{day:02}", f"{year}{month:02}{day:02}", f"{day:02}{month:02}{year}",
        f"{day} tháng {month} năm {year}", f"{day:02} tháng {month:02} năm {year}",
    }  # fmt: skip
    numbers |= {f"{a}{mark}{b}{mark}{year}" for mark in "/.-" for a in (day, f"{day:02}")
                for b in (month, f"{month:02}")}  # fmt: skip
    return {text.encode() for text in numbers}


PRIVATE_DAYS = {
    text: name
    for name, day in (
        ("a birth date", BIRTH),
        ("the day of a delegation", DELEGATED),
        ("the day of a suspension", HIDDEN),
        ("the day of a leave", LEAVE),
        ("the end of a leave", BACK),
        ("the day of reopening", REOPENED),
        ("the day of a forgotten password", FORGOT),
    )
    for text in spelled(*day)
}


def objects(of=model.Unit):
    """Yield the classes of the objects in a unit's file."""
    yield of
    for field in of.model_fields.values():
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from objects(part)


def test_somebody_has_decided_of_every_field_whether_it_is_public():
    for of in set(objects()):
        known = [groups.get(of.__name__, set()) for groups in (PUBLIC, INSIDE, PRIVATE)]
        assert set(of.model_fields) == set().union(*known), of.__name__
        assert sum(map(len, known)) == len(of.model_fields), of.__name__
    assert {of.__name__ for of in objects()} == PUBLIC.keys()


class Roster:
    """A unit with a marker in every private field, and a dissolved unit."""

    def __init__(self):
        self.number = 0

    def person(self, name, title, *decisions, recruited="2020-03-04", **more):
        self.number += 1
        return {
            "id": f"{SIGN}i-{self.number}",
            "name": name,
            "title": title,
            "birth_date": "-".join(f"{part:02}" for part in BIRTH),
            "home_town": f"{SIGN.title()}q Quê",
            "birthplace": f"{SIGN.title()}s Nơi",
            "decisions": [self.decision("recruit", recruited), *decisions],
            **more,
        }

    def decision(self, type_, day):
        return {"type": type_, "number": f"7/{SIGN.upper()}D-QĐ", "date": day}

    def units(self):
        hidden, delegated, leave, back, reopened, forgot = (
            "-".join(f"{part:02}" for part in day)
            for day in (HIDDEN, DELEGATED, LEAVE, BACK, REOPENED, FORGOT)
        )
        founded = [{"type": "establish", "number": "1/QĐ-UBND", "date": "2015-07-16"}]
        staff = [
            self.person("Lê Thị Xvrq", "Chủ tịch UBND xã"),
            self.person(f"Lê Văn {SIGN.title()}f", "Công chức Văn thư", listed="function"),
            self.person(f"Lê Văn {SIGN.title()}f", "Phó Chủ tịch UBND xã", listed="function",
                        recruited="2026-10-01"),
            self.person(f"Lê Văn {SIGN.title()}n", "Công chức", self.decision("suspend", hidden),
                        recruited="2026-09-21"),
            self.person(f"Lê Văn {SIGN.title()}l", "Công chức",
                        self.decision("retire", "2026-11-02"), recruited="2026-09-21"),
            self.person(f"Lê Văn {SIGN.title()}c", "Công chức", recruited="2026-12-01"),
            self.person("Lê Văn Xuân", "Công chức", self.decision("suspend", hidden),
                        self.decision("reinstate", "2026-11-03"),
                        {**self.decision("leave", leave), "until": back}, reopened=reopened,
                        new_letter=forgot),
        ]  # fmt: skip
        managed = {
            "manager": staff[0]["id"],
            "delegates": [
                {"person": staff[6]["id"], "document": f"1/{SIGN.upper()}U", "date": delegated}
            ],
        }
        commune = {
            "id": "ubnd-xa-tay-phu", "name": "UBND xã Tây Phú", "kind": "commune",
            "place": "Tây Phú", "functions": ["hộ tịch"], "mailbox": managed,
            "decisions": founded, "staff": staff,
            "sections": [{"id": "van-thu", "name": "Văn thư", "manager": staff[1]["id"]}],
        }  # fmt: skip
        end = {"type": "dissolve", "number": "2/QĐ-UBND", "date": "2026-11-10",
               "successor": "ubnd-xa-tay-phu"}  # fmt: skip
        closed = {
            "id": "phong-y-te", "name": "Phòng Y tế", "kind": "division",
            "decisions": [*founded, end],
            "staff": [self.person(f"Lê Văn {SIGN.title()}e", "Công chức",
                                  self.decision("resign", "2026-11-09"), recruited="2026-09-21")],
        }  # fmt: skip
        return [commune, closed]


@pytest.fixture(scope="module", params=["shown", "on_request"])
def built(request, tmp_path_factory):
    """The site of this roster, for an office that shows addresses and for one that does not."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in ("mkdocs.yml", "congvu", "directory_site", "inventory"):
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, checkout / name)
    file = checkout / "inventory" / "district.yml"
    office = yaml.safe_load(file.read_text())
    del office["district"]["unattended_to"]  # a unit of the roster that this one replaces
    office["district"]["directory"] = {
        "contact": "ubnd-xa-tay-phu",
        "people_addresses": request.param,
    }
    file.write_text(yaml.safe_dump(office, allow_unicode=True))
    roster = checkout / "inventory" / "roster"
    shutil.rmtree(roster)
    roster.mkdir()
    for unit in Roster().units():
        text = yaml.safe_dump(unit, allow_unicode=True, sort_keys=False)
        (roster / f"{unit['id']}.yml").write_text(text)
    for day in ("2026-10-15", "2026-11-24"):
        command = [sys.executable, "-m", "congvu.cli", "--date", day, "register"]
        subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    site = checkout / "site"
    done = mkdocs(roster, site, cwd=checkout)
    assert done.returncode == 0, done.stderr
    return request.param, site


def contents(site):
    """Yield every file with its texts, including compressed texts."""
    for file in sorted(site.rglob("*")):
        if file.is_file():
            yield file.relative_to(site).as_posix(), texts(file)


def texts(file: Path):
    data = file.read_bytes()
    if file.suffix == ".gz":
        data = gzip.decompress(data)
    if file.suffix == ".pdf":
        command = ["pdftotext", file, "-"]
        data += subprocess.run(command, check=True, capture_output=True).stdout
    # Some files have texts with two bytes per letter.
    return [data, data.replace(b"\0", b"")]


def leaks(data):
    """Return the private fields with a marker in a text."""
    found = [MEANS[match.group(1).decode().lower()] for match in MARKER.finditer(data)]
    return found + [name for text, name in PRIVATE_DAYS.items() if text in data]


def test_no_file_tells_what_is_private(built):
    _, site = built
    names = {file: [leaks(data) for data in found] for file, found in contents(site)}
    assert len(names) > 20
    assert {file: found for file, found in names.items() if any(found)} == {}


def test_who_is_shown_is_there_and_who_is_listed_by_function_too(built):
    _, site = built
    page = (site / "don-vi" / "ubnd-xa-tay-phu" / "index.html").read_text()
    for text in ("Lê Thị Xvrq", "Phó Chủ tịch UBND xã", "Công chức Văn thư", "vanthu-tayphu@"):
        assert text in page.replace("<wbr>", "")
    assert "Lê Văn Xuân" in page


def test_addresses_on_request_stand_in_their_cards_alone(built):
    addresses, site = built
    told = [file for file, found in contents(site) if any(LOCAL_PART in data for data in found)]
    if addresses == "on_request":
        assert told == ["the/ubnd-xa-tay-phu/1.vcf"]
    else:
        assert "don-vi/ubnd-xa-tay-phu/index.html" in told
        assert not any(file.startswith("the/") for file in told)


@pytest.mark.parametrize(
    "text",
    [
        f"x{SIGN}i-12", f"{SIGN.upper()}Q Quê", "13/7/1977", "13 tháng 7 năm 1977", "19770713",
        f"{SIGN}f".encode("utf-16-le").decode("latin-1"),
    ],
)  # fmt: skip
def test_what_is_private_would_be_seen(tmp_path, text):
    for name in ("a.html", "b.xml.gz", "c.bin"):
        file = tmp_path / name
        data = b"\xff" + text.encode("latin-1", "ignore" if "\0" in text else "xmlcharrefreplace")
        data = data if "th" not in text else text.encode()
        file.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
        assert any(leaks(found) for found in texts(file)), name
