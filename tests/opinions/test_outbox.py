"""What a phone's outbox talks to: each thing once, each refusal in lines it can show."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from secrets import token_hex
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from dialogue import create_app
from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.files.queries import attachments_of
from dialogue.opinions import actions
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.plans.queries import task_of_kind
from tests.support.sessions import sign_in

Client = Callable[[str], FlaskClient]
Who = Callable[[str], Account]


def photo(colour: str = "red") -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "JPEG")
    stream.seek(0)
    return stream


@pytest.fixture
def typed(meeting: Meeting, account: Who) -> Callable[..., dict[str, Any]]:
    """What the phone of tổ 3 (or ``by``) holds in its outbox."""

    def fill(by: str = "to3", **more: Any) -> dict[str, Any]:
        own = {
            "account": str(account(by).id),
            "submission_key": token_hex(16),
            "meeting": str(meeting.id),
            "words": "Đèn đường kiệt 5 không sáng",
        }
        return own | more

    return fill


def all_opinions() -> list[Opinion]:
    return list(db.session.scalars(select(Opinion).order_by(Opinion.id)))


def test_the_token_is_that_of_the_session_and_says_whose(
    folder: Any, client_as: Client, client: FlaskClient, account: Who
) -> None:
    answer = client_as("to3").get("/outbox/token").get_json()
    assert answer["account"] == account("to3").id
    assert answer["token"]
    assert client.get("/outbox/token", headers={"HX-Request": "true"}).status_code == 401
    for nobody in ("chutich", "quantri"):
        assert client_as(nobody).get("/outbox/token").status_code == 404


def test_a_key_is_taken_once_and_gives_one_receipt(
    typed: Callable[..., dict[str, Any]], client_as: Client
) -> None:
    client, data = client_as("to3"), typed()
    send = data | {"photos": [(photo(), "image.jpg"), (photo("blue"), "image.jpg")]}
    first = client.post("/outbox/opinions", data=send, content_type="multipart/form-data")
    again = client.post("/outbox/opinions", data=data)
    assert first.status_code == again.status_code == 200
    assert first.get_json() == again.get_json()
    opinion = all_opinions()[0]
    assert len(all_opinions()) == 1
    assert first.get_json() == {
        "receipt": "YK-2024-0001",
        "link": f"/opinions/{opinion.id}/receipt",
    }
    assert len(attachments_of(opinion)) == 2
    # Mended on the phone after the answer was lost: nothing is overwritten, nothing doubled.
    other = client.post("/outbox/opinions", data=data | {"words": "Khác hẳn"})
    assert other.status_code == 409
    assert other.get_json()["why"] == "sent"
    assert other.get_json()["receipt"] == "YK-2024-0001"
    assert [o.words for o in all_opinions()] == ["Đèn đường kiệt 5 không sáng"]


def test_a_draft_kept_by_the_server_is_the_one_that_is_sent(
    typed: Callable[..., dict[str, Any]], client_as: Client
) -> None:
    client, data = client_as("to3"), typed()
    client.post("/opinions/draft", data=data | {"words": "Đèn đ"})
    assert client.post("/outbox/opinions", data=data).status_code == 200
    assert [(o.state, o.words) for o in all_opinions()] == [("sent", "Đèn đường kiệt 5 không sáng")]


def test_another_account_never_sends_it(
    typed: Callable[..., dict[str, Any]], client_as: Client
) -> None:
    data = typed()
    answer = client_as("to4").post("/outbox/opinions", data=data)
    assert answer.status_code == 409
    assert answer.get_json() == {"why": "account"}
    opinion_id = 1
    for url in (f"/outbox/opinions/{opinion_id}", "/outbox/meetings/1/nothing"):
        assert client_as("to4").post(url, data=data).get_json() == {"why": "account"}
    assert all_opinions() == []


def test_what_is_wrong_comes_back_in_lines(
    typed: Callable[..., dict[str, Any]], client_as: Client
) -> None:
    client = client_as("to3")
    data = typed(
        words="",
        resident_phone="0905 12",
        voices="Trần Thị Lan, 0905 12",
        photos=[(io.BytesIO(b"MZ no photo"), "giay.jpg"), (photo(), "anh.jpg")],
    )
    answer = client.post("/outbox/opinions", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    lines = {line["field"]: line["text"] for line in answer.get_json()["lines"]}
    assert set(lines) == {"resident_phone", "voices", "photos"}
    assert "giay.jpg" in lines["photos"]
    assert "Dòng 1" in lines["voices"]
    assert all_opinions() == []
    answer = client.post("/outbox/opinions", data=typed(words=" "))
    assert [line["field"] for line in answer.get_json()["lines"]] == ["words"]


def test_a_number_like_a_cccd_is_pointed_out_once(
    typed: Callable[..., dict[str, Any]], client_as: Client
) -> None:
    client, data = client_as("to3"), typed(words="Tôi tên An, số 051099001234")
    answer = client.post("/outbox/opinions", data=data)
    assert answer.status_code == 422
    seen = answer.get_json()["seen"]
    assert seen == {"id_number_seen": "1234"}
    assert client.post("/outbox/opinions", data=data | seen).status_code == 200


def test_late_or_held_meanwhile_is_said(
    announced: Meeting,
    typed: Callable[..., dict[str, Any]],
    client_as: Client,
    today: time_machine.Traveller,
    account: Who,
) -> None:
    data = typed()
    today.move_to("2024-04-10 02:00:00+00:00")
    client = client_as("to3")
    answer = client.post("/outbox/opinions", data=data)
    assert [line["field"] for line in answer.get_json()["lines"]] == ["late_reason"]
    assert (
        client.post("/outbox/opinions", data=data | {"late_reason": "Mất mạng"}).status_code == 200
    )
    assert all_opinions()[0].late
    with unit_of_work():
        announced.state = "closed"
    answer = client.post("/outbox/opinions", data=typed())
    assert "không còn nhận ý kiến" in answer.get_json()["lines"][0]["text"]


def test_made_clearer_without_contact_it_goes_once(
    in_state: Callable[..., Opinion], account: Who, client_as: Client
) -> None:
    opinion = in_state("returned")
    client = client_as("to3")
    data = {
        "account": str(account("to3").id),
        "words": "Kiệt 12 Nguyễn Du, gần số 40",
        "version": str(opinion.version),
    }
    url = f"/outbox/opinions/{opinion.id}"
    first = client.post(url, data=data)
    again = client.post(url, data=data)
    assert first.status_code == again.status_code == 200
    assert first.get_json() == again.get_json()
    db.session.refresh(opinion)
    assert (opinion.state, opinion.words) == ("sent", "Kiệt 12 Nguyễn Du, gần số 40")
    late = client.post(url, data=data | {"words": "Đổi nữa"})
    assert late.status_code == 409
    assert late.get_json()["message"]
    assert client.post(url, data=data | {"words": ""}).status_code == 422
    other = {"account": str(account("to4").id), "words": "x"}
    assert client_as("to4").post(url, data=other).status_code == 404


def test_no_opinion_is_taken_once(
    meeting: Meeting, account: Who, client_as: Client, typed: Callable[..., dict[str, Any]]
) -> None:
    client, data = client_as("to3"), {"account": str(account("to3").id)}
    url = f"/outbox/meetings/{meeting.id}/nothing"
    assert client.post(url, data=data).status_code == 200
    assert client.post(url, data=data).status_code == 200
    task = task_of_kind(meeting, account("to3").unit_id, "opinions")
    assert task is not None
    assert (task.state, task.note) == ("done", "Không có ý kiến")
    assert client.post("/outbox/meetings/999/nothing", data=data).status_code == 404
    # Whoever sent one has an opinion.
    own = {"account": str(account("to4").id)}
    client_as("to4").post("/outbox/opinions", data=typed("to4"))
    answer = client_as("to4").post(url, data=own)
    assert answer.status_code == 409
    assert "đã gửi 1 ý kiến" in answer.get_json()["message"]


def test_the_bare_form_is_the_same_for_everybody(
    meeting: Meeting, client: FlaskClient, draft: Callable[..., Opinion]
) -> None:
    draft("Chuyện riêng của tổ 3", place="kiệt bí mật")
    answer = client.get("/opinions/offline")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "no-store" not in answer.headers["Cache-Control"]
    for secret in ("Chuyện riêng", "kiệt bí mật", "Lê Văn Chín"):
        assert secret not in page
    assert 'data-account=""' in page
    assert client.get("/offline").status_code == 200


def test_the_worker_names_all_that_the_form_needs_and_nothing_private(
    app: Flask, meeting: Meeting, client: FlaskClient
) -> None:
    answer = client.get("/sw.js")
    script = answer.get_data(as_text=True)
    assert answer.mimetype == "text/javascript"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    page = client.get("/opinions/offline").get_data(as_text=True)
    wanted = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    listed = set(re.findall(r'"(/static/[^"]+)"', script.split("\n")[1]))
    assert wanted <= listed
    assert {
        f"/static/js/outbox/{n}.js"
        for n in ("main", "form", "panel", "photos", "send", "store", "lock")
    } <= listed
    assert any(name.endswith(".woff2") for name in listed)
    assert all(client.get(name).status_code == 200 for name in listed)
    # The version follows what it stands for.
    assert client.get("/sw.js").get_data(as_text=True) == script
    app.config["SERVICE_WORKER"] = False
    gone = client.get("/sw.js").get_data(as_text=True)
    assert "unregister" in gone
    assert "ASSETS" not in gone


def test_a_token_of_another_session_is_not_taken(
    folder: Any, app: Flask, typed: Callable[..., dict[str, Any]], account: Who
) -> None:
    """With CSRF on, as in the ward: no fresh token, no opinion."""
    strict = create_app({"SECRET_KEY": "only for tests", "RATELIMIT_ENABLED": False}, folder)
    data = typed()
    db.session.remove()
    client = sign_in(strict.test_client(), "to3")
    refused = client.post("/outbox/opinions", data=data | {"csrf_token": "khac"})
    assert refused.status_code == 409
    assert not refused.is_json
    token = client.get("/outbox/token").get_json()["token"]
    assert client.post("/outbox/opinions", data=data | {"csrf_token": token}).status_code == 200


def test_the_meeting_asked_for_is_chosen(meeting: Meeting, client_as: Client) -> None:
    client = client_as("to3")
    second = db.session.scalars(select(Meeting).where(Meeting.ordinal == 2)).one()
    for wanted in (meeting, second):
        page = client.get(f"/opinions/new?meeting={wanted.id}").get_data(as_text=True)
        assert f'name="meeting" value="{wanted.id}" checked' in page
    page = client.get("/opinions/new?meeting=999").get_data(as_text=True)
    assert f'name="meeting" value="{meeting.id}" checked' in page


def test_only_who_sends_opinions_gets_the_outbox(
    meeting: Meeting, client_as: Client, client: FlaskClient
) -> None:
    assert "data-outbox-token" in client_as("to3").get("/").get_data(as_text=True)
    assert "data-outbox-token" not in client_as("chutich").get("/").get_data(as_text=True)
    assert "data-outbox-token" not in client.get("/sign-in").get_data(as_text=True)


def test_what_is_sent_keeps_its_limits(
    typed: Callable[..., dict[str, Any]], client_as: Client
) -> None:
    colours = ("red", "blue", "green", "black", "white", "pink")
    data = typed(photos=[(photo(c), "image.jpg") for c in colours])
    answer = client_as("to3").post(
        "/outbox/opinions", data=data, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert f"nhiều nhất {actions.MAX_PHOTOS} ảnh" in answer.get_json()["lines"][0]["text"]
