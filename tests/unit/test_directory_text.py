"""Texts, days and links in pages."""

from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from directories import DOMAIN, person, section, unit

from congvu.days import written
from congvu.directory import FunctionEntry
from directory_site import subjects
from directory_site.text import front_matter, in_html, mail, mailto

SUBJECTS = ["Hỏi về hộ tịch", "50 % & 1 + 1 = 2?", "a\n b", "«x» \"y\" 'z' (t) [u] #v", "mailto:?"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_letter_begins_with_its_subject_whatever_it_holds(subject):
    uri = mailto(f"xatayphu@{DOMAIN}", subject)
    assert uri.isascii()
    assert not set(uri) & set(" \"'()<>[]&\\")
    parts = urlsplit(uri)
    assert (parts.scheme, parts.path) == ("mailto", f"xatayphu@{DOMAIN}")
    # RFC 6068: «+» means a plus sign there, not a space.
    assert "+" not in parts.query
    assert parse_qs(parts.query, strict_parsing=True) == {"subject": [" ".join(subject.split())]}


def test_a_letter_without_a_subject_asks_for_none():
    assert mailto(f"annv@{DOMAIN}") == f"mailto:annv@{DOMAIN}"
    assert mail(f"annv@{DOMAIN}") == f"[annv@{DOMAIN}](mailto:annv@{DOMAIN})"


def test_what_an_address_may_not_say_in_a_uri_is_encoded():
    # RFC 6068, 2: these characters of a local part must be encoded.
    local = "a%/?#[]&;=b"
    uri = mailto(f"{local}@{DOMAIN}")
    assert not set(uri.removeprefix("mailto:")) & set("/?#[]&;=")
    assert unquote(uri) == f"mailto:{local}@{DOMAIN}"


def test_subjects_are_sentences_that_an_office_understands():
    tay_phu = unit()
    assert [
        subjects.to_unit(tay_phu),
        subjects.to_section(section("dia-chinh", "Địa chính"), tay_phu),
        subjects.to_person(person("Nguyễn Văn An", "Chủ tịch")),
        subjects.to_person(person("", "Trưởng Công an xã")),
        subjects.about(FunctionEntry("ho-tich", "hộ tịch", (), ())),
    ] == [
        "Gửi UBND xã Tây Phú",
        "Gửi bộ phận Địa chính, UBND xã Tây Phú",
        "Gửi Nguyễn Văn An",
        "Gửi Trưởng Công an xã",
        "Hỏi về hộ tịch",
    ]


def test_days_are_written_as_in_decisions():
    assert written(date(2015, 7, 6)) == "06/07/2015"


def test_a_text_in_an_html_block_ends_neither_it_nor_an_attribute():
    assert in_html('a\n\n<b> "c" & d') == "a &lt;b&gt; &quot;c&quot; &amp; d"


def test_a_pages_head_keeps_json_as_it_is_and_leaves_empty_values_out():
    head = front_matter("T", "D", json_ld='{"a":"\\u003cb"}', updated="")
    assert head.splitlines()[3:] == ['json_ld: "{\\"a\\":\\"\\\\u003cb\\"}"', "---"]
