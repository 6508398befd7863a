"""The regulation's text is unchanged, and every citation names something that it has."""

import hashlib
import re
import subprocess
from datetime import date

import pytest
from citations import articles, citations, rule_points

from congvu.names import PersonName
from congvu.office import PROJECT
from congvu.policies import PersonFacts
from congvu.policies import quyet_dinh_3426_2015 as policy
from congvu.rules import GROUPS

REGULATION = (PROJECT / "docs/quy-che/quyet-dinh-3426-2015.md").read_text(encoding="utf-8")
RULES = (PROJECT / "docs/quy-che/address-rules.md").read_text(encoding="utf-8")
KNOWN = articles(REGULATION) | rule_points(RULES)
# These files have wrong citations as test data.
NOT_READ = {"tests/unit/test_citations.py", "tests/unit/citations.py"}
# The checksum of the regulation's words, beginning with the first word of the decision.
WORDS = "2696892f0d8e58ca6e495e6d4e8c15768ce285afdd0b280fec52c910d7cb2644"


def tracked():
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in sorted({*names} - NOT_READ - {""}):
        file = PROJECT / name
        if file.is_symlink() or not file.is_file():
            continue
        data = file.read_bytes()
        if b"\0" not in data:
            yield name, data.decode("utf-8", "replace")


TEXTS = dict(tracked())


def wrong(text, name="a.txt"):
    return [one.names for one in citations(text, name) if one.names not in KNOWN]


def test_the_regulation_is_unchanged():
    text = re.sub(r"<a id=.*?></a>|<!--.*?-->", "", REGULATION.partition("\n## Quyết định\n")[2])
    words = " ".join(re.findall(r"\w+", text))
    assert len(words.split()) > 3000
    assert hashlib.sha256(words.encode()).hexdigest() == WORDS


def test_every_article_has_an_anchor_and_the_contents_name_it():
    for number in range(1, 18):
        assert f'<a id="dieu-{number}"></a>\n\n### Điều {number}. ' in REGULATION
        assert f"[{number}](#dieu-{number})" in REGULATION
    assert {"1.2", "6.1.c", "6.2.c", "8.1.đ", "16.2", "Chương V"} <= KNOWN
    assert not {"6.3", "6.2.d", "18", "9.1", "Chương VI", "point 11"} & KNOWN


def test_every_citation_is_of_something_that_exists():
    found = [(name, one) for name, text in TEXTS.items() for one in citations(text, name)]
    assert len(found) > 500
    assert [f"{name}:{one.line}: {one.text}" for name, one in found if one.names not in KNOWN] == []


def test_the_catalogue_and_the_policy_cite_what_exists():
    cited = [rule.article for rules in GROUPS.values() for rule in rules if rule.article]
    for text in [*cited, *policy.ARTICLES.values()]:
        for article in re.split(r", | and ", text):
            assert article in KNOWN


@pytest.mark.parametrize(
    "text",
    [
        "as Article 6.3 wants",
        "(Articles 4.6 and 18)",
        "# see Article\n# 19",
        "«Điều 6 khoản 3 điểm a»",
        "theo điểm e khoản 2 Điều 6",
        "khoản 7 Điều 4",
        "Điều 13.9",
        "(Điều 14.1, 14.7)",
        'raise Error("… (Điều "\n    "7.3)")',
        "| 6.2.e |",
        "shared mailboxes (14.9)",
        "Chương VI",
        "page 3 of the regulation",
        "address rules, point 11",
        "Điều 26 của Quyết định 3426/QĐ-UBND",
    ],
)
def test_a_wrong_citation_is_seen(text):
    assert wrong(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Article 6.2.c; Articles 3.1, 6.1 and 7.",
        "điểm a khoản 2 Điều 6, khoản 5 Điều 4, Điều 6 khoản 1 điểm a, b và c",
        "Điều 26 Nghị định 331/2026/NĐ-CP",
        "Điều 33 của Luật Bảo vệ dữ liệu cá nhân",
        "Nghị định 331/2026, Điều 26",
        "Article 32 of the GDPR",
        "range(18), version 2.4.1, 3.2.2.4.4, at 18.5 %",
    ],
)
def test_right_citations_and_other_laws_pass(text):
    assert wrong(text) == []


def test_of_python_only_comments_and_strings_are_read():
    assert wrong("for year in (19, 20):\n    sleep (18)\n", "a.py") == []
    assert wrong('"""Ensure something (19)."""\n', "a.py") == ["19"]
    assert wrong('article = "6.3"\n', "a.py") == ["6.3"]


def test_a_column_of_articles_is_read():
    assert wrong("| Từ | Điều |\n|---|---|\n| x | 6.3 |\n", "a.md") == ["6.3"]


def test_every_page_of_the_documentation_that_is_named_exists():
    named = re.compile(r"(?<![\w/.-])(?:docs|guide|directory_site|benchmarks)/[\w./-]+\.md\b")
    for name, text in TEXTS.items():
        if name.startswith("tests/"):
            continue  # they name invented pages as test data
        for page in named.findall(text):
            # NAME is a placeholder.
            assert "NAME" in page or (PROJECT / page).is_file(), f"{name}: {page}"


def test_nothing_refers_to_texts_outside_the_repository():
    outside = re.compile(r"\.\./shared|regulation/quyet-dinh")
    assert [name for name, text in TEXTS.items() if outside.search(text)] == []


def test_the_examples_of_the_address_rules_are_what_the_policy_gives():
    rows = re.findall(r"^\| [\d.a-c]+ \| `([\w-]+)` \|.*\| (.+) \|$", RULES, re.MULTILINE)
    assert {rule for rule, _ in rows} == set(policy.ARTICLES)
    for rule, examples in rows:
        pairs = re.findall(r"([^`→]+) → ((?:`[\w-]+`(?:, )?)+)", examples)
        assert pairs
        for given, forms in pairs:
            assert list(_forms(rule, given.strip(" ,"))) == re.findall(r"`([\w-]+)`", forms), given


def _forms(rule, given):
    name, _, more = given.partition(", ")
    if rule == "unit":
        return [policy.unit(name, None).local_part]
    if rule == "section":
        return [policy.section(name, more).local_part]
    facts = {"leader": rule == "leader", "home_town": None, "birthplace": None, "birth_date": None}
    if rule == "birth-date":
        day, month, year = map(int, more.split("/"))
        facts["birth_date"] = date(year, month, day)
    elif rule == "home-town":
        facts["home_town"] = more
    elif rule == "birthplace":
        facts["birthplace"] = more
    person = PersonFacts(PersonName.parse(name), **facts)
    if rule == "middle-name":
        return [policy.person_middle_name(person).local_part]
    if more:
        return [one.local_part for one in policy.person_components(person)]
    return [policy.person_base(person).local_part]
