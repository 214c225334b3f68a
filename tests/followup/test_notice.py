"""The conclusion notice: composed, submitted, returned, approved, issued."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.followup import actions, queries, words
from dialogue.followup.models import Assignment
from dialogue.plans.models import MeetingDuty
from tests.followup.support import (
    HELD,
    NOTICE_DAY,
    approved_notice,
    assignment_of,
    compose,
    conclude,
    events,
    issued_notice,
    make_meeting,
    make_opinion,
    moment,
    person,
    told,
    verbs,
)


def test_the_office_composes_once_the_meeting_is_over() -> None:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting))
    notice = compose(meeting)
    assert notice.items[0].words == conclusion.words
    assert "Ngày 12/04/2024, tại Hội trường UBND phường" in notice.opening
    assert "Chủ tịch UBND phường kết luận như sau:" in notice.opening
    assert compose(meeting).id == notice.id
    assert verbs(notice) == ["compose"]


def test_no_notice_of_a_meeting_that_goes_on() -> None:
    with pytest.raises(Conflict, match="sau khi buổi đối thoại kết thúc"):
        compose(make_meeting(state="live"))


@pytest.mark.parametrize("username", ["chutich", "phochutich", "diachinh", "to3", "quantri"])
def test_only_the_office_composes(username: str) -> None:
    with pytest.raises(NotAllowed):
        actions.compose_notice(make_meeting(), actor=person(username))


def test_a_delegated_meeting_says_who_presided() -> None:
    meeting = make_meeting(presider="phochutich")
    conclude(make_opinion(meeting), actor="phochutich")
    notice = compose(meeting)
    assert "Phó Chủ tịch UBND phường (được Chủ tịch UBND phường ủy quyền)" in notice.opening
    assert words.notice_subject(meeting).startswith("Kết luận của Phó Chủ tịch UBND phường")


def test_the_office_words_it_and_the_conclusion_stays_as_it_was() -> None:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting))
    notice = compose(meeting)
    (item,) = notice.items
    actions.edit_item(item, words="Giao bộ phận Địa chính thay nắp cống.", actor=person("vanphong"))
    assert item.words == "Giao bộ phận Địa chính thay nắp cống."
    assert conclusion.words == "Giao Địa chính sửa nắp cống; trả lời công dân."
    assert events(notice)[-1].details["before"] == conclusion.words
    actions.edit_notice(notice, opening="Mở.", closing="Kết.", actor=person("vanphong"))
    assert (notice.opening, notice.closing) == ("Mở.", "Kết.")
    before = len(events(notice))
    actions.edit_notice(notice, opening="Mở.", closing="Kết.", actor=person("vanphong"))
    assert len(events(notice)) == before


@pytest.mark.parametrize("field", ["opening", "closing"])
def test_neither_end_may_be_empty(field: str) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    text = {"opening": "Mở.", "closing": "Kết.", field: " "}
    with pytest.raises(InvalidInput) as refused:
        actions.edit_notice(compose(meeting), actor=person("vanphong"), **text)
    assert refused.value.field == field


def test_an_item_may_not_be_empty() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    with pytest.raises(InvalidInput):
        actions.edit_item(compose(meeting).items[0], words="", actor=person("vanphong"))


def test_a_matter_without_conclusion_blocks_and_is_named() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    open_one = make_opinion(meeting, words="Cây xanh che đèn tín hiệu.")
    notice = compose(meeting)
    with pytest.raises(InvalidInput, match="Cây xanh che đèn tín hiệu") as refused:
        actions.submit_notice(notice, actor=person("vanphong"))
    assert open_one.receipt
    assert open_one.receipt in refused.value.message
    assert notice.state == "draft"


def test_a_notice_about_nothing_is_not_submitted() -> None:
    with pytest.raises(InvalidInput, match="Chưa có nội dung nào được kết luận"):
        actions.submit_notice(compose(make_meeting()), actor=person("vanphong"))


def test_words_that_fell_behind_block_until_they_are_looked_at() -> None:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting))
    notice = compose(meeting)
    actions.change_conclusion(
        conclusion, outcome="noted", words="Ghi nhận, chờ kinh phí.", actor=person("chutich")
    )
    with pytest.raises(InvalidInput, match="Mục 1: kết luận đã đổi"):
        actions.submit_notice(notice, actor=person("vanphong"))
    actions.edit_item(
        notice.items[0], words="Ghi nhận, chờ kinh phí năm 2025.", actor=person("vanphong")
    )
    actions.submit_notice(notice, actor=person("vanphong"))
    assert notice.state == "submitted"


def test_the_presider_is_told_and_approves_as_chair() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = approved_notice(meeting)
    assert told(account="chutich") == ["Thông báo kết luận Đợt 1 năm 2024 đang chờ duyệt."]
    assert (notice.state, notice.signer_name, notice.signer_role) == (
        "approved", "Trần Minh Đức", "chair",
    )  # fmt: skip
    assert any("đã duyệt, chờ ban hành" in line for line in told(account="vanphong"))


def test_a_delegate_signs_for_the_chair() -> None:
    meeting = make_meeting(presider="phochutich")
    conclude(make_opinion(meeting), actor="phochutich")
    notice = approved_notice(meeting, approver="phochutich")
    assert notice.signer_role == "vice_chair"
    assert words.SIGNATURES[notice.signer_role][1:] == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_a_vice_chair_who_did_not_preside_does_not_approve() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = compose(meeting)
    actions.submit_notice(notice, actor=person("vanphong"))
    with pytest.raises(NotAllowed):
        actions.approve_notice(notice, actor=person("phochutich"))


def test_nobody_approves_what_he_drafted_himself() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = compose(meeting)
    actions.submit_notice(notice, actor=person("vanphong"))
    notice.drafted_by_id = person("chutich").id
    db.session.flush()
    from dialogue.followup.workflow import NOTICE

    assert not NOTICE.can(person("chutich"), notice, "approve")


def test_a_return_needs_a_reason_and_tells_the_office() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = approved_notice(meeting)
    with pytest.raises(InvalidInput):
        actions.return_notice(notice, reason="", actor=person("chutich"))
    actions.return_notice(notice, reason="Mục 1 cần ghi rõ thời hạn.", actor=person("chutich"))
    assert (notice.state, notice.remarks) == ("draft", "Mục 1 cần ghi rõ thời hạn.")
    assert notice.signer_name == ""
    assert any("Mục 1 cần ghi rõ" in line for line in told(account="vanphong"))


def test_the_office_recalls_what_is_not_approved_yet() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = compose(meeting)
    actions.submit_notice(notice, actor=person("vanphong"))
    with pytest.raises(Conflict, match="rút lại"):
        actions.edit_notice(notice, opening="a", closing="b", actor=person("vanphong"))
    actions.recall_notice(notice, actor=person("thuky"))
    assert notice.state == "draft"
    approved = approved_notice(meeting)
    with pytest.raises(Conflict):
        actions.recall_notice(approved, actor=person("vanphong"))


def test_a_stale_approval_is_refused() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = compose(meeting)
    actions.submit_notice(notice, actor=person("vanphong"))
    seen = notice.version
    actions.recall_notice(notice, actor=person("vanphong"))
    actions.submit_notice(notice, actor=person("vanphong"))
    with pytest.raises(Conflict):
        actions.approve_notice(notice, actor=person("chutich"), version=seen)


@pytest.mark.parametrize(
    ("issued_on", "said"),
    [
        (date(2024, 4, 11), "trước ngày đối thoại"),
        (date(2024, 5, 1), r"trước ngày duyệt \(02/05/2024\)"),
        (date(2024, 5, 3), "sau hôm nay"),
    ],
)
def test_the_date_of_issue_is_checked(issued_on: date, said: str) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = approved_notice(meeting)
    with pytest.raises(InvalidInput, match=said) as refused:
        actions.issue_notice(notice, issued_on=issued_on, actor=person("vanphong"))
    assert refused.value.field == "issued_on"
    assert (notice.state, notice.number) == ("approved", None)


def test_the_issue_numbers_assigns_and_tells() -> None:
    meeting = make_meeting()
    root = make_opinion(meeting, sender="to-3")
    make_opinion(meeting, sender="phu-nu", merged_into_id=root.id, state="classified")
    taken = conclude(root, supporting=["tai-chinh"])
    explained = conclude(make_opinion(meeting, sender="to-7"), outcome="explained", lead=None)
    notice = issued_notice(meeting)
    assert (notice.number, notice.symbol, notice.issued_on) == (1, "01/TB-UBND", NOTICE_DAY)
    assert verbs(notice)[-1] == "issue"
    assignment = assignment_of(taken)
    assert assignment.due.due_on == date(2024, 5, 29)
    assert assignment.due.rule == "assignment"
    assert assignment.due.facts["count"] == 20
    assert verbs(assignment) == ["assign"]
    lone = select(Assignment).where(Assignment.conclusion_id == explained.id)
    assert db.session.scalar(lone) is None
    assert "hạn 29/05/2024" in told(unit="dia-chinh")[-1]
    assert told(unit="tai-chinh")[-1].startswith("Phối hợp với Địa chính")
    for unit in ("to-3", "phu-nu", "to-7"):
        assert "thông báo số 01/TB-UBND" in told(unit=unit)[-1]


@pytest.mark.parametrize(
    ("held_on", "issued_on", "due_on"),
    [
        (HELD, date(2024, 5, 2), date(2024, 5, 29)),
        (date(2025, 12, 26), date(2026, 1, 12), date(2026, 2, 9)),
    ],
)
def test_the_clock_of_the_assignment_starts_at_the_notice(
    held_on: date, issued_on: date, due_on: date, notice_day: time_machine.Traveller
) -> None:
    notice_day.move_to(moment(issued_on))
    meeting = make_meeting(held_on=held_on)
    conclusion = conclude(make_opinion(meeting))
    expected = queries.expected_notice_due(meeting)
    assert expected is not None
    assert expected.due_on == issued_on  # ten working days: 2024-05-02 and 2026-01-12
    issued_notice(meeting)
    assert assignment_of(conclusion).due.due_on == due_on


def test_an_issued_notice_is_final() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = issued_notice(meeting)
    with pytest.raises(Conflict):
        actions.issue_notice(notice, issued_on=NOTICE_DAY, actor=person("vanphong"))
    with pytest.raises(Conflict):
        actions.return_notice(notice, reason="Sai", actor=person("chutich"))


def test_a_notice_about_to_be_issued_says_what_is_expected() -> None:
    meeting = make_meeting()
    due = queries.expected_reply_due(meeting)
    assert due is not None
    assert due.due_on == date(2024, 5, 29)


def test_who_reads_a_draft_and_who_an_issued_one() -> None:
    meeting = make_meeting()
    db.session.add(
        MeetingDuty(meeting_id=meeting.id, account_id=person("tuphap").id, duty="secretary")
    )
    db.session.commit()
    conclude(make_opinion(meeting))
    notice = compose(meeting)
    for username in ("chutich", "phochutich", "vanphong", "tuphap"):
        assert queries.get_notice(person(username), notice.id).id == notice.id
    for username in ("diachinh", "to3", "quantri"):
        with pytest.raises(NotAllowed):
            queries.get_notice(person(username), notice.id)
    issued_notice(meeting)
    for username in ("diachinh", "to3", "doan", "matran"):
        assert queries.get_notice(person(username), notice.id).symbol == "01/TB-UBND"
    with pytest.raises(NotAllowed):
        queries.get_notice(person("quantri"), notice.id)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 1, 5), "Chánh Lộ, ngày 05 tháng 01 năm 2024"),
        (date(2024, 6, 15), "Chánh Lộ, ngày 15 tháng 6 năm 2024"),
        (None, "Chánh Lộ, ngày … tháng … năm …"),
    ],
)
def test_place_and_date_as_the_decree_has_them(day: date | None, written: str) -> None:
    from dialogue.accounts.queries import ward

    assert words.place_and_date(ward(), day) == written
