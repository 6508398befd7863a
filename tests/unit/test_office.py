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
