"""`district.yml`: every mistake gives an error of one sentence."""

import re

import pytest
import yaml

from congvu.accounts_settings import AccountsSettings
from congvu.office import DEFAULT_FILE, OfficeError, load_office

KEY = "age12juxv6sm5k2qxu867wul9xcy6m4htu0zfy5l0skuka7axvpyuuts738z6f"


def mistyped(key):
    return key.replace("juxv", "juvx")


def written(folder, change):
    data = yaml.safe_load(DEFAULT_FILE.read_text())
    change(data)
    file = folder / "district.yml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True))
    return file


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data["district"].pop("domain"), "thiếu «district.domain»"),
        (lambda data: data["district"].update(doman="x.vn"), "không có trường «district.doman»"),
        (
            lambda data: data["district"]["quota_mb"].update(person=0),
            "giá trị của «district.quota_mb.person» không hợp lệ",
        ),
        (
            lambda data: data["district"].update(attachments_mb=0),
            "giá trị của «district.attachments_mb» không hợp lệ, phải lớn hơn 0",
        ),
        (
            lambda data: data["district"].update(attachments_mb=501),
            "giá trị của «district.attachments_mb» không hợp lệ, không được lớn hơn 500",
        ),
        (
            lambda data: data["district"].update(policy="khong_co"),
            "giá trị của «district.policy» không hợp lệ",
        ),
        (
            lambda data: data["district"].update(gitlab_groups={"office": "a", "units": "@b c"}),
            "giá trị của «district.gitlab_groups.units» không hợp lệ",
        ),
        (
            lambda data: data["district"].update(mass_change={"percent": 0}),
            "giá trị của «district.mass_change.percent» không hợp lệ, phải lớn hơn 0",
        ),
        (
            lambda data: data["district"].update(mass_change={"percent": 101}),
            "giá trị của «district.mass_change.percent» không hợp lệ, không được lớn hơn 100",
        ),
        (
            lambda data: data["district"].update(mass_change={"percent": "30 %"}),
            "giá trị của «district.mass_change.percent» không hợp lệ, phải là số",
        ),
        (
            lambda data: data["district"].update(mass_change={"count": 2.5}),
            "giá trị của «district.mass_change.count» không hợp lệ, phải là số nguyên",
        ),
        (
            lambda data: data["district"].update(mass_change={"count": True}),
            "giá trị của «district.mass_change.count» không hợp lệ, phải là số nguyên",
        ),
        (
            lambda data: data["district"].update(mass_change=20),
            "giá trị của «district.mass_change» không hợp lệ, phải gồm các dòng",
        ),
        (
            lambda data: data["district"].update(mass_change=None),
            "giá trị của «district.mass_change» không hợp lệ, phải gồm các dòng",
        ),
        (
            lambda data: data["district"].update(mass_change={"number": 20}),
            "không có trường «district.mass_change.number»",
        ),
        (
            lambda data: data["district"].update(accounts={"left_mail": "drop"}),
            "giá trị của «district.accounts.left_mail» không hợp lệ",
        ),
        (
            lambda data: data["district"].update(accounts={"archive_after_days": -1}),
            "giá trị của «district.accounts.archive_after_days» không hợp lệ, không được nhỏ hơn 0",
        ),
        (
            lambda data: data["district"].update(accounts={"unused_days": "45"}),
            "giá trị của «district.accounts.unused_days» không hợp lệ, phải là số nguyên",
        ),
        (
            lambda data: data["district"]["accounts"].update(first_password_days="15"),
            "giá trị của «district.accounts.first_password_days» không hợp lệ, phải là số nguyên",
        ),
        (
            lambda data: data["district"]["accounts"]["password"].update(length=6),
            "giá trị của «district.accounts.password.length» không hợp lệ, không được nhỏ hơn 8",
        ),
        (
            lambda data: data["district"]["accounts"].update(second_factor="sometimes"),
            "giá trị của «district.accounts.second_factor» không hợp lệ, "
            "chọn một: 'outside', 'always', 'never'",
        ),
        (
            lambda data: data["district"]["accounts"].update(office_networks=["10.1.0.0/8"]),
            "giá trị của «district.accounts.office_networks» không hợp lệ, "
            "phải là một dải địa chỉ mạng",
        ),
        (
            lambda data: data["district"]["accounts"].update(recipients=[KEY, mistyped(KEY)]),
            "giá trị của «district.accounts.recipients» không hợp lệ, phải là khóa công khai",
        ),
        (
            lambda data: data["district"]["accounts"].update(recipients=KEY),
            "giá trị của «district.accounts.recipients» không hợp lệ, phải là danh sách",
        ),
        (
            lambda data: data["district"]["accounts"].update(help_phone=2563880001),
            "giá trị của «district.accounts.help_phone» không hợp lệ, phải là một dòng chữ",
        ),
        (lambda data: data.pop("district"), "thiếu khóa «district»"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, sentence):
    file = written(tmp_path, change)
    with pytest.raises(OfficeError, match=rf"{file}:\d+: thông tin của cơ quan.*{sentence}"):
        load_office(file)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("unused_days: 45", "unused_days: -1", "    unused_days: -1"),
        ("days: 0,", "days: x,", "    password:"),
        ("failures: 5", "failure: 5", "    failure: 5"),
        ("recipients: []", f"recipients:\n    - {KEY}\n    - age1x", "    - age1x"),
        ("quota_mb: {person: 2048, ", "quota_mb: {", "  quota_mb:"),
    ],
)
def test_the_line_is_named(tmp_path, old, new, line):
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    text = text.replace(old, new)
    file = tmp_path / "district.yml"
    file.write_text(text, encoding="utf-8")
    [number] = [n for n, one in enumerate(text.splitlines(), 1) if one.startswith(line)]
    with pytest.raises(OfficeError, match=f"district.yml:{number}: "):
        load_office(file)


