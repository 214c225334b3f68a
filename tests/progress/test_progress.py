"""Supporting parts with days of their own, notes with files, letters chased until answered."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.holders import all_holders
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.followup.models import Assignment
from dialogue.followup.queries import get_assignment
from dialogue.home import queries as home
from dialogue.notifications.actions import remind
from dialogue.progress import actions, queries
from dialogue.progress.models import ProgressNote, Referral, SupportPart
from dialogue.progress.workflow import PART, REFERRAL
from tests.followup.support import (
    issued_reply,
    make_assignment,
    moment,
    person,
    told,
    unit_of,
    verbs,
)

SignIn = Callable[[str], FlaskClient]
DUE = date(2024, 5, 29)


def a_part(due_on: date = date(2024, 5, 20), words: str = "Dự toán kinh phí.") -> SupportPart:
    return actions.ask_part(
        make_assignment(),
        unit=unit_of("tai-chinh"),
        words=words,
        due_on=due_on,
        actor=person("diachinh"),
    )


def a_referral(assignment: Assignment | None = None) -> Referral:
    return actions.refer(
        assignment or make_assignment(),
        to_whom="Sở Xây dựng",
        letter="15/UBND-ĐC",
        sent_on=date(2024, 5, 2),
        words="Đề nghị cấp kinh phí nâng cấp cống.",
        ask_again_on=date(2024, 5, 14),
        actor=person("diachinh"),
    )


def verbs_to_do(username: str) -> list[str]:
    return [todo.verb for todo in home.todos(person(username))]


# Parts


def test_a_supporting_unit_owes_its_part_by_a_day_of_its_own() -> None:
    part = a_part()
    assert "trước ngày 20/05/2024: Dự toán kinh phí." in told(unit="tai-chinh")[-1]
    todo = next(t for t in home.todos(person("taichinh")) if t.verb == "Phối hợp")
    assert todo.due_on == date(2024, 5, 20)
    for username in ("diachinh", "to3", "chutich", "vanphong"):
        with pytest.raises(NotAllowed):
            actions.finish_part(part, result="xong", actor=person(username))
    with pytest.raises(InvalidInput, match="kết quả"):
        actions.finish_part(part, result=" ", actor=person("taichinh"))
    with pytest.raises(Conflict):
        actions.finish_part(part, result="xong", actor=person("taichinh"), version=9)
    actions.finish_part(
        part, result="Dự toán 12 triệu đồng.", actor=person("taichinh"), version=part.version
    )
    assert (part.state, part.result) == ("done", "Dự toán 12 triệu đồng.")
    assert "đã xong phần phối hợp" in told(unit="dia-chinh")[-1]
    assert "Phối hợp" not in verbs_to_do("taichinh")
    actions.reopen_part(part, reason="Thiếu công đào.", actor=person("diachinh"))
    assert verbs(part) == ["ask", "finish", "reopen"]
    actions.withdraw_part(part, reason="Làm bằng quỹ tổ.", actor=person("vanphong"))
    with pytest.raises(Conflict):
        actions.finish_part(part, result="xong", actor=person("taichinh"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": None}, "unit"),
        ({"words": " "}, "words"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2024, 5, 1)}, "due_on"),
        ({"due_on": date(2024, 5, 30)}, "due_on"),
    ],
)
def test_a_part_that_cannot_be_is_refused_at_its_place(changes: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {
        "unit": unit_of("tai-chinh"), "words": "Dự toán.", "due_on": DUE,
    }  # fmt: skip
    assignment = make_assignment()
    with pytest.raises(InvalidInput) as refused:
        actions.ask_part(assignment, actor=person("diachinh"), **{**good, **changes})
    assert refused.value.field == field
    with pytest.raises(NotAllowed):
        actions.ask_part(assignment, actor=person("taichinh"), **good)
    assert db.session.scalars(select(SupportPart)).all() == []


def test_a_unit_that_does_not_support_is_refused() -> None:
    with pytest.raises(InvalidInput, match="phối hợp theo kết luận"):
        actions.ask_part(
            make_assignment(), unit=unit_of("cong-an"), words="x", due_on=DUE,
            actor=person("diachinh"),
        )  # fmt: skip


def test_nothing_is_asked_of_what_is_answered() -> None:
    part = a_part()
    actions.finish_part(part, result="xong", actor=person("taichinh"))
    issued_reply(part.assignment)
    for act in (
        lambda: actions.reopen_part(part, reason="vì", actor=person("diachinh")),
        lambda: a_referral(part.assignment),
        lambda: actions.ask_part(
            part.assignment, unit=part.unit, words="x", due_on=DUE, actor=person("diachinh")
        ),
    ):
        with pytest.raises(Conflict, match="đã trả lời"):
            act()


def test_a_part_s_day_moves_with_the_calendar_and_is_reminded_of_once() -> None:
    part = a_part()
    holder = next(h for h in all_holders() if h.column.class_ is SupportPart)
    assert [thing.id for thing, _due in holder.open_rows()] == [part.id]
    counts = []
    for day in (15, 16, 17, 20, 21):
        now = moment(date(2024, 5, day))
        with time_machine.travel(now, tick=False):
            lines = [one.text for one in remind(now).told + remind(now).told]
            counts.append(sum("Phần việc phối hợp" in line for line in lines))
    assert counts == [0, 1, 0, 1, 0]  # two working days before, and on the day
    actions.finish_part(part, result="xong", actor=person("taichinh"))
    assert list(holder.open_rows()) == []


# Notes


def photo() -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(data, "JPEG")
    data.seek(0)
    return data


def test_notes_are_written_by_who_works_on_it_and_never_changed() -> None:
    assignment = make_assignment()
    for username in ("to3", "congan", "chutich"):
        with pytest.raises(NotAllowed):
            actions.add_note(assignment, words="x", actor=person(username))
    with pytest.raises(InvalidInput):
        actions.add_note(assignment, words=" ", actor=person("diachinh"))
    note = actions.add_note(assignment, words="Đã đo đạc.", actor=person("taichinh"))
    assert "ghi tiến độ: Đã đo đạc." in told(unit="dia-chinh")[-1]
    assert verbs(assignment)[-1] == "note"
    with pytest.raises(IntegrityError, match="append-only"), unit_of_work() as session:
        session.execute(text("update progress_note set words='khác' where id=:i"), {"i": note.id})


def test_a_note_with_a_photo_is_seen_by_who_sees_the_assignment(client_as: SignIn) -> None:
    assignment = make_assignment()
    unit = client_as("taichinh")
    url = f"/assignments/{assignment.id}/notes/new"
    empty = unit.post(url, data={"words": ""})
    assert (empty.status_code, "Cần ghi đã làm đến đâu." in empty.text) == (422, True)
    bad = unit.post(
        url, data={"words": "Đã đo.", "photos": (io.BytesIO(b"MZ\x00"), "a.exe")},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert (bad.status_code, "Đã đo." in bad.text) == (422, True)
    assert db.session.scalars(select(ProgressNote)).all() == []
    unit.post(
        url, data={"words": "Đã đo.", "photos": (photo(), "anh.jpg")},
        content_type="multipart/form-data",
    )  # fmt: skip
    file = db.session.scalars(
        select(Attachment).where(Attachment.owner_type == "progress_note")
    ).one()
    assert f"/files/{file.id}" in client_as("diachinh").get(f"/assignments/{assignment.id}").text
    assert client_as("diachinh").get(f"/files/{file.id}").status_code == 200
    for username in ("to3", "congan"):
        assert client_as(username).get(f"/files/{file.id}").status_code == 404
        assert client_as(username).get(url).status_code == 404


# Letters


def test_a_letter_is_chased_until_it_is_answered() -> None:
    """What was passed upwards is still the unit's to ask about (A6)."""
    referral = a_referral()
    assert "Hỏi lại" not in verbs_to_do("diachinh")
    with time_machine.travel(moment(date(2024, 5, 14)), tick=False) as day:
        assert verbs_to_do("diachinh").count("Hỏi lại") == 1
        assert "Hỏi lại" in verbs_to_do("vanphong")
        assert [r.text for r in remind(moment(date(2024, 5, 14))).told if "Sở" in r.text] == [
            "Cần hỏi lại Sở Xây dựng về văn bản số 15/UBND-ĐC."
        ]
        with pytest.raises(InvalidInput, match="lần tới"):
            actions.ask_again(
                referral, words="Gọi điện.", ask_again_on=date(2024, 5, 14),
                actor=person("diachinh"),
            )  # fmt: skip
        actions.ask_again(
            referral, words="Gọi điện, hẹn tuần sau.", ask_again_on=date(2024, 5, 21),
            actor=person("diachinh"),
        )  # fmt: skip
        assert referral.asked_again == 1
        assert "Hỏi lại" not in verbs_to_do("diachinh")
        day.move_to(moment(date(2024, 5, 22)))
        assert "Hỏi lại" in verbs_to_do("diachinh")
        with pytest.raises(InvalidInput, match="từ ngày gửi đến hôm nay"):
            actions.answer_referral(
                referral, words="Đồng ý.", answered_on=date(2024, 5, 23), actor=person("diachinh")
            )
        actions.answer_referral(
            referral, words="Đồng ý cấp kinh phí.", letter="88/SXD", answered_on=date(2024, 5, 21),
            actor=person("vanphong"),
        )  # fmt: skip
        assert "Hỏi lại" not in verbs_to_do("diachinh")
        assert "Sở Xây dựng đã trả lời" in told(unit="dia-chinh")[-1]
    assert verbs(referral) == ["refer", "ask_again", "answer"]
    with pytest.raises(Conflict):
        actions.ask_again(
            referral, words="x", ask_again_on=date(2024, 6, 1), actor=person("diachinh")
        )
    assert referral.assignment.due.due_on == DUE  # a letter moves no date


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_whom": " "}, "to_whom"),
        ({"letter": ""}, "letter"),
        ({"words": ""}, "words"),
        ({"sent_on": None}, "sent_on"),
        ({"sent_on": date(2024, 5, 3)}, "sent_on"),
        ({"ask_again_on": None}, "ask_again_on"),
        ({"ask_again_on": date(2024, 5, 2)}, "ask_again_on"),
    ],
)
def test_a_wrong_letter_is_refused_at_its_place(changes: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {
        "to_whom": "Sở", "letter": "1/ĐC", "words": "x",
        "sent_on": date(2024, 5, 2), "ask_again_on": date(2024, 5, 20),
    }  # fmt: skip
    assignment = make_assignment()
    with pytest.raises(InvalidInput) as refused:
        actions.refer(assignment, actor=person("diachinh"), **{**good, **changes})
    assert refused.value.field == field
    with pytest.raises(NotAllowed):
        actions.refer(assignment, actor=person("taichinh"), **good)


# Who may what


EVERYONE = ("quantri", "chutich", "phochutich", "vanphong", "diachinh", "taichinh", "congan", "to3")
PART_TABLE = {
    "finish": ({"asked"}, {"taichinh"}),
    "reopen": ({"done"}, {"diachinh", "vanphong"}),
    "withdraw": ({"asked"}, {"diachinh", "vanphong"}),
}
REFERRAL_TABLE = {
    "ask_again": ({"waiting"}, {"diachinh", "vanphong"}),
    "answer": ({"waiting"}, {"diachinh", "vanphong"}),
}


@pytest.mark.parametrize("state", list(PART.states))
def test_who_may_do_what_to_a_part(state: str) -> None:
    part = a_part()
    part.state, part.result = state, "xong"
    _crossed(PART, PART_TABLE, part)


@pytest.mark.parametrize("state", list(REFERRAL.states))
def test_who_may_do_what_to_a_letter(state: str) -> None:
    referral = a_referral()
    referral.state, referral.answer = state, "rồi"
    _crossed(REFERRAL, REFERRAL_TABLE, referral)


def _crossed(workflow: Any, table: dict[str, tuple[set[str], set[str]]], thing: Any) -> None:
    assert {row.verb for row in workflow.rows} == set(table)
    for username in EVERYONE:
        for verb, (states, who) in table.items():
            allowed = username in who and thing.state in states
            assert workflow.can(person(username), thing, verb) is allowed, (username, verb)


# Pages


def test_parts_and_letters_on_the_pages_of_lead_and_support(client_as: SignIn) -> None:
    assignment = make_assignment()
    lead, support = client_as("diachinh"), client_as("taichinh")
    new = f"/assignments/{assignment.id}/parts/new"
    assert support.get(new).status_code == 404
    wrong = lead.post(new, data={"unit": "0", "words": "Dự toán.", "due_on": "2024-06-30"})
    assert (wrong.status_code, "Cần chọn một đơn vị phối hợp" in wrong.text) == (422, True)
    unit_id = str(unit_of("tai-chinh").id)
    lead.post(new, data={"unit": unit_id, "words": "Dự toán.", "due_on": "2024-05-20"})
    part = queries.open_parts()[0]
    finish = f"/parts/{part.id}/finish"
    assert finish in support.get(f"/assignments/{assignment.id}").text
    assert finish not in lead.get(f"/assignments/{assignment.id}").text
    assert lead.get(finish).status_code == 404
    silent = support.post(finish, data={"words": ""})
    assert (silent.status_code, "Cần ghi đã làm gì" in silent.text) == (422, True)
    support.post(finish, data={"words": "12 triệu đồng."})
    assert "Kết quả: 12 triệu đồng." in lead.get(f"/assignments/{assignment.id}").text
    assert support.get(finish).status_code == 409
    refer = f"/assignments/{assignment.id}/referrals/new"
    assert "Ngày hỏi lại" in lead.get(refer).text
    lead.post(refer, data={
        "to_whom": "Sở Xây dựng", "letter": "15/ĐC", "words": "Cấp kinh phí.",
        "sent_on": "2024-05-02", "ask_again_on": "2024-05-20",
    })  # fmt: skip
    referral = queries.waiting_referrals()[0]
    again = f"/referrals/{referral.id}/ask_again"
    assert support.get(again).status_code == 404
    assert lead.get(again).status_code == 200
    bad = lead.post(again, data={"words": "Gọi.", "ask_again_on": "2024-05-01"})
    assert bad.status_code == 422
    lead.post(f"/referrals/{referral.id}/answer",
              data={"words": "Đồng ý.", "answered_on": "2024-05-02"})  # fmt: skip
    page = lead.get(f"/assignments/{assignment.id}").text
    assert "Đồng ý." in page
    assert "Đề nghị Tài chính" in page  # in the history beside it


def test_the_page_costs_the_same_with_one_note_and_with_many(
    client_as: SignIn, count_queries: Any
) -> None:
    assignment_id = make_assignment().id
    lead = client_as("diachinh")
    costs = []
    for more in (1, 2, 20):
        for _ in range(more):
            assignment = get_assignment(person("diachinh"), assignment_id)
            actions.add_note(assignment, words="Đã làm.", actor=person("diachinh"))
        with count_queries() as counted:
            assert lead.get(f"/assignments/{assignment_id}").status_code == 200
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs
