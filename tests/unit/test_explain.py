"""`explain`: the answers for a name, an address or an id."""

import json

import pytest
from rosters import decision, person, unit, write_unit

from congvu.cli.main import main


@pytest.fixture
def ask(tmp_path, capsys):
    people = [
        person("ts-1", "Nguyễn Văn An"),
        person("ts-2", "Nguyễn Văn An", birth_date="1985-03-12"),
        person("ts-3", "Lê Thị Bình", decision("rename", "2026-01-05")),
        person("ts-4", "Lê Văn Cũ", decision("retire", "2026-10-01")),
    ]
    write_unit(tmp_path, unit(staff=people, mailbox={"manager": "ts-1"}))
    common = ["--roster", str(tmp_path), "--date", "2026-11-24"]
    assert main([*common, "register"]) == 0
    capsys.readouterr()

    def run(*arguments, form="text"):
        code = main([*common, "explain", *arguments, "--format", form])
        return code, capsys.readouterr().out

    return run


def test_a_name_without_a_record_gets_its_steps_and_what_to_write(ask):
    code, text = ask("Nguyễn Văn An")
    assert code == 0
    assert "1. annv: dạng chung" in text
    assert "Điều 6.2.c: của Nguyễn Văn An (ts-1, Phòng Nội vụ" in text
    assert "hãy ghi thêm ngày sinh" in text
    assert "annv12@" in text  # the person who has the address already


def test_a_name_needs_no_quotes(ask):
    assert ask("Nguyễn", "Văn", "An") == ask("Nguyễn Văn An")
    told = ask("Nguyễn", "Văn", "An", "--birth-date", "1990-03-12")[1]
    assert "=> annv1203@tayson.binhdinh.gov.vn" in told
    assert ask("phòng", "nội", "vụ") == ask("phong-noi-vu")
    assert ask("annv12", "@", "tayson.binhdinh.gov.vn") == ask("annv12@")


def test_a_name_in_capitals_is_the_same_name(ask):
    assert ask("NGUYỄN VĂN AN") == ask("Nguyễn Văn An")
    code, text = ask("NGUYEN VAN AN")
    assert (code, text.count("Nguyễn Văn An (ts-")) == (0, 2)


def test_with_a_birth_date_the_steps_lead_to_an_address(ask):
    text = ask("Nguyễn Văn An", "--birth-date", "1990-03-12")[1]
    assert "=> annv1203@tayson.binhdinh.gov.vn" in text


def test_a_free_name_gets_the_general_form(ask):
    assert "=> hantt@tayson.binhdinh.gov.vn" in ask("Nguyễn Thị Thanh Hà")[1]
    assert "=> nguyenthithanhha@" in ask("Nguyễn Thị Thanh Hà", "--leader")[1]


def test_typed_without_diacritics_it_is_a_search(ask):
    code, text = ask("nguyen van an")
    assert (code, text.count("Nguyễn Văn An (ts-")) == (0, 2)
    assert ask("tran van khong")[0] == 1


def test_an_address_tells_whose_it_is_and_why(ask):
    for asked in (
        "annv12", "annv12@tayson.binhdinh.gov.vn", "ANNV12@tayson.binhdinh.gov.vn", "ANNV12",
        " Annv12 ", "  ANNV12@TAYSON.BINHDINH.GOV.VN ", "annv12 @ tayson.binhdinh.gov.vn",
        "\u00a0annv12@tayson.binhdinh.gov.vn.", "mailto:annv12@tayson.binhdinh.gov.vn",
        "Nguyễn Văn An <annv12@tayson.binhdinh.gov.vn>", "«annv12@tayson.binhdinh.gov.vn»",
    ):  # fmt: skip
        code, text = ask(asked)
        assert code == 0
        assert "của Nguyễn Văn An (ts-2)" in text
        assert "2. annv12: thêm ngày sinh, Điều 6.2.c: được cấp" in text


def test_personal_data_is_named_and_never_shown(ask):
    for asked in ("ts-2", "annv12", "Nguyễn Văn An"):
        for form in ("text", "json"):
            assert "1985" not in ask(asked, form=form)[1]


def test_an_id_tells_everything_about_its_holder(ask):
    assert "quản lý hộp thư chung của Phòng Nội vụ (Điều 14.1)" in ask("ts-1")[1]
    assert "phongnoivu@" in ask("phong-noi-vu")[1]
    assert "đã nghỉ" in ask("ts-4")[1]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("ts-11", "có phải là ts-1"),
        ("ThS. Lê An", "học hàm"),
        ("an@gmail.com", "không phải là tên miền"),
        ("@", "không phải là một địa chỉ"),
        ("An", "ít nhất hai tiếng"),
        ("", "ít nhất hai tiếng"),
        ("ANNV99", "có phải là annv hoặc annv12"),
    ],
)
def test_what_is_not_known_is_said_with_a_hint(ask, asked, told):
    code, text = ask(asked)
    assert code == 1
    assert told in text


def test_a_reserved_name_and_a_free_one(ask):
    assert "tên dành riêng" in ask("postmaster")[1]
    assert ask("POSTMASTER") == ask("postmaster")
    assert "chưa cấp cho ai" in ask("zzz@tayson.binhdinh.gov.vn")[1]


