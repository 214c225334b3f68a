"""A person publishes, after a preview of the very bytes; takes back; consent counts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup.actions import reassign
from dialogue.followup.actions.replies import Text
from dialogue.followup.models import ConclusionNotice, Reply
from dialogue.followup.queries import get_notice
from dialogue.home import queries as home
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion, OpinionVoice
from dialogue.publishing import actions, queries
from dialogue.publishing.models import Publication
from tests.followup.support import (
    NAME,
    approved_notice,
    assignment_of,
    conclude,
    issued_notice,
    issued_reply,
    make_meeting,
    make_opinion,
    person,
    unit_of,
    verbs,
)

SignIn = Callable[[str], FlaskClient]
ANSWER = Text(words="Đã thay nắp cống trước nhà bà Nguyễn Thị Sáu Bé.", settled=True)


def a_notice(**changes: Any) -> ConclusionNotice:
    meeting = make_meeting()
    conclude(make_opinion(meeting, resident_name=NAME, **changes), words="Giao Địa chính sửa.")
    conclude(make_opinion(meeting), outcome="explained", lead=None, words="Giải thích rõ.")
    return issued_notice(meeting)


def answer(notice: ConclusionNotice) -> Reply:
    return issued_reply(assignment_of(notice.items[0].conclusion), ANSWER)


def receipt(notice: ConclusionNotice, place: int = 0) -> str:
    return notice.items[place].conclusion.opinion.receipt or ""


@pytest.fixture(autouse=True)
def in_request(app: Flask) -> Iterator[None]:
    """Lists of things to do hold addresses."""
    with app.test_request_context():
        yield


def test_nothing_is_public_before_a_person_publishes_it(client: FlaskClient) -> None:
    notice = a_notice()
    assert client.get(f"/ket-qua/{receipt(notice)}").status_code == 404
    assert "Chưa có kết quả nào" in client.get("/ket-qua").text
    assert client.get(f"/ket-qua/thong-bao/{notice.id}").status_code == 404
    asked = client.get(f"/ket-qua?receipt={receipt(notice)}").text
    assert "đã được tiếp nhận" in asked
    actions.publish(notice, actor=person("vanphong"))
    assert "Giao Địa chính sửa." in client.get(f"/ket-qua/{receipt(notice)}").text


def test_later_replies_wait_for_a_person_too(client: FlaskClient, client_as: SignIn) -> None:
    notice = a_notice()
    actions.publish(notice, actor=person("vanphong"))
    page = f"/ket-qua/{receipt(notice)}"
    answer(notice)
    shown = client.get(page).text
    assert "Đã thay nắp cống" not in shown
    assert "Đang giải quyết" in shown
    assert queries.published("all").counts["answered"] == 0
    with client_as("vanphong") as office:
        assert "1 văn bản trả lời chưa công khai" in office.get("/").text
    actions.publish(notice, actor=person("vanphong"))
    assert "Đã thay nắp cống trước nhà bà N.T.S.B." in client.get(page).text
    assert queries.published("all").counts["answered"] == 1
    with pytest.raises(Conflict, match="Không có gì mới"):
        actions.publish(notice, actor=person("vanphong"))


def body(page: str) -> str:
    """What the public page of one matter says of it."""
    return page.split("</h1>")[1].split('<p><a href="/ket-qua">')[0].strip()


def test_the_preview_is_what_residents_read_to_the_byte(
    client: FlaskClient, client_as: SignIn
) -> None:
    notice = a_notice()
    answer(notice)
    preview = client_as("vanphong").get(f"/notices/{notice.id}/publication/preview").text
    actions.publish(notice, actor=person("vanphong"))
    board = client.get(f"/ket-qua/thong-bao/{notice.id}").text
    for place, words in enumerate(("Giao Địa chính sửa.", "Giải thích rõ.")):
        seen = body(client.get(f"/ket-qua/{receipt(notice, place)}").text)
        assert words in seen
        assert seen in preview
        assert seen in board


def test_the_whole_an_item_and_a_reply_are_taken_back_and_put_back(client: FlaskClient) -> None:
    notice = a_notice()
    reply = answer(notice)
    office = person("vanphong")
    actions.publish(notice, actor=office)
    page = f"/ket-qua/{receipt(notice)}"
    with pytest.raises(InvalidInput):
        actions.withdraw(reply, notice, reason=" ", actor=office)
    actions.withdraw(reply, notice, reason="Có số nhà của dân.", actor=office)
    assert "Đã thay nắp cống" not in client.get(page).text
    with pytest.raises(Conflict):
        actions.withdraw(reply, notice, reason="nữa", actor=office)
    assert not queries.publication_of(notice).has_news  # taken back is not news
    actions.put_back(reply, notice, actor=office)
    assert "Đã thay nắp cống" in client.get(page).text
    item = notice.items[0]
    actions.withdraw(item, notice, reason="Người dân xin gỡ.", actor=office)
    assert client.get(page).status_code == 404
    assert receipt(notice) not in client.get("/ket-qua").text
    assert receipt(notice) not in client.get(f"/ket-qua/thong-bao/{notice.id}").text
    assert client.get(f"/ket-qua/{receipt(notice, 1)}").status_code == 200
    actions.put_back(item, notice, actor=office)
    actions.withdraw(notice, notice, reason="Đính chính.", actor=office)
    for path in (page, f"/ket-qua/thong-bao/{notice.id}", f"/ket-qua/{receipt(notice, 1)}"):
        assert client.get(path).status_code == 404
    actions.publish(notice, actor=office)
    assert client.get(page).status_code == 200
    assert verbs(notice)[-7:] == [
        "publish", "withdraw", "publish", "withdraw", "publish", "withdraw", "publish",
    ]  # fmt: skip


@pytest.mark.parametrize("username", ["quantri", "phochutich", "diachinh", "to3", "matran"])
def test_only_office_and_chair_publish(username: str) -> None:
    notice = a_notice()
    actor = person(username)
    for act in (
        lambda: actions.publish(notice, actor=actor),
        lambda: actions.withdraw(notice, notice, reason="vì", actor=actor),
        lambda: actions.put_back(notice.items[0], notice, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_notice_not_issued_is_not_published() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    with pytest.raises(Conflict, match="đã ban hành"):
        actions.publish(approved_notice(meeting), actor=person("vanphong"))


def test_what_was_not_in_the_preview_is_not_published() -> None:
    notice = a_notice()
    actions.publish(notice, actor=person("vanphong"))
    answer(notice)
    with pytest.raises(Conflict, match="sau khi xem trước"):
        actions.publish(notice, actor=person("vanphong"), seen=0)
    actions.publish(notice, actor=person("vanphong"), seen=1)


def test_each_version_is_kept_as_it_was_shown_and_nobody_edits_it() -> None:
    notice = a_notice()
    actions.publish(notice, actor=person("vanphong"))
    act = db.session.scalars(select(Publication)).one()
    assert [matter["receipt"] for matter in act.shown] == [receipt(notice), receipt(notice, 1)]
    assert act.shown[0]["who"] == "N.T.S.B., Tổ dân phố 3"
    assert NAME not in str(act.shown)
    with pytest.raises(IntegrityError, match="append-only"), unit_of_work() as session:
        session.execute(text("delete from publication"))


# Consent


def test_consent_taken_back_hides_the_name_at_once(client: FlaskClient) -> None:
    notice = a_notice(consent_named=True)
    opinion = notice.items[0].conclusion.opinion
    actions.publish(notice, actor=person("vanphong"))
    page = f"/ket-qua/{receipt(notice)}"
    assert NAME in client.get(page).text
    with pytest.raises(InvalidInput, match="ai cho biết"):
        opinions.change_consent(opinion, resident=False, voices=[], reason="", actor=person("to3"))
    for username in ("to4", "diachinh", "chutich"):
        with pytest.raises(NotAllowed):
            opinions.change_consent(
                opinion, resident=False, voices=[], reason="vì", actor=person(username)
            )
    assert opinions.change_consent(
        opinion, resident=False, voices=[], reason="Bà Bé gọi điện.", actor=person("to3")
    )
    for path in (page, "/ket-qua", f"/ket-qua/thong-bao/{notice.id}"):
        assert NAME not in client.get(path).text
    assert "N.T.S.B." in client.get(page).text
    assert verbs(opinion)[-1] == "consent"
    assert not opinions.change_consent(
        opinion, resident=False, voices=[], reason="", actor=person("to3")
    )


def test_consent_of_each_voice_on_its_page(client_as: SignIn, client: FlaskClient) -> None:
    notice = a_notice()
    opinion = notice.items[0].conclusion.opinion
    with unit_of_work() as session:
        session.add(OpinionVoice(opinion_id=opinion.id, position=0, name="Lê Văn Tám"))
        session.flush()
        session.expire(opinion)
    leader = client_as("to3")
    url = f"/opinions/{opinion.id}/consent"
    assert url in leader.get(f"/opinions/{opinion.id}").text
    refused = leader.post(url, data={"people": ["0"], "reason": ""})
    assert (refused.status_code, "Cần ghi ai cho biết" in refused.text) == (422, True)
    leader.post(url, data={"people": ["0"], "reason": "Ông Tám đồng ý ngày 02/05."})
    db.session.expire_all()
    found = db.session.get(Opinion, opinion.id)
    assert found is not None
    assert (found.consent_named, [v.consent_named for v in found.voices]) == (False, [True])
    assert client_as("to4").get(url).status_code == 404
    assert client_as("chutich").get(url).status_code == 404
    assert client_as("vanphong").get(url).status_code == 200


# Pages


def test_the_office_previews_publishes_and_takes_back_on_pages(
    client_as: SignIn, client: FlaskClient
) -> None:
    notice = a_notice()
    notice_id, item_id, number = notice.id, notice.items[0].id, receipt(notice)
    url = f"/notices/{notice_id}/publication"
    office = client_as("vanphong")
    assert url in office.get(f"/notices/{notice_id}").text
    assert "Công khai" in [todo.verb for todo in home.todos(person("vanphong"))]
    assert "Chờ công khai" in office.get(url).text
    assert client_as("diachinh").get(url).status_code == 404
    assert client.get(url).status_code in (303, 401)
    office.post(url, data={"seen": "0"})
    assert "Đang công khai" in office.get(url).text
    assert office.post(url, data={"seen": "0"}).status_code == 409
    gone = f"{url}/items/{item_id}/withdrawal"
    refused = office.post(gone, data={"reason": ""})
    assert (refused.status_code, "Cần ghi rõ lý do gỡ." in refused.text) == (422, True)
    office.post(gone, data={"reason": "Người dân xin gỡ."})
    assert client.get(f"/ket-qua/{number}").status_code == 404
    assert "Người dân xin gỡ." in office.get(url).text
    office.post(f"{url}/items/{item_id}/return", data={})
    assert client.get(f"/ket-qua/{number}").status_code == 200
    for path in ("replies/1/withdrawal", "khac/1/withdrawal", "items/999/withdrawal"):
        assert office.get(f"{url}/{path}").status_code == 404
    assert client_as("phochutich").post(url, data={}).status_code == 404
    assert "Gỡ toàn bộ" not in client_as("phochutich").get(url).text


def test_a_draft_notice_has_no_page_of_publishing(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = approved_notice(meeting)
    office = client_as("vanphong")
    assert office.get(f"/notices/{notice.id}/publication").status_code == 404
    assert get_notice(person("vanphong"), notice.id).state == "approved"


def test_residents_read_which_unit_has_it_now(client: FlaskClient) -> None:
    notice = a_notice()
    assignment = assignment_of(notice.items[0].conclusion)
    reassign(assignment, unit=unit_of("cong-an"), reason="vì", actor=person("vanphong"))
    actions.publish(notice, actor=person("vanphong"))
    assert "Công an phường" in client.get(f"/ket-qua/{receipt(notice)}").text
