"""The pages of assignments and replies, from the unit to the sender."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogue.extensions import db
from dialogue.followup import actions
from dialogue.followup.models import Reply
from tests.followup.support import (
    approved_reply,
    assignment_of,
    conclude,
    draft,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
    person,
)

SignIn = Callable[[str], FlaskClient]


def reply_data(**changes: Any) -> dict[str, Any]:
    return {"kind": "final", "words": "Đã thay nắp cống.", "settled": "yes", **changes}


def test_the_list_of_assignments_is_each_one_s_own(client_as: SignIn) -> None:
    assignment = make_assignment()
    receipt = assignment.conclusion.opinion.receipt or ""
    for username in ("vanphong", "chutich", "diachinh", "taichinh"):
        page = client_as(username).get("/assignments").text
        assert receipt in page, username
    for username in ("congan", "to3"):
        answer = client_as(username).get("/assignments")
        assert answer.status_code == 200
        assert receipt not in answer.text
    assert client_as("quantri").get("/assignments").status_code == 404
    assert client_as("vanphong").get("/assignments?state=khac").status_code == 404
    assert receipt not in client_as("vanphong").get("/assignments?state=answered").text


def test_an_assignment_shows_its_due_date_and_why(client_as: SignIn) -> None:
    assignment = make_assignment()
    page = client_as("diachinh").get(f"/assignments/{assignment.id}").text
    assert "thứ Tư 29/05/2024" in page
    assert f"/due-dates/{assignment.due_id}" in page
    assert "Soạn văn bản trả lời" in page
    assert (
        "Soạn văn bản trả lời"
        not in client_as("taichinh").get(f"/assignments/{assignment.id}").text
    )
    assert client_as("to3").get(f"/assignments/{assignment.id}").status_code == 404


def test_a_reply_from_the_unit_to_the_sender(client_as: SignIn) -> None:
    assignment = make_assignment()
    unit, chair, office = (client_as(u) for u in ("diachinh", "chutich", "vanphong"))
    form = f"/assignments/{assignment.id}/replies/new"
    assert unit.get(form).status_code == 200
    saved = unit.post(form, data=reply_data(settled="", step="save"))
    assert saved.status_code == 303
    where = saved.headers["Location"]
    assert "CHƯA TRÌNH" in unit.get(where).text
    incomplete = unit.post(f"{where}/edit", data=reply_data(settled="", step="submit"))
    assert incomplete.status_code == 422
    assert "Cần chọn đã giải quyết xong hay chưa." in incomplete.text
    done = unit.post(f"{where}/edit", data=reply_data(step="submit"))
    assert done.status_code == 303
    assert client_as("to3").get(where).status_code == 404
    assert chair.post(f"{where}/approval").status_code == 303
    assert office.post(f"{where}/issue", data={"issued_on": "2024-05-02"}).status_code == 303
    to_sender = client_as("to3").get(where)
    assert to_sender.status_code == 200
    assert "01/UBND-VP" in to_sender.text
    assert "Đã thay nắp cống." in to_sender.text
    assert "Lịch sử" not in to_sender.text
    db.session.expire_all()
    assert assignment.state == "answered"


def test_what_is_missing_is_told_at_each_field_at_once(client_as: SignIn) -> None:
    assignment = make_assignment()
    answer = client_as("diachinh").post(
        f"/assignments/{assignment.id}/replies/new",
        data={"kind": "interim", "words": "Đang đo đạc.", "step": "submit"},
    )
    assert answer.status_code == 422
    for line in ("Cần ghi yêu cầu phải giải quyết.", "Cần ghi trách nhiệm", "Cần ghi ngày sẽ"):
        assert line in answer.text
    assert "Đang đo đạc." in answer.text
    assert db.session.query(Reply).count() == 0


def test_a_promise_beyond_thirty_days_is_refused_as_typed(client_as: SignIn) -> None:
    assignment = make_assignment()
    answer = client_as("diachinh").post(
        f"/assignments/{assignment.id}/replies/new",
        data={
            "kind": "interim", "words": "a", "requirements": "b", "responsibility": "c",
            "promised_on": "2024-06-13", "step": "submit",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert "chậm nhất 12/06/2024" in answer.text
    assert 'value="2024-06-13"' in answer.text


def test_a_second_reply_in_hand_shows_the_first(client_as: SignIn) -> None:
    assignment = make_assignment()
    draft(assignment)
    unit = client_as("diachinh")
    for answer in (
        unit.get(f"/assignments/{assignment.id}/replies/new"),
        unit.post(f"/assignments/{assignment.id}/replies/new", data=reply_data()),
    ):
        assert answer.status_code == 409
        assert "Đã có một văn bản trả lời" in answer.text
        assert "Văn bản đang làm" in answer.text


def test_a_stale_edit_shows_the_fresh_text(client_as: SignIn) -> None:
    reply = draft(make_assignment())
    unit, url = client_as("diachinh"), f"/replies/{reply.id}/edit"
    seen = reply.version
    assert unit.post(url, data=reply_data(words="Bản hai.", version=seen)).status_code == 303
    stale = unit.post(url, data=reply_data(words="Bản ba.", version=seen))
    assert stale.status_code == 409
    assert "Bản hai." in stale.text


def test_a_submitted_reply_cannot_be_edited_but_recalled(client_as: SignIn) -> None:
    reply = draft(make_assignment())
    actions.submit_reply(reply, actor=person("diachinh"))
    unit = client_as("diachinh")
    assert unit.get(f"/replies/{reply.id}/edit").status_code == 409
    recalled = unit.post(f"/replies/{reply.id}/recall")
    assert recalled.headers["Location"] == f"/replies/{reply.id}/edit"
    assert unit.post(f"/replies/{reply.id}/recall").status_code == 409


def test_a_reply_is_returned_with_remarks(client_as: SignIn) -> None:
    reply = approved_reply(make_assignment())
    chair = client_as("chutich")
    assert chair.post(f"/replies/{reply.id}/return", data={"reason": ""}).status_code == 422
    data = {"reason": "Nêu rõ ngày.", "version": reply.version}
    assert chair.post(f"/replies/{reply.id}/return", data=data).status_code == 303
    assert "Nêu rõ ngày." in client_as("diachinh").get(f"/replies/{reply.id}/edit").text
    issue = client_as("vanphong").post(
        f"/replies/{reply.id}/issue", data={"issued_on": "2024-05-02"}
    )
    assert issue.status_code == 409


@pytest.mark.parametrize("step", ["edit", "recall", "return", "approval", "issue"])
@pytest.mark.parametrize("username", ["to3", "congan", "quantri"])
def test_the_steps_of_a_reply_are_hidden_from_others(
    client_as: SignIn, step: str, username: str
) -> None:
    url = f"/replies/{draft(make_assignment()).id}/{step}"
    data = reply_data(reason="vì", issued_on="2024-05-02")
    assert client_as(username).post(url, data=data).status_code == 404


def test_a_supporting_unit_reads_but_does_not_write(client_as: SignIn) -> None:
    reply = draft(make_assignment())
    support = client_as("taichinh")
    assert support.get(f"/replies/{reply.id}").status_code == 200
    assert support.get(f"/replies/{reply.id}/edit").status_code == 404
    assert support.post(f"/replies/{reply.id}/edit", data=reply_data()).status_code == 404
    form = f"/assignments/{reply.assignment_id}/replies/new"
    assert support.get(form).status_code == 404


def test_the_letter_is_printed_for_its_addressee(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting, resident_name="Nguyễn Thị Sáu Bé"))
    issued_notice(meeting)
    assignment = assignment_of(conclusion)
    reply = issued_reply(assignment, interim(date(2024, 6, 10)))
    page = client_as("vanphong").get(f"/replies/{reply.id}/print").text
    for line in (
        "Số: 01/UBND-VP",
        "V/v trả lời tạm thời ý kiến, kiến nghị số YK-",
        "Kính gửi: ông (bà) Nguyễn Thị Sáu Bé, Tổ dân phố 3.",
        "Thông báo số 01/TB-UBND ngày 02/05/2024",
        "trước ngày 10/06/2024",
        "Như trên;",
        "CHỦ TỊCH",
    ):
        assert line in page, line
    assert client_as("to3").get(f"/replies/{reply.id}/print").status_code == 404


def test_the_office_reminds_from_the_page(client_as: SignIn) -> None:
    assignment = make_assignment()
    office = client_as("vanphong")
    url = f"/assignments/{assignment.id}/reminder"
    assert office.post(url, data={"note": "x" * 301}).status_code == 422
    assert office.post(url, data={"note": "Dân hỏi."}).status_code == 303
    assert client_as("diachinh").post(url, data={"note": ""}).status_code == 404
    issued_reply(assignment)
    assert office.post(url, data={"note": ""}).status_code == 409


def test_the_overdue_page_by_unit(client_as: SignIn, notice_day: time_machine.Traveller) -> None:
    make_assignment()
    notice_day.move_to(moment(date(2024, 5, 29)))
    office = client_as("vanphong")
    today = office.get("/overdue").text
    assert "hôm nay (thứ Tư 29/05/2024)" in today
    assert "1 quá hạn" not in today
    notice_day.move_to(moment(date(2024, 5, 31)))
    late = client_as("vanphong").get("/overdue").text
    assert "1 quá hạn" in late
    assert "quá hạn 2 ngày làm việc" in late
    for username in ("diachinh", "to3", "quantri"):
        assert client_as(username).get("/overdue").status_code == 404