def test_the_parts_of_a_name_are_shown_as_they_fold(ask):
    text = ask("Nguyễn Thị Thanh Hà")[1]
    assert "họ «Nguyễn»: «nguyen», viết tắt «n»" in text
    assert "tên lót «Thị Thanh»: «thithanh», viết tắt «tt»" in text
    assert "tên «Hà»: «ha»\n" in text
    assert [part["folded"] for part in json.loads(ask("ts-1", form="json")[1])["parts"]] == [
        "nguyen", "van", "an"]  # fmt: skip


def test_each_address_names_the_decision_behind_it(ask):
    text = ask("ts-2")[1]
    assert "theo quyết định tuyển dụng số 1/QĐ-UBND ngày 01/08/2015" in text
    assert "của Nguyễn Văn An (ts-1, Phòng Nội vụ, cùng họ tên) từ 01/08/2015" in text
    assert "theo quyết định thành lập số 1/QĐ-UBND ngày 16/07/2015" in ask("phong-noi-vu")[1]
    assert json.loads(ask("ts-1", form="json")[1])["held"][0]["decision"].startswith("theo quyết")


def test_who_has_left_is_told_by_which_decision_and_gets_no_address(ask):
    text = ask("ts-4")[1]
    assert "đã nghỉ từ 01/10/2026, theo quyết định nghỉ hưu" in text
    assert "=>" not in text


ONE_UNIT = ["Phòng Nội vụ", "phong noi vu", "PHONG-NOI-VU", "P. Nội vụ", "p nội vụ", "Nội vụ"]


@pytest.mark.parametrize("asked", [*ONE_UNIT, "phongnoivu@"])
def test_a_unit_is_found_by_its_name_however_it_is_typed(ask, asked):
    code, text = ask(asked)
    assert (code, "1. phongnoivu: tên đơn vị, Điều 6.2.b: được cấp" in text) == (0, True)


@pytest.mark.parametrize("asked", ONE_UNIT)
def test_export_finds_the_same_unit(ask, tmp_path, asked):
    common = ["--roster", str(tmp_path), "--date", "2026-11-24"]
    out = tmp_path / "out"
    assert main([*common, "export", "--unit", asked, "--output", str(out)]) == 0
    assert [file.stem for file in out.iterdir()] == ["phong-noi-vu"]


def test_a_section_is_found_by_its_name(ask, tmp_path):
    sections = [{"id": "van-thu", "name": "Văn thư"}]
    commune = unit("xa-tay-phu", "UBND xã Tây Phú", "commune", place="Tây Phú", sections=sections)
    write_unit(tmp_path, commune)
    assert "Văn thư, UBND xã Tây Phú (xa-tay-phu/van-thu)" in ask("van thu")[1]
    assert "UBND xã Tây Phú (xa-tay-phu)" in ask("X. Tây Phú")[1]


def test_a_text_that_may_be_several_units_or_none_is_said(ask, tmp_path):
    write_unit(tmp_path, unit("phong-y-te", "Phòng Y tế"))
    code, text = ask("phòng")
    assert (code, text) == (
        1,
        "«phòng» có thể là nhiều đơn vị: Phòng Nội vụ, Phòng Y tế; hãy ghi rõ hơn.\n",
    )
    code, text = ask("Phòng Nội vuj")
    assert (code, text) == (
        1,
        "Không có đơn vị «Phòng Nội vuj» trong danh sách; có phải là Phòng Nội vụ?\n",
    )


def test_who_is_named_as_a_unit_is_asked_about_as_a_person(ask, tmp_path):
    for id_, place in (("xa-tay-an", "Tây An"), ("xa-vo-xan", "Võ Xán")):
        write_unit(tmp_path, unit(id_, f"UBND xã {place}", "commune", place=place))
    assert "UBND xã Tây An (xa-tay-an)" in ask("Tây An")[1]
    assert "họ «Tây»" in ask("Tây An", "--birth-date", "1990-03-12")[1]
    assert "họ «Võ»" in ask("Võ Xán")[1]
    assert "UBND xã Võ Xán" in ask("xã Võ Xán")[1]


def test_a_form_that_is_too_long_ends_the_steps_as_in_the_register(ask):
    code, text = ask("Nguyễn Văn An", "--home-town", "Thôn " * 20, "--birthplace", "Quy Nhơn")
    assert code == 0
    assert "hãy ghi quê quán (home_town) ngắn hơn" in text
    assert "annvquynhon" not in text


def test_what_can_be_no_address_is_said(ask):
    for asked in ("an_nv@tayson.binhdinh.gov.vn", "an nv@tayson.binhdinh.gov.vn"):
        assert "chỉ gồm chữ thường không dấu" in ask(asked)[1]


def test_json_is_for_programs(ask):
    answer = json.loads(ask("ts-1", form="json")[1])
    assert answer["held"][0]["address"] == "annv@tayson.binhdinh.gov.vn"
    assert answer["held"][0]["since"] == "2015-08-01"
