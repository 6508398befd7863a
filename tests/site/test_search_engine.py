"""The search's index, written in Python and read in Node, and the engine's tests in Node."""

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvu.directory import (
    DecisionEntry,
    Directory,
    FormerAddress,
    FunctionEntry,
    GoneEntry,
    PersonEntry,
    Provider,
    SectionEntry,
    UnitEntry,
)
from congvu.names import slug
from congvu.office import PROJECT, load_office
from directory_site.markdown.parts import KINDS
from directory_site.search.write import index
from directory_site.source import Source
from directory_site.text import one_line

SCRIPTS = PROJECT / "tests" / "site" / "search"
OFFICE = load_office()
DAY = date(2026, 11, 24)
DECISION = DecisionEntry("establish", "1/QĐ-UBND", DAY, DAY)


def at(local_part):
    return f"{local_part}@{OFFICE.domain}"


def person(name, title, local_part, *, is_head=False):
    return PersonEntry(name, name.rpartition(" ")[2], title, at(local_part), is_head)


def unit(id_, name, kind, local_part, people=(), **more):
    values = {"place": None, "functions": (), "sections": (), **more}
    return UnitEntry(
        id=id_,
        name=name,
        kind=kind,
        address=at(local_part),
        people=tuple(people),
        decision=DECISION,
        updated=DAY,
        **values,
    )


def source(units, gone=(), functions=(), people_addresses="shown"):
    asked = OFFICE.directory.model_copy(update={"people_addresses": people_addresses})
    office = OFFICE.model_copy(update={"directory": asked})
    return Source(office, Directory(DAY, tuple(units), tuple(gone), tuple(functions)))


def small():
    """The directory that engine.test.mjs searches."""
    tay_phu = unit(
        "ubnd-xa-tay-phu",
        "UBND xã Tây Phú",
        "commune",
        "xatayphu",
        [
            person("Nguyễn Văn An", "Chủ tịch UBND xã", "annv", is_head=True),
            person("Trần Thị Vân", "Phó Chủ tịch UBND xã", "vantt"),
            person("", "Công chức Văn thư", "vanthu-tayphu"),
            person("Nguyễn An Bình", "Công chức Tài chính - Kế toán", "binhna"),
        ],
        place="Tây Phú",
        functions=("hộ tịch", "chứng thực"),
        sections=(SectionEntry("van-thu", "Văn thư", at("vanthu-tayphu")),),
        former_addresses=(FormerAddress(at("xatayphucu"), None),),
    )
    binh_hoa = unit(
        "ubnd-xa-binh-hoa",
        "UBND xã Bình Hòa",
        "commune",
        "xabinhhoa",
        [
            person("Lê Thị Hoa", "Công chức Tư pháp - Hộ tịch", "hoal1"),
            person("Lê Hòa", "Công chức Văn hóa - Xã hội", "hoal"),
            person("Lê Hoàng", "Công chức Văn phòng - Thống kê", "hoangl"),
        ],
        place="Bình Hòa",
        functions=("hộ tịch", "chứng thực"),
    )
    tnmt = unit(
        "phong-tai-nguyen-va-moi-truong",
        "Phòng Tài nguyên và Môi trường",
        "division",
        "phongtainguyenvamoitruong",
        functions=("đất đai",),
        former_names=("Phòng Địa chính",),
    )
    station = unit("tram", "Trạm 2", "public_service", "tramthu2", functions=("công nghệ",))
    gone = GoneEntry(
        "phong-nong-nghiep-cu",
        "Phòng Nông nghiệp cũ",
        "division",
        DECISION,
        successor=tnmt.id,
        successor_name=tnmt.name,
        address=at("phongnongnghiepcu"),
    )
    functions = (
        FunctionEntry("chung-thuc", "chứng thực", (), (Provider(tay_phu), Provider(binh_hoa))),
        FunctionEntry("cong-nghe", "công nghệ", ("đồng nghiệp",), (Provider(station),)),
        FunctionEntry("dat-dai", "đất đai", ("sổ đỏ",), (Provider(tnmt),)),
        FunctionEntry(
            "ho-tich",
            "hộ tịch",
            ("khai sinh", "giấy khai sinh"),
            (Provider(tay_phu), Provider(binh_hoa, (), binh_hoa.people[:1])),
        ),
    )
    return source([tay_phu, binh_hoa, tnmt, station], [gone], functions)


