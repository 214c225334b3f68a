"""Requests as nobody's page sends them: no token, a fixed session, other hosts and methods,
paths that climb, bodies that are too big or no bodies at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from dialogue import create_app
from dialogue.demo.people import PASSWORD
from dialogue.extensions import db
from tests.conftest import SETTINGS
from tests.hostile.facts import Facts
from tests.hostile.walk import Walker, contents

# POST addresses that take no form token, each with why. There are none: the phones in the hall
# and the forms that waited for a contact bring a token, too.
WITHOUT_TOKEN: dict[str, str] = {}
ROLES = ("quantri", "chutich", "vanphong", "doan", "diachinh", "to3", None)


@pytest.fixture(scope="module")
def guarded(ward: Flask) -> Iterator[Flask]:
    """The same ward with form tokens asked for, as it runs in earnest."""
    app = create_app({**SETTINGS, "WTF_CSRF_ENABLED": True}, Path(ward.instance_path))
    app.test_client_class = ward.test_client_class
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _values(facts: Facts, rule: Rule) -> dict[str, Any]:
    """Some values for the parts of an address."""
    hall = facts.rows("select phone_token from hall_session where meeting_id = 5")[0]
    known = {"token": hall["phone_token"], "kind": "notice", "way": "up", "verb": "next",
             "step": "approval", "who": "guests", "iso": "2026-09-02", "year": 2026,
             "meeting_id": 5, "plan_id": 3}  # fmt: skip
    return {name: known.get(name, 1) for name in rule.arguments}


def _sign_in_with_token(app: Flask, name: str) -> Any:
    client = app.test_client()
    page = client.get("/sign-in").text
    token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    typed = {"login": name, "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=typed).status_code in (302, 303)
    return client


@pytest.mark.parametrize("name", ROLES)
def test_no_change_without_a_form_token(guarded: Flask, name: str | None) -> None:
    path = Path(guarded.instance_path) / "dialogue.db"
    facts, before = Facts(path), contents(path)
    client = _sign_in_with_token(guarded, name) if name else guarded.test_client()
    before = contents(path)
    tried, wrong = 0, []
    with guarded.test_request_context():
        adapter = guarded.url_map.bind("localhost")
        for rule in guarded.url_map.iter_rules():
            if "POST" not in (rule.methods or ()) or rule.endpoint in WITHOUT_TOKEN:
                continue
            address = adapter.build(rule.endpoint, _values(facts, rule), method="POST")
            for token in (None, "made-up"):
                headers = {"X-CSRFToken": token} if token else {}
                answer = client.post(address, data={"words": "x", "version": "1"}, headers=headers)
                tried += 1
                # 404: what does not exist for this role says nothing about tokens either.
                if answer.status_code not in (400, 401, 302, 303, 404, 409, 422):
                    wrong.append((rule.endpoint, address, answer.status_code))
    facts.connection.close()
    assert tried > 350
    assert not wrong
    after = contents(path)
    assert [table for table, rows in before.items() if after[table] != rows] == []


def test_every_form_of_every_page_carries_a_token(guarded: Flask) -> None:
    """What the application itself sends is not refused: no form was forgotten."""
    for name in ("vanphong", "to3", "chutich"):
        client = _sign_in_with_token(guarded, name)
        walker = Walker(guarded)
        seen: set[str] = set()
        waiting, read = ["/"], 0
        while waiting and read < 90:
            path = waiting.pop(0)
            asked = walker.name("GET", path)
            if asked is None or asked.endpoint in seen:
                continue
            seen.add(asked.endpoint)
            read += 1
            answer = client.get(path)
            if answer.mimetype != "text/html":
                continue
            page = answer.text
            for form in re.findall(r'<form\b[^>]*method="post".*?</form>', page, re.S | re.I):
                assert 'name="csrf_token"' in form, (path, form[:200])
            waiting += re.findall(r'href="(/[^"#?]*)"', page)
        assert read > 20


def test_a_session_given_before_sign_in_is_not_the_one_after(guarded: Flask) -> None:
    """Whoever set somebody's cookie beforehand holds nothing afterwards (session fixation)."""
    victim = guarded.test_client()
    page = victim.get("/sign-in").text
    planted = victim.get_cookie("doi_thoai")
    assert planted is not None
    with victim.session_transaction() as session:
        session["planted"] = "by somebody else"
    planted = victim.get_cookie("doi_thoai")
    assert planted is not None
    token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    typed = {"login": "to3", "password": PASSWORD, "csrf_token": token}
    assert victim.post("/sign-in", data=typed).status_code == 303
    after = victim.get_cookie("doi_thoai")
    assert after is not None
    assert after.value != planted.value
    with victim.session_transaction() as session:
        assert "planted" not in session
    attacker = guarded.test_client()
    attacker.set_cookie("doi_thoai", planted.value)
    assert attacker.get("/opinions").status_code == 303
    # Nor is the token of before the sign-in good for anything after it.
    before = contents(Path(guarded.instance_path) / "dialogue.db")
    assert victim.post("/me/end-sessions", data={"csrf_token": token}).status_code in (303, 400)
    assert contents(Path(guarded.instance_path) / "dialogue.db") == before


def test_a_copied_cookie_is_worth_nothing_after_all_sessions_were_ended(ward: Flask) -> None:
    walker = Walker(ward)
    owner, thief = walker.sign_in("to5"), ward.test_client()
    cookie = owner.get_cookie("doi_thoai")
    assert cookie is not None
    thief.set_cookie("doi_thoai", cookie.value)
    assert thief.get("/me").status_code == 200
    assert owner.post("/me/end-sessions").status_code in (302, 303)
    assert thief.get("/me").status_code == 303
    thief.set_cookie("doi_thoai", cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B"))
    assert thief.get("/me").status_code == 303


CLIMBING = (
    "/files/../../dialogue.db", "/files/..%2f..%2fdialogue.db", "/files/%2e%2e/%2e%2e/secret_key",
    "/static/../dialogue/config.py", "/static/..%2f..%2fdialogue.db",
    "/static/%2e%2e/pyproject.toml",
    "/static/css/..%5c..%5c..%5cpyproject.toml", "/static//etc/passwd", "/static/%00", "/files/-1",
    "/files/1.5", "/files/99999999999999999999999999", "/documents/..%2f..%2fsecret/1",
    "/documents/templates/..%2f..%2f..%2fsecret_key/file", "/documents/plan/../../../etc/passwd",
    "/documents/templates/notice/versions/..%2f1", "/lich/..%2f..%2fsecret_key.ics",
    "/man-hinh/..%2f..%2fsecret", "/meetings/4/attendance/..%2fguests", "/ket-qua/..%2f..%2fetc",
    "/opinions/99999999999999999999", "/meetings/99999999999999999999/agenda",
    "/due-dates/9223372036854775808", "/delegate-files/..%2f1", "/tasks/1%00", "/tasks/%F0%28%8C",
)  # fmt: skip


@pytest.mark.parametrize("path", CLIMBING)
def test_no_address_climbs_out(ward: Flask, path: str) -> None:
    walker = Walker(ward)
    secret = (Path(ward.instance_path) / "secret_key").read_bytes().strip()
    for name in ("quantri", "vanphong", None):
        answer = walker.sign_in(name).get(path)
        assert answer.status_code in (303, 308, 400, 404), (name, answer.status_code)
        for inside in (secret, b"SQLite format", b"root:x:", b"[project]", b"SECRET_KEY"):
            assert inside not in answer.data


def test_numbers_beyond_the_database_are_not_found(ward: Flask) -> None:
    """An id of any length is a thing that is not there, never a fault: every GET and POST."""
    walker, big = Walker(ward), 2**63
    clients = [walker.sign_in(name) for name in ("vanphong", "quantri", "to3")]
    texts = {"kind": "notice", "way": "up", "verb": "next", "step": "approval", "who": str(big),
             "token": "x", "code": "X" * 200, "receipt": f"YK-2026-{big}", "iso": "9999-99-99",
             "filename": "x"}  # fmt: skip
    wrong = []
    adapter = ward.url_map.bind("localhost")
    for rule in ward.url_map.iter_rules():
        if "<int:" not in rule.rule:
            continue
        values = {name: texts.get(name, big) for name in rule.arguments}
        for method in {"GET", "POST"} & (rule.methods or set()):
            address = adapter.build(rule.endpoint, values, method=method)
            for client in clients:
                answer = client.open(address, method=method)
                if answer.status_code not in (303, 400, 404, 409):
                    wrong.append((method, address, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("number", ["99999999999999999999", "-1e400"])
def test_numbers_in_questions_and_forms(ward: Flask, number: str) -> None:
    walker = Walker(ward)
    names = ("page", "unit", "meeting", "meeting_id", "year", "task", "turn_id", "field", "area",
             "version", "arrived", "who", "q", "show")  # fmt: skip
    for user in ("vanphong", "to3", None):
        client = walker.sign_in(user)
        for path in ("/opinions", "/triage", "/tasks", "/tasks/board", "/assignments", "/register",
                     "/consolidations", "/recurrences", "/dashboard", "/chasing", "/overdue",
                     "/opinions.xlsx", "/tasks.xlsx", "/register.xlsx", "/inbox",
                     "/calendar", "/opinions/new", "/meetings/5/desk", "/opinions/1/conclusion",
                     "/meetings/6/attendance", "/meetings/6/attendance.xlsx", "/ket-qua",
                     "/meetings/6/reports/new", "/preparations"):  # fmt: skip
            for name in names:
                answer = client.get(path, query_string={name: number})
                assert answer.status_code in PLAIN, (path, name, answer.status_code)
        for path in ("/opinions", "/triage/bulk", "/meetings/6/programme", "/meetings/6/words"):
            typed = dict.fromkeys((*names, "minutes", "people_count", "expected", "ids"), number)
            assert client.post(path, data=typed).status_code in PLAIN, path


HOSTS = ("xau.example", "xau.example:80", "localhost.xau.example", "[::1]", "127.0.0.1@xau.example")


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_name_turns_no_one_away(ward: Flask, host: str) -> None:
    """A page asked for under a made-up host sends nobody there."""
    client = ward.test_client()
    for path in ("/", "/opinions", "/plans?x=1", "/ket-qua?receipt=YK-2026-0001"):
        answer = client.get(path, headers={"Host": host, "X-Forwarded-Host": "xau.example"})
        assert answer.status_code in (200, 303, 400, 404)
        assert answer.status_code == 400 or not answer.headers.get("Location", "/").startswith(
            ("http://xau", "https://xau", "//")
        )
        assert b"xau.example" not in answer.data


def _bodies() -> list[tuple[str, bytes, str]]:
    head = "multipart/form-data"
    part = b'--b\r\nContent-Disposition: form-data; name="words"\r\n\r\nx\r\n'
    file = b'--b\r\nContent-Disposition: form-data; name="photos"; filename="'
    return [
        ("no boundary", b"--b--", head),
        ("never closed", part, f"{head}; boundary=b"),
        ("cut in a header", b"--b\r\nContent-Disp", f"{head}; boundary=b"),
        ("cut in a file", file + b'a.jpg"\r\n\r\n\xff\xd8\xff', f"{head}; boundary=b"),
        ("name with NUL", file + b'a\x00.jpg"\r\n\r\nx\r\n--b--', f"{head}; boundary=b"),
        ("name that climbs", file + b'../../a.jpg"\r\n\r\nx\r\n--b--', f"{head}; boundary=b"),
        ("no text at all", b"\xff\xfe\x00\x01" * 50, "application/x-www-form-urlencoded"),
        ("no such charset", b"words=x", "application/x-www-form-urlencoded; charset=none"),
        ("json", b'{"words": "x"}', "application/json"),
        ("broken json", b'{"words": ', "application/json"),
        ("many fields", b"&".join(b"a%d=1" % n for n in range(5000)),
         "application/x-www-form-urlencoded"),
        ("many parts", part * 2000 + b"--b--", f"{head}; boundary=b"),
        ("endless boundary", part, head + "; boundary=" + "b" * 9000),
        ("field of 3 MB", b"words=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ]  # fmt: skip


PLAIN = (200, 204, 303, 400, 401, 404, 409, 413, 422)  # 204: a draft with nothing in it


# The library that reads a body leaves the piece of a file that it held to be swept up.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("body", _bodies(), ids=lambda one: str(one[0]))
def test_a_malformed_body_is_refused_not_a_fault(ward: Flask, body: tuple[str, bytes, str]) -> None:
    _name, data, kind = body
    walker = Walker(ward)
    hall = Facts(Path(ward.instance_path) / "dialogue.db")
    token = hall.rows("select phone_token from hall_session where meeting_id = 5")[0][0]
    task = hall.rows("select id from task where kind = 'review' and state = 'open'")[0]["id"]
    hall.connection.close()
    asked = [("to3", "/opinions"), ("to3", "/opinions/draft"), ("to3", "/outbox/opinions"),
             ("to3", "/opinion-lists/new"), ("to3", "/opinions/alike"), (None, "/sign-in"),
             ("vanphong", f"/tasks/{task}/completion"), ("vanphong", "/triage/bulk"),
             ("vanphong", "/meetings/6/attendance/guests/file"),
             ("quantri", "/documents/templates/notice"), ("quantri", "/accounts/new"),
             (None, f"/hoi-truong/{token}/dang-ky")]  # fmt: skip
    for name, path in asked:
        answer = walker.sign_in(name).post(path, data=data, content_type=kind)
        assert answer.status_code in PLAIN, (path, answer.status_code)


def test_a_body_beyond_the_limit_is_refused(ward: Flask) -> None:
    client = Walker(ward).sign_in("to3")
    head = b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
    body = head + b"\xff\xd8\xff" + b"x" * (26 * 1024 * 1024) + b"\r\n--x--\r\n"
    answer: TestResponse = client.post(
        "/opinions", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413
    assert "lớn" in answer.text