def test_an_office_that_says_nothing_of_accounts_has_what_district_yml_says(tmp_path):
    silent = written(tmp_path, lambda data: data["district"].pop("accounts"))
    assert load_office(silent).accounts == AccountsSettings() == load_office().accounts


def test_the_offices_key_and_networks_are_taken(tmp_path):
    def change(data):
        data["district"]["accounts"].update(recipients=[KEY], office_networks=["10.20.0.0/16"])

    accounts = load_office(written(tmp_path, change)).accounts
    assert (accounts.recipients, accounts.office_networks) == ((KEY,), ("10.20.0.0/16",))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(OfficeError, match="No such file"):
        load_office(tmp_path / "district.yml")


TEXT = """\
# Một cơ quan
district:
  name: UBND xã
  office: Văn phòng
  regulation: Quy chế
  domain: tayphu.vn
  policy: quyet_dinh_3426_2015
  former_address_days: 365
  quota_mb: {person: 1, shared: 1}
  head_titles:
    - Chủ tịch
    - Chánh
  directory:
    words:
      hộ tịch: [khai sinh]
"""


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("    - Chánh", '    - "Ch\\u202Eánh"', {12: "«district.head_titles» có ký tự không nhìn"}),
        (
            "Văn phòng",
            "Văn\ufeff phòng",
            {4: "«district.office» có ký tự không nhìn thấy U\\+FEFF"},
        ),
        ("      hộ tịch", '      "h\\u00D0"', {15: "«district.directory.words.hÐ» .* cũ"}),
        ("office: V", '"off\\u202Eice": V', {4: "«district.off<U\\+202E>ice» có ký tự không nhìn"}),
        ("Văn phòng", '"Văn\\nphòng"', {4: "«district.office» không hợp lệ, phải là một dòng chữ"}),
        ("Quy chế", '""', {5: "«district.regulation» không hợp lệ, phải là một dòng chữ"}),
        ("khai sinh", '"khai\\tsinh"', {15: "«district.directory.words.hộ tịch» không hợp lệ"}),
        ("tayphu.vn", "Tây Phú", {6: "«district.domain» không hợp lệ, ví dụ tayson"}),
        ("  head", "  heads", {10: "không có trường «district.heads_titles»"}),
        ("  name: UBND xã\n", "", {2: "thiếu «district.name»"}),
        ("UBND xã", "[", {5: "chưa được đóng"}),
        ("UBND xã", '"\\ud800"', {3: "«district.name» có ký tự U\\+D800"}),
        ("UBND xã", "!!python/name:os.system", {3: "could not determine a constructor"}),
        (
            "person: 1, shared: 1",
            "person: 0,\n    shared: x",
            {9: "«district.quota_mb.person»", 10: "«district.quota_mb.shared»"},
        ),
    ],
)
def test_each_fault_has_its_line(tmp_path, old, new, lines):
    file = tmp_path / "district.yml"
    file.write_text(TEXT, encoding="utf-8")
    assert load_office(file).name == "UBND xã"
    assert old in TEXT
    file.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(OfficeError) as refused:
        load_office(file)
    said = str(refused.value).splitlines()
    assert len(said) == len(lines)
    for line, (number, sentence) in zip(said, lines.items(), strict=True):
        assert re.search(rf"^{file}:{number}: thông tin của cơ quan chưa dùng.*{sentence}", line)
        assert re.search(rf"^{file}:{number}: thông tin của cơ quan chưa dùng.*{sentence}", line)


def test_a_private_key_in_the_wrong_place_is_refused_and_not_repeated(tmp_path):
    secret = "AGE-SECRET-KEY-1" + "Q" * 58
    file = written(
        tmp_path, lambda data: data["district"].update(accounts={"recipients": [secret]})
    )
    with pytest.raises(OfficeError) as refused:
        load_office(file)
    assert secret not in str(refused.value)
