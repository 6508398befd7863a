"""`district.yml`: what is wrong is said in one sentence."""

import pytest
import yaml

from congvu.office import DEFAULT_FILE, OfficeError, load_office


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
            lambda data: data["district"].update(accounts={"recipients": ["age1sai"]}),
            "giá trị của «district.accounts.recipients.0» không hợp lệ",
        ),
        (
            lambda data: data["district"].update(accounts={"unused": 45}),
            "không có trường «district.accounts.unused»",
        ),
        (
            lambda data: data["district"].update(accounts={"password": {"length": 7}}),
            "giá trị của «district.accounts.password.length» không hợp lệ, không được nhỏ hơn 8",
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
        (lambda data: data.pop("district"), "thiếu khóa «district»"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, sentence):
    file = written(tmp_path, change)
    with pytest.raises(OfficeError, match=f"{file}: thông tin của cơ quan.*{sentence}"):
        load_office(file)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(OfficeError, match="No such file"):
        load_office(tmp_path / "district.yml")


def test_an_office_that_says_nothing_of_accounts_has_the_laws_values(tmp_path):
    file = written(tmp_path, lambda data: data["district"].pop("accounts", None))
    rules = load_office(file).accounts
    assert (rules.first_password_days, rules.unused_days, rules.failures) == (15, 45, 5)
    assert (rules.password.length, rules.password.classes, rules.second_factor) == (
        12, 3, "outside")  # fmt: skip


def test_a_private_key_in_the_wrong_place_is_refused_and_not_repeated(tmp_path):
    secret = "AGE-SECRET-KEY-1" + "Q" * 58
    file = written(
        tmp_path, lambda data: data["district"].update(accounts={"recipients": [secret]})
    )
    with pytest.raises(OfficeError) as refused:
        load_office(file)
    assert secret not in str(refused.value)
