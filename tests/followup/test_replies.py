"""Written replies, interim ones, reminders: every verb, right and wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.followup import actions, queries
from dialogue.followup.actions.replies import Text
from dialogue.followup.models import Reply
from tests.followup.support import (
    FINAL,
    NOTICE_DAY,
    approved_reply,
    assignment_of,
    conclude,
    draft,
    events,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
    person,
    told,
    verbs,
)

LAST_DAY = date(2024, 6, 12)  # 30 working days from 02/05/2024


def test_the_lead_unit_drafts_and_may_leave_it_unfinished() -> None:
    assignment = make_assignment()
    reply = draft(assignment, Text(words="Đang viết"))
    assert (reply.state, reply.words, reply.settled) == ("draft", "Đang viết", None)
    assert verbs(reply) == ["draft"]


@pytest.mark.parametrize("username", ["taichinh", "to3", "vanphong", "chutich", "quantri"])
def test_nobody_but_the_lead_unit_drafts(username: str) -> None:
    with pytest.raises(NotAllowed):
        draft(make_assignment(), actor=username)


def test_one_reply_is_in_hand_at_a_time() -> None:
    assignment = make_assignment()
    draft(assignment)
    with pytest.raises(Conflict, match="Đã có một văn bản"):
        draft(assignment)


def test_the_database_itself_keeps_one_in_hand() -> None:
    assignment = make_assignment()
    draft(assignment)
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.add(Reply(assignment_id=assignment.id, drafted_by_id=person("diachinh").id))


def test_an_edit_keeps_what_was_there_on_record() -> None:
    reply = draft(make_assignment(), Text(words="Một"))
    seen = reply.version
    actions.edit_reply(reply, Text(words="Hai"), actor=person("diachinh"), version=seen)
    assert reply.words == "Hai"
    assert events(reply)[-1].details["before"] == "Một"
    with pytest.raises(Conflict):
        actions.edit_reply(reply, Text(words="Ba"), actor=person("diachinh"), version=seen)
    assert reply.words == "Hai"


def test_a_draft_may_become_interim_and_back() -> None:
    reply = draft(make_assignment())
    actions.edit_reply(reply, interim(LAST_DAY), actor=person("diachinh"))
    assert (reply.kind, reply.settled) == ("interim", None)
    actions.edit_reply(reply, FINAL, actor=person("diachinh"))
    assert (reply.kind, reply.requirements, reply.promised_on) == ("final", "", None)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("words", Text(settled=True)),
        ("settled", Text(words="Đã xong.")),
        ("plan", Text(words="Chưa xong.", settled=False)),
    ],
)
def test_an_unfinished_final_reply_is_not_submitted(field: str, text: Text) -> None:
    reply = draft(make_assignment(), text)
    with pytest.raises(InvalidInput) as refused:
        actions.submit_reply(reply, actor=person("diachinh"))
    assert refused.value.field == field
    assert reply.state == "draft"


@pytest.mark.parametrize(
    ("field", "missing"),
    [
        ("words", {"words": ""}),
        ("requirements", {"requirements": " "}),
        ("responsibility", {"responsibility": ""}),
        ("promised_on", {"promised_on": None}),
        ("promised_on", {"promised_on": date(2024, 6, 13)}),
        ("promised_on", {"promised_on": date(2024, 5, 1)}),
    ],
)
def test_an_interim_reply_must_say_all_four_things(field: str, missing: dict[str, Any]) -> None:
    """Content, requirements, time (at most 30 working days from the notice), responsibility."""
    whole = interim(LAST_DAY)
    text = Text(**{**whole.__dict__, **missing})
    reply = draft(make_assignment(), text)
    with pytest.raises(InvalidInput) as refused:
        actions.submit_reply(reply, actor=person("diachinh"))
    assert refused.value.field == field


def test_not_settled_needs_its_plan_in_the_database_too() -> None:
    reply = draft(make_assignment(), Text(words="Chưa xong.", settled=False))
    with pytest.raises(IntegrityError), unit_of_work():
        reply.state = "submitted"


def test_what_is_handed_in_at_once_is_handed_in_or_not_written() -> None:
    assignment = make_assignment()
    with pytest.raises(InvalidInput):
        actions.draft_reply(
            assignment, Text(words="Chưa chọn kết quả."), actor=person("diachinh"), submit=True
        )
    assert db.session.scalar(select(Reply)) is None
    reply = actions.draft_reply(assignment, FINAL, actor=person("diachinh"), submit=True)
    assert (reply.state, verbs(reply)) == ("submitted", ["draft", "submit"])
    assert told(account="chutich")[-1].endswith("đang chờ duyệt.")


def test_the_chair_approves() -> None:
    reply = draft(make_assignment())
    actions.submit_reply(reply, actor=person("diachinh"))
    actions.approve_reply(reply, actor=person("chutich"))
    assert (reply.signer_name, reply.signer_role) == (person("chutich").full_name, "chair")


def test_a_reply_is_returned_with_remarks_and_sent_again() -> None:
    reply = draft(make_assignment())
    actions.submit_reply(reply, actor=person("diachinh"))
    with pytest.raises(InvalidInput):
        actions.return_reply(reply, reason="", actor=person("chutich"))
    actions.return_reply(reply, reason="Nêu rõ ngày thay.", actor=person("chutich"))
    assert (reply.state, reply.remarks) == ("draft", "Nêu rõ ngày thay.")
    assert "Nêu rõ ngày thay." in told(unit="dia-chinh")[-1]
    actions.submit_reply(reply, actor=person("diachinh"))
    assert (reply.state, reply.remarks) == ("submitted", "")


def test_an_approved_reply_can_still_be_returned_before_it_is_issued() -> None:
    reply = approved_reply(make_assignment())
    actions.return_reply(reply, reason="Sai số liệu.", actor=person("chutich"))
    assert (reply.signer_name, reply.approved_by_id) == ("", None)
    with pytest.raises(Conflict):
        actions.issue_reply(reply, issued_on=NOTICE_DAY, actor=person("vanphong"))


def test_the_unit_recalls_before_the_approval() -> None:
    reply = draft(make_assignment())
    actions.submit_reply(reply, actor=person("diachinh"))
    actions.recall_reply(reply, actor=person("diachinh"))
    assert reply.state == "draft"
    with pytest.raises(Conflict):
        actions.recall_reply(reply, actor=person("diachinh"))


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2024, 5, 1), "trước ngày duyệt"), (date(2024, 5, 3), "sau hôm nay")],
)
def test_the_date_of_issue_is_checked(day: date, said: str) -> None:
    reply = approved_reply(make_assignment())
    with pytest.raises(InvalidInput, match=said):
        actions.issue_reply(reply, issued_on=day, actor=person("vanphong"))
    assert (reply.state, reply.number) == ("approved", None)


def test_a_final_reply_answers_and_every_sender_is_told() -> None:
    meeting = make_meeting()
    root = make_opinion(meeting, sender="to-3")
    make_opinion(meeting, sender="phu-nu", merged_into_id=root.id, state="classified")
    make_opinion(meeting, sender="to-8", merged_into_id=root.id, state="sent")
    conclusion = conclude(root)
    issued_notice(meeting)
    assignment = assignment_of(conclusion)
    reply = issued_reply(assignment)
    assert (reply.number, reply.symbol, reply.state) == (1, "01/UBND-VP", "issued")
    assert assignment.state == "answered"
    assert assignment.answered_at is not None
    assert verbs(assignment) == ["assign", "accept", "answer"]
    for unit in ("to-3", "phu-nu", "to-8"):
        assert told(unit=unit)[-1].startswith("Đã có văn bản trả lời số 01/UBND-VP về ý kiến YK-")
    with pytest.raises(Conflict):
        draft(assignment)


def test_answered_is_not_settled() -> None:
    text = Text(words="Đã lập dự toán.", settled=False, plan="Thi công trong quý III.")
    assignment = make_assignment()
    reply = issued_reply(assignment, text)
    assert (assignment.state, reply.settled, reply.plan) == (
        "answered", False, "Thi công trong quý III.",
    )  # fmt: skip


def test_an_interim_reply_moves_the_due_date_once_and_closes_nothing() -> None:
    assignment = make_assignment()
    first = assignment.due
    assert first.due_on == date(2024, 5, 29)
    reply = issued_reply(assignment, interim(LAST_DAY))
    assert reply.symbol == "01/UBND-VP"
    assert (assignment.state, assignment.answered_at) == ("interim", None)
    moved = assignment.due
    assert (moved.due_on, moved.rule, moved.start_on) == (LAST_DAY, "interim", NOTICE_DAY)
    assert (moved.replaces_id, moved.why_moved) == (
        first.id, "Đã trả lời tạm thời bằng văn bản số 01/UBND-VP",
    )  # fmt: skip
    old = db.session.get(DueDate, first.id)
    assert old is not None
    assert old.due_on == date(2024, 5, 29)
    with pytest.raises(InvalidInput) as refused:
        draft(assignment, interim(LAST_DAY))
    assert refused.value.field == "kind"
    final = issued_reply(assignment)
    assert (final.symbol, assignment.state) == ("02/UBND-VP", "answered")
    assert told(unit="to-3")[-2].startswith("Đã có trả lời tạm thời số 01/UBND-VP")


def test_the_clock_of_an_interim_reply_is_one_clock(notice_day: time_machine.Traveller) -> None:
    """30 working days from the notice, however late the interim reply comes: not 20 + 30."""
    assignment = make_assignment()
    notice_day.move_to(moment(date(2024, 5, 29)))
    assert queries.interim_limit(assignment) == LAST_DAY
    issued_reply(assignment, interim(LAST_DAY))
    assert assignment.due.due_on == LAST_DAY


def test_the_database_itself_keeps_one_interim_reply() -> None:
    assignment = make_assignment()
    issued_reply(assignment, interim(LAST_DAY))
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.add(
            Reply(assignment_id=assignment.id, kind="interim", drafted_by_id=person("diachinh").id)
        )


def test_the_office_reminds_and_it_is_on_record() -> None:
    assignment = make_assignment()
    actions.remind(assignment, note="Dân hỏi nhiều lần.", actor=person("vanphong"))
    assert told(unit="dia-chinh")[-1].startswith("Đôn đốc: hạn trả lời")
    assert told(unit="dia-chinh")[-1].endswith("là 29/05/2024. Dân hỏi nhiều lần.")
    assert events(assignment)[-1].reason == "Dân hỏi nhiều lần."
    with pytest.raises(NotAllowed):
        actions.remind(assignment, actor=person("to3"))
    issued_reply(assignment)
    with pytest.raises(Conflict):
        actions.remind(assignment, actor=person("vanphong"))


def test_who_sees_an_assignment_and_its_replies() -> None:
    assignment = make_assignment()
    reply = draft(assignment)
    for username in ("diachinh", "taichinh", "vanphong", "chutich", "phochutich"):
        assert queries.get_assignment(person(username), assignment.id)
        assert queries.get_reply(person(username), reply.id)
    for username in ("to3", "congan", "quantri", "doan"):
        with pytest.raises(NotAllowed):
            queries.get_assignment(person(username), assignment.id)
        with pytest.raises(NotAllowed):
            queries.get_reply(person(username), reply.id)


def test_a_sender_reads_the_reply_once_it_is_issued() -> None:
    meeting = make_meeting()
    root = make_opinion(meeting, sender="to-3")
    make_opinion(meeting, sender="phu-nu", merged_into_id=root.id, state="classified")
    conclusion = conclude(root)
    issued_notice(meeting)
    reply = issued_reply(assignment_of(conclusion))
    for username in ("to3", "phunu"):
        assert queries.get_reply(person(username), reply.id).symbol == "01/UBND-VP"
    for username in ("to4", "matran", "quantri", "congan"):
        with pytest.raises(NotAllowed):
            queries.get_reply(person(username), reply.id)
