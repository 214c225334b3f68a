"""Mail says only that something waits; queued with the act, sent apart, tried again, given up."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.mail import actions, queries, smtp
from dialogue.mail.models import TOPICS, Mail
from dialogue.notifications import actions as notifications
from tests.followup.support import NAME, make_assignment, person, told, unit_of

SignIn = Callable[[str], FlaskClient]
EVERY = list(TOPICS)


@pytest.fixture(autouse=True)
def mail_server(app: Flask) -> None:
    app.config.update(
        SMTP_URL="smtp://127.0.0.1:1",
        MAIL_FROM="Đối thoại <doi-thoai@phuong.example>",
        PUBLIC_URL="https://doithoai.example/",
    )


def wants(username: str, topics: list[str] = EVERY) -> None:
    actions.change_setting(f"{username}@phuong.example", topics, actor=person(username))


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def later(**passed: float) -> datetime:
    return datetime.now(UTC) + timedelta(**passed)


class Outbox(list[EmailMessage]):
    def __call__(self, letter: EmailMessage) -> None:
        self.append(letter)


def refuse(_letter: EmailMessage) -> None:
    raise OSError("connection refused")


def test_a_line_told_to_a_unit_goes_to_who_wants_it_in_one_letter() -> None:
    wants("diachinh")
    wants("taichinh", ["opinions"])
    make_assignment()  # tells both units
    assert "Được giao giải quyết" in told(unit="dia-chinh")[-1]
    notifications.tell_unit(unit_of("dia-chinh").id, "Thêm một việc.", url="/tasks/1")
    (note,) = mails()
    assert (note.account_id, note.lines) == (person("diachinh").id, 2)
    outbox = Outbox()
    assert actions.send_due(datetime.now(UTC), outbox).sent == 0  # gathered for a while
    assert actions.send_due(later(minutes=6), outbox).sent == 1
    letter = outbox[0]
    assert letter["To"] == "diachinh@phuong.example"
    assert letter["Subject"] == "Đối thoại với Nhân dân: 2 thông báo mới"
    body = letter.get_content()
    assert "https://doithoai.example/inbox" in body
    assert person("diachinh").full_name in body
    assert actions.send_due(later(minutes=7), outbox).sent == 0


def test_nothing_of_a_resident_is_in_a_letter() -> None:
    wants("diachinh")
    assignment = make_assignment(resident_name=NAME, words=f"Bà {NAME} xin sửa cống, 0905123456.")
    outbox = Outbox()
    actions.send_due(later(minutes=6), outbox)
    whole = outbox[0].as_string() + outbox[0].get_content() + str(outbox[0]["Subject"])
    for secret in (NAME, "0905123456", "sửa cống", assignment.conclusion.opinion.receipt):
        assert secret not in whole


@pytest.mark.parametrize(
    ("key", "url", "topic"),
    [
        ("remind:x", "/assignments/1", "due"),
        (None, "/assignments/1", "work"),
        (None, "/parts/1/finish", "work"),
        (None, "/replies/1", "papers"),
        (None, "/opinions/1", "opinions"),
        (None, "/meetings/1", "other"),
    ],
)
def test_each_line_has_its_topic(key: str | None, url: str, topic: str) -> None:
    wants("to3", [topic])
    wants("to4", [one for one in EVERY if one != topic])
    for username in ("to3", "to4"):
        account = person(username)
        notifications.tell_account(account.id, "Lời.", url=url, key=key and f"{key}{account.id}")
    assert [mail.account_id for mail in mails()] == [person("to3").id]


def test_an_act_that_fails_queues_nothing() -> None:
    wants("to3")
    with pytest.raises(RuntimeError), unit_of_work():
        notifications.tell_account(person("to3").id, "Lời.")
        raise RuntimeError
    assert mails() == []


def test_a_letter_that_fails_is_tried_again_and_given_up_in_the_end() -> None:
    wants("to3")
    notifications.tell_account(person("to3").id, "Lời.")
    now = later(minutes=6)
    waits = []
    for _ in actions.WAITS:
        assert actions.send_due(now, refuse).failed == 1
        assert actions.send_due(now, refuse).failed == 0  # it waits
        note = mails()[0]
        waits.append(note.next_at - now)
        now = note.next_at
    assert waits == list(actions.WAITS)
    notifications.tell_account(person("to3").id, "Một lời nữa.")  # a note of its own
    assert len(mails()) == 2
    assert actions.send_due(now, refuse).given_up == 1
    assert mails()[0].state == "given_up"
    assert "connection refused" in mails()[0].error
    assert "Không gửi được thư điện tử sau 6 lần" in told(account="quantri")[-1]


def test_one_that_fails_stops_no_other() -> None:
    for username in ("to3", "to4"):
        wants(username)
        notifications.tell_account(person(username).id, "Lời.")
    sent = []

    def first_fails(letter: EmailMessage) -> None:
        if letter["To"].startswith("to3"):
            raise OSError("mailbox full")
        sent.append(letter["To"])

    done = actions.send_due(later(minutes=6), first_fails)
    assert (done.sent, done.failed, sent) == (1, 1, ["to4@phuong.example"])


def test_two_runs_send_nothing_twice() -> None:
    wants("to3")
    notifications.tell_account(person("to3").id, "Lời.")
    now, inner = later(minutes=6), Outbox()

    def slow(_letter: EmailMessage) -> None:
        assert actions.send_due(now, inner).sent == 0  # another run meanwhile

    assert actions.send_due(now, slow).sent == 1
    assert inner == []


def test_who_ends_it_gets_no_more() -> None:
    wants("to3")
    notifications.tell_account(person("to3").id, "Lời.")
    actions.change_setting("", [], actor=person("to3"))
    assert actions.send_due(later(minutes=6), refuse).failed == 0
    assert mails() == []
    with pytest.raises(Conflict):
        actions.try_out(actor=person("to3"))


def test_without_a_mail_server_nothing_is_queued(app: Flask) -> None:
    wants("to3")
    app.config["SMTP_URL"] = ""
    notifications.tell_account(person("to3").id, "Lời.")
    assert mails() == []


@pytest.mark.parametrize(
    "address",
    ["to3", "to3@", "@phuong.vn", "to 3@phuong.vn", "a@b", "a@b.vn\nBcc: c@d.vn", "x" * 201],
)
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.change_setting(address, EVERY, actor=person("to3"))
    assert refused.value.field == "address"


# A server on loopback


class _Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as a letter needs."""

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA":
                self._say("354 go on")
                data = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    data += part
                self.server.letters.append(data)  # type: ignore[attr-defined]
            if verb == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def listening() -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.letters = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=5)


def test_the_command_speaks_to_a_real_server(app: Flask, listening: Any) -> None:
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{listening.server_address[1]}"
    wants("to3")
    actions.try_out(actor=person("to3"))
    done = app.test_cli_runner().invoke(args=["send-mail"])
    assert (done.exit_code, "Đã gửi 1 thư" in done.output) == (0, True)
    letter = message_from_bytes(listening.letters[0], policy=policy.default)
    assert letter["From"] == "Đối thoại <doi-thoai@phuong.example>"
    assert letter["Subject"] == "Đối thoại với Nhân dân: thư thử"
    assert "thư thử" in letter.get_content()  # type: ignore[attr-defined]


def test_the_command_ends_with_1_when_nobody_listens(app: Flask) -> None:
    wants("to3")
    actions.try_out(actor=person("to3"))
    done = app.test_cli_runner().invoke(args=["send-mail"])
    assert done.exit_code == 1
    app.config["SMTP_URL"] = ""
    assert "Chưa đặt máy chủ thư" in app.test_cli_runner().invoke(args=["send-mail"]).output


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("smtp", "mail.example", 25)),
        ("smtp+starttls://a%40b:c@mail.example", ("smtp+starttls", "mail.example", 587)),
        ("smtps://mail.example:4465", ("smtps", "mail.example", 4465)),
    ],
)
def test_addresses_of_servers(url: str, expected: tuple[str, str, int]) -> None:
    server = smtp.sender(url)
    assert (server.scheme, server.host, server.port) == expected
    with pytest.raises(ValueError, match="DIALOGUE_SMTP"):
        smtp.sender("http://mail.example")


# The page


def test_a_person_sets_it_up_on_his_page(client_as: SignIn) -> None:
    leader = client_as("to3")
    assert "/me/mail" in leader.get("/me").text
    wrong = leader.post("/me/mail", data={"address": "to3", "topics": ["due"]})
    assert (wrong.status_code, "Địa chỉ thư chưa đúng" in wrong.text) == (422, True)
    none = leader.post("/me/mail", data={"address": "to3@phuong.example"})
    assert (none.status_code, "Cần chọn ít nhất một loại" in none.text) == (422, True)
    leader.post("/me/mail", data={"address": "to3@phuong.example", "topics": ["due", "work"]})
    setting = queries.setting_of(person("to3"))
    assert setting is not None
    assert (setting.address, setting.topics) == ("to3@phuong.example", ["due", "work"])
    leader.post("/me/mail/trial", data={})
    assert "đang chờ gửi" in leader.get("/me/mail").text
    leader.post("/me/mail", data={"address": ""})
    db.session.expire_all()
    assert queries.setting_of(person("to3")) is None


def test_without_a_server_the_page_says_so(client_as: SignIn, app: Flask) -> None:
    app.config["SMTP_URL"] = ""
    leader = client_as("to3")
    assert "Phường chưa đặt máy chủ thư." in leader.get("/me/mail").text
    assert leader.post("/me/mail/trial", data={}).status_code == 404
