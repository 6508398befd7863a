"""Names: parts, folding, equality (address rules, "Các từ", point 2)."""

import unicodedata

import pytest

from congvu.names import APOSTROPHES, InvalidNameError, PersonName, fold, syllables
from congvu.policies import PersonFacts, load_policy

RULES = load_policy("quyet_dinh_3426_2015")


def general(name: str) -> str:
    return RULES.person_base(PersonFacts(PersonName.parse(name))).local_part


@pytest.mark.parametrize(
    ("name", "local_part"),
    [
        ("Nguyễn Văn An", "annv"),
        ("Lê Bình", "binhl"),
        ("Nguyễn Thị Thanh Hà", "hantt"),
        ("Đỗ Văn Sỹ", "sydv"),
        ("Đặng Đình Đức", "ducdd"),
        ("Phạm Nguyễn Hoàng Quốc Ưng", "ungpnhq"),
    ],
)
def test_general_form(name, local_part):
    assert general(name) == local_part


def test_leader_form_is_the_full_name():
    facts = PersonFacts(PersonName.parse("Đỗ Văn Sỹ"), leader=True)
    assert RULES.person_base(facts).local_part == "dovansy"


def test_decomposed_input_is_the_same_name():
    name = "Nguyễn Thị Thủy"
    assert general(unicodedata.normalize("NFD", name)) == general(name) == "thuynt"
    assert PersonName.parse(unicodedata.normalize("NFD", name)).full == name


@pytest.mark.parametrize("name", ["NGUYỄN VĂN AN", "nguyễn văn an", "  Nguyễn \t Văn  An "])
def test_case_and_spaces_do_not_matter(name):
    assert general(name) == "annv"
    assert PersonName.parse(name).key == PersonName.parse("Nguyễn Văn An").key


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_an_apostrophe_of_any_kind_vanishes(apostrophe):
    assert fold(f"H{apostrophe}Hen") == "hhen"
    name = PersonName.from_parts(family="Niê", given=f"H{apostrophe}Hen")
    assert RULES.person_base(PersonFacts(name)).local_part == "hhenn"


@pytest.mark.parametrize("hyphen", "-‐‑–—−")
def test_a_hyphen_separates_syllables(hyphen):
    assert syllables(f"Tài chính {hyphen} Kế hoạch") == ["Tài", "chính", "Kế", "hoạch"]
    assert general(f"Nguyễn{hyphen}Văn An") == "annv"


def test_double_family_name_gives_a_letter_for_each_syllable():
    name = PersonName.from_parts(family="Tôn Nữ", middle="Thị", given="Ninh")
    assert name.full == "Tôn Nữ Thị Ninh"
    assert RULES.person_base(PersonFacts(name)).local_part == "ninhtnt"


def test_parts_rule_over_the_order_in_which_a_name_is_written():
    name = PersonName.from_parts(family="Niê", given="H'Hen", full="H'Hen Niê")
    assert name.full == "H'Hen Niê"
    with pytest.raises(InvalidNameError, match="full"):
        PersonName.from_parts(family="Niê", given="H'Hen", full="H'Hen Mlô")


def test_same_name_keeps_diacritics_but_not_tone_placement():
    def key(name):
        return PersonName.parse(name).key

    assert key("Lê Thị Hoà") == key("Lê Thị Hòa")
    assert key("Lê Thị Thuý") == key("Lê Thị Thúy")
    assert key("Nguyễn Văn An") != key("Nguyễn Văn Ân")


@pytest.mark.parametrize(
    "name",
    ["TS. Nguyễn Văn An", "ThS Nguyễn Văn An", "Bác sĩ Nguyễn Văn An", "BS.CKI Lê An", "Đ/c Lê An"],
)
def test_a_title_or_degree_is_an_error(name):
    with pytest.raises(InvalidNameError, match="học vị"):
        PersonName.parse(name)


@pytest.mark.parametrize("name", ["", "An", "Nguyễn Văn An 2", "Nguyễn Văn An@", "=1+1 An", "' An"])
def test_what_is_no_name_is_an_error(name):
    with pytest.raises(InvalidNameError):
        PersonName.parse(name)


def test_a_family_name_that_looks_like_a_form_of_address_is_allowed():
    assert general("Ông Ích Khiêm") == "khiemoi"
    assert general("Đồng Chí Thanh") == "thanhdc"


def test_second_step():
    def second(name):
        return RULES.person_middle_name(PersonFacts(PersonName.parse(name)))

    assert second("Nguyễn Văn An").local_part == "vanann"
    assert second("Nguyễn Thị Thanh Hà").local_part == "thanhhant"
    assert second("Lê Bình") is None


@pytest.mark.parametrize(
    ("name", "stated", "local_part"),
    [
        ("UBND xã Tây Phú", None, "xatayphu"),
        ("Ủy ban nhân dân xã Tây Phú", None, "xatayphu"),
        ("Uỷ ban nhân dân xã Tây Phú", None, "xatayphu"),
        ("Phòng Nội vụ", None, "phongnoivu"),
        ("Phòng Tài chính - Kế hoạch", None, "phongtaichinhkehoach"),
        ("Văn phòng HĐND và UBND huyện", "vanphong", "vanphong"),
    ],
)
def test_shared_mailbox_of_a_unit(name, stated, local_part):
    assert RULES.unit(name, stated).local_part == local_part


def test_section_of_a_commune():
    assert RULES.section("Văn thư", "Tây Phú").local_part == "vanthu-tayphu"
