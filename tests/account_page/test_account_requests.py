"""What holds for every page: where forms may come from, headers, bad input, failing files."""

import re
import sqlite3

import pytest
from offices import CHOSEN, FIRST
from starlette.testclient import TestClient

from account_page import app

ORIGIN = "https://mail.tayson.example"


def post(desk, path, data, **headers):
    return desk.client.post("/tai-khoan" + path, data=data, headers=headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://mail.tayson.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": ORIGIN, "sec-fetch-site": "none"},
    ],
)
def test_a_form_of_another_site_is_not_taken(desk, headers):
    desk.begin()
    token = desk.open("/doi-mat-khau").hidden("token")
    data = {"token": token, "password": CHOSEN, "new": "x", "again": "x"}
    assert post(desk, "/doi-mat-khau", data, **headers).status_code == 403


@pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
def test_a_form_without_its_token_is_not_taken(desk, token):
    desk.begin()
    data = {} if token is None else {"token": token}
    assert post(desk, "/thoat", data, origin=ORIGIN).status_code == 403
    assert desk.open("/").title == "Đỗ Văn Sỹ"


def test_somebody_elses_token_is_not_taken(desk, phone):
    desk.begin()
    phone.open("/vao")
    data = {"token": phone.hidden("token")}
    assert post(desk, "/thoat", data, origin=ORIGIN).status_code == 403


def test_every_form_has_its_token(desk):
    desk.begin()
    for path in ("/", "/dien-thoai", "/doi-mat-khau", "/dang-nhap", "/xac-nhan", "/ket-thuc-het"):
        text = desk.open(path).text
        assert text.count("<form") == text.count('name="token"') > 0


@pytest.mark.parametrize(
    "path", ["/vao", "/", "/khong-co", "/static/style.css", "/static/keys.js", "/thoat"]
)
def test_every_answer_has_the_headers(desk, path):
    headers = desk.client.get("/tai-khoan" + path, follow_redirects=False).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'none'" in policy
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    if not path.startswith("/static"):
        assert headers["cache-control"] == "no-store"


def test_scripts_run_on_the_pages_of_keys_alone(phone):
    phone.login(FIRST).send(new=CHOSEN, again=CHOSEN)
    assert "<script" not in phone.text
    phone.open("/hai-buoc/khoa")
    assert re.findall(r"<script[^>]*>", phone.text) == [
        '<script src="/tai-khoan/static/keys.js" defer>'
    ]
    assert "script-src 'self'" in phone.response.headers["content-security-policy"]


def test_what_people_type_is_never_markup(desk):
    evil = '"><script>hit=1</script>{{ 7*7 }}'
    assert "<script" not in desk.open("/vao").send(address=evil, password="").text
    desk.begin()
    desk.open("/dien-thoai").send(name=evil, once="1")
    assert "<script" not in desk.text
    assert "49" not in desk.title
    assert "<script" not in desk.open("/thiet-bi").text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\xff\xfe\x00", 403),
        (b"token=" + b"x" * 70_000, 413),
        (b"&".join(b"a=1" for _ in range(100)), (400, 403)),
        (b"address=%00%FF&password=%00", 403),
    ],
)
def test_bad_forms_are_refused_and_nothing_breaks(desk, data, status):
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = desk.client.post("/tai-khoan/vao", content=data, headers=form)
    # Debian's Starlette counts the fields of this kind of form too.
    assert answer.status_code in (status if isinstance(status, tuple) else (status,))
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "address", ["\x00", "@", "a" * 5000, "' OR 1=1 --", "dovansy@tayson.example\r\nX: y", "🙂"]
)
def test_no_address_breaks_the_login(desk, address):
    desk.open("/vao").send(address=address, password="x")
    assert "chưa đúng" in desk.error


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_no_number_breaks_a_page(desk, number):
    desk.begin()
    desk.confirm("/xac-nhan?den=/dang-nhap")
    for path in ("/thiet-bi/thu/", "/thiet-bi/quen/", "/dang-nhap/ket-thuc/", "/hai-buoc/go/"):
        desk.open("/dang-nhap")
        assert desk.send(path + number).status == 200


def test_an_uploaded_file_is_no_field(desk):
    desk.open("/vao")
    token = desk.hidden("token")
    answer = desk.client.post(
        "/tai-khoan/vao",
        data={"token": token},
        files={"password": ("x", b"y")},
        headers={"origin": ORIGIN},
    )
    assert answer.status_code == 400


def test_a_request_of_unknown_length_is_refused(desk):
    def parts():
        yield b"token=x"

    answer = desk.client.post("/tai-khoan/vao", content=parts())
    assert answer.status_code == 413


def test_while_the_tables_are_missing_the_page_says_so(office, service):
    client = TestClient(service, base_url=ORIGIN, raise_server_exceptions=False)
    office.file.unlink()
    answer = client.get("/tai-khoan/vao")
    assert answer.status_code == 503
    assert "trục trặc" in answer.text
    office.publish()
    assert client.get("/tai-khoan/vao").status_code == 200


def test_the_tables_are_read_anew_for_each_request(desk, office):
    desk.begin()
    office.change(name="Đỗ Văn Sỹ Hai")
    assert desk.open("/").title == "Đỗ Văn Sỹ Hai"


def test_an_office_without_rules_has_the_defaults(desk, office):
    office.rules = {}
    office.publish()
    # No network of its own: a second factor is asked everywhere.
    assert desk.login(FIRST).send(new=CHOSEN, again=CHOSEN).title == "Thêm bước thứ hai"


def test_rules_that_this_version_does_not_know_are_left_alone(desk, office):
    office.rules |= {"unused_days": 45, "password": {"length": 12, "new": 1}, "operators": None}
    office.publish()
    desk.begin()
    assert desk.title == "Đỗ Văn Sỹ"


def test_a_second_start_changes_nothing(desk, settings, service):
    desk.begin()
    before = dump(settings)
    app.create(settings)
    assert dump(settings) == before


def dump(settings):
    database = sqlite3.connect(settings.state / "login.sqlite")
    try:
        return [*database.iterdump()]
    finally:
        database.close()
