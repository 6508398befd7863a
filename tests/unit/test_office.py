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