def test_the_engine_keeps_its_promises(tmp_path: Path):
    file = tmp_path / "chi-muc.bin"
    file.write_bytes(index(small()))
    done = subprocess.run(
        ["node", "--test", "--test-reporter=spec", *map(str, sorted(SCRIPTS.glob("*.test.mjs")))],
        env={**os.environ, "INDEX": str(file)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert "pass 0" not in done.stdout


@pytest.fixture(scope="module")
def decode(tmp_path_factory) -> Iterator:
    """Run the browser's reader of an index."""
    file = tmp_path_factory.mktemp("index") / "chi-muc.bin"
    with subprocess.Popen(
        ["node", str(SCRIPTS / "decode.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def decoded(content: bytes):
            file.write_bytes(content)
            process.stdin.write(f"{file}\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield decoded
        process.stdin.close()


def expected(src):
    """A source in the output form of decode.mjs."""
    shows = src.office.directory.people_addresses == "shown"
    ids = {entry.id for entry in src.directory.units}
    gone = src.directory.gone
    kinds = list(KINDS)
    units = [
        {
            "id": entry.id,
            "name": one_line(entry.name),
            "place": one_line(entry.place or ""),
            "kind": kinds.index(entry.kind),
            "address": entry.address,
            "gone": False,
            "functions": [one_line(name) for name in entry.functions],
            "former": [one_line(name) for name in entry.former_names],
            "tookOver": [one_line(one.name) for one in gone if one.successor == entry.id],
            "old": [
                *(one.address for one in entry.former_addresses),
                *(one.address for one in gone if one.successor == entry.id and one.address),
            ],
            "sections": [
                [one_line(one.name), one.address, [one_line(name) for name in one.former_names]]
                for one in entry.sections
            ],
            "people": [
                {
                    "name": one_line(one.name),
                    "title": one_line(one.title),
                    "address": one.address if shows or not one.name else "",
                    "head": one.is_head,
                }
                for one in entry.people
            ],
        }
        for entry in src.directory.units
    ]
    alone = [
        {
            "id": entry.id,
            "name": one_line(entry.name),
            "place": "",
            "kind": kinds.index(entry.kind),
            "address": entry.address,
            "gone": True,
            "functions": [],
            "former": [],
            "tookOver": [],
            "old": [],
            "sections": [],
            "people": [],
        }
        for entry in gone
        if entry.successor not in ids
    ]
    return {"shown": shows, "units": units + alone}


@pytest.mark.parametrize("people_addresses", ["shown", "on_request"])
def test_a_directory_comes_back_as_it_was(decode, people_addresses):
    was = small()
    src = source(was.directory.units, was.directory.gone, was.directory.functions, people_addresses)
    assert decode(index(src)) == expected(src)


# Texts that a roster can have: any characters on one line, at least one of them visible.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(
    lambda text: one_line(f"x{text}")
)
NAMES = st.one_of(
    st.lists(
        st.sampled_from(["Nguyễn", "Văn", "An", "H'Hen", "Y-Ban", "Đỗ", "Kpă", "ß", "İ", "12"]),
        min_size=1,
        max_size=12,
    ).map(" ".join),
    TEXTS,
)
LOCALS = st.one_of(
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)?", fullmatch=True),
    st.builds(
        "{}{}".format,
        st.sampled_from(["annv", "vanann", "nguyenvanan", "anh", "dov"]),
        st.from_regex(r"([0-9]{2}){0,5}", fullmatch=True),
    ),
)
ADDRESSES = st.one_of(LOCALS.map(at), LOCALS.map("{}@elsewhere.vn".format))

SECTIONS = st.builds(
    SectionEntry, st.just("s"), NAMES, ADDRESSES, st.lists(TEXTS, max_size=2).map(tuple)
)


@st.composite
def directories(draw):
    units = []
    for number in range(draw(st.integers(0, 3))):
        named = draw(NAMES)
        sections = tuple(draw(SECTIONS) for _ in range(draw(st.integers(0, 2))))
        address = draw(ADDRESSES)
        people = []
        for _ in range(draw(st.integers(0, 4))):
            name = draw(st.one_of(st.just(""), NAMES))
            words = name.split()
            own = (
                draw(ADDRESSES)
                if name
                else draw(st.sampled_from([address, *(one.address for one in sections)]))
            )
            given_name = " ".join(words[-draw(st.integers(1, 2)) :])
            people.append(PersonEntry(name, given_name, draw(TEXTS), own))
        if people:
            people[-1] = PersonEntry(
                people[-1].name, people[-1].given, "Trưởng", people[-1].address, True
            )
        units.append(
            UnitEntry(
                id=draw(st.sampled_from([f"u-{number}", slug(named) or f"u-{number}"])),
                name=named,
                kind=draw(st.sampled_from(list(KINDS))),
                place=draw(st.one_of(st.none(), NAMES, st.just(named.split()[-1]))),
                functions=(),
                address=address,
                sections=sections,
                people=tuple(people),
                decision=DECISION,
                updated=DAY,
                former_names=tuple(draw(st.lists(NAMES, max_size=2))),
                former_addresses=tuple(
                    FormerAddress(one, None) for one in draw(st.lists(ADDRESSES, max_size=2))
                ),
            )
        )
    gone = [
        GoneEntry(
            f"g-{n}",
            draw(NAMES),
            draw(st.sampled_from(list(KINDS))),
            DECISION,
            successor=draw(st.sampled_from(["", *(entry.id for entry in units)])),
            address=draw(st.one_of(st.just(""), ADDRESSES)),
        )
        for n in range(draw(st.integers(0, 2)))
    ]
    return source(units, gone, (), draw(st.sampled_from(["shown", "on_request"])))


@given(directories())
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_directory_comes_back_as_it_was(decode, src):
    assert decode(index(src)) == expected(src)


def test_the_same_directory_gives_the_same_bytes():
    assert index(small()) == index(small())


def test_the_worker_names_every_module_that_the_engine_loads():
    folder = PROJECT / "directory_site" / "pages" / "assets" / "search"
    modules = {file.name for file in folder.glob("*.js")} - {"worker.js", "page.js", "draw.js"}
    text = (folder / "worker.js").read_text(encoding="utf-8")
    assert {name for name in modules if f'"./{name}"' in text} == modules
