"""A list is looked through, then taken: once, whole, with every refusal said."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.imports import actions, queries
from dialogue.imports.models import OpinionImport
from dialogue.notifications.models import Notification
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting
from tests.imports.support import GOOD, ugly, workbook

Bring = Callable[..., OpinionImport]
Account_ = Callable[[str], Account]


def _all(brought: OpinionImport) -> list[int]:
    return [line.entry.number for line in queries.preview(brought).lines]


def _good(brought: OpinionImport) -> list[int]:
    return [line.entry.number for line in queries.preview(brought).of("good")]


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(Opinion)) or 0


def test_nothing_is_made_before_the_word(bring: Bring) -> None:
    brought = bring(ugly(), "matran")
    shown = queries.preview(brought)
    assert [line.entry.number for line in shown.of("good")] == [7, 8, 9, 16]
    doubts = {line.entry.number: line.why for line in shown.of("doubt")}
    assert set(doubts) == {11, 15, 20, 21}
    assert doubts[11] == "Trùng nội dung với dòng 7."
    assert {line.entry.number for line in shown.of("refused")} == {10, 12, 13, 14, 19}
    assert _count() == 0


def test_sent_at_once_with_receipts(bring: Bring, account: Account_) -> None:
    brought, user = bring(ugly(), "matran"), account("matran")
    assert actions.take(brought, numbers=[7, 8, 9, 11], is_sent=True, actor=user) == 4
    came, left = queries.outcomes(brought)
    assert [line.entry.number for line in came] == [7, 8, 9, 11]
    assert [line.receipt for line in came] == [f"YK-2024-000{n}" for n in range(1, 5)]
    whys = {line.entry.number: line.why for line in left}
    assert whys[16] == "Không đánh dấu nên không nhận."
    assert "CCCD" in whys[10]
    assert "chưa đúng" in came[2].why
    opinion = db.session.get_one(Opinion, came[0].opinion_id)
    assert (opinion.state, opinion.channel, opinion.people_count) == ("sent", "list", 12)
    assert (opinion.resident_name, opinion.resident_phone) == ("Trần Thị Nhập", "+84905123456")
    assert [e.verb for e in timeline(opinion)] == ["draft", "send"]
    assert timeline(brought)[-1].label == "Nhận 4 ý kiến từ tệp “danh sách.xlsx” (đã gửi)"
    # People's data stays in the opinions, not in the upload.
    assert "Trần Thị Nhập" not in str(brought.rows)
    with pytest.raises(Conflict):
        actions.take(brought, numbers=[16], is_sent=True, actor=user)


def test_as_drafts(bring: Bring, account: Account_) -> None:
    brought = bring(workbook([GOOD]))
    actions.take(brought, numbers=[2], is_sent=False, actor=account("to3"))
    opinion = db.session.scalars(select(Opinion)).one()
    assert (opinion.state, opinion.receipt) == ("draft", None)
    assert opinion.area_id == account("to3").unit_id


def test_the_same_file_twice_gives_no_doubles(bring: Bring, account: Account_) -> None:
    user, data = account("matran"), ugly()
    first = bring(data, "matran")
    actions.take(first, numbers=_all(first), is_sent=True, actor=user)
    made = _count()
    second = bring(data, "matran")
    shown = queries.preview(second)
    assert not shown.of("good", "doubt")
    assert "Đã nhận từ tệp này trước đó (YK-2024-0001)." in shown.of("known")[0].why
    with pytest.raises(InvalidInput):
        actions.take(second, numbers=_all(second), is_sent=True, actor=user)
    assert _count() == made


def test_what_was_interrupted_goes_on(
    bring: Bring, account: Account_, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(n, f"Ý kiến số {n}", "", "", "", "", "", "") for n in range(1, 6)]
    brought, user = bring(workbook(rows)), account("to3")
    real, calls = opinions.enter_from_list, []

    def break_down(**given: Any) -> Any:
        calls.append(given)
        if len(calls) == 3:
            raise OSError("the power went out")
        return real(**given)

    monkeypatch.setattr(opinions, "enter_from_list", break_down)
    with pytest.raises(OSError, match="power"):
        actions.take(brought, numbers=_all(brought), is_sent=True, actor=user)
    monkeypatch.undo()
    db.session.expire_all()
    assert (brought.state, _count()) == ("open", 2)
    assert len(queries.preview(brought).of("known")) == 2
    assert actions.take(brought, numbers=_all(brought), is_sent=True, actor=user) == 3
    assert _count() == 5
    assert len(queries.outcomes(brought)[0]) == 5


def test_a_draft_changed_since_is_not_written_over(bring: Bring, account: Account_) -> None:
    user, data = account("to3"), workbook([GOOD])
    actions.take(bring(data), numbers=[2], is_sent=False, actor=user)
    opinion = db.session.scalars(select(Opinion)).one()
    opinions.save_draft(
        actor=user,
        client_key=opinion.client_key,
        meeting=opinion.meeting,
        content=opinions.Content(words="Đã sửa"),
    )
    again = bring(data)
    assert [line.verdict for line in queries.preview(again).lines] == ["known"]
    db.session.refresh(opinion)
    assert opinion.words == "Đã sửa"


def test_known_words_are_asked_about_and_may_be_taken(
    bring: Bring, sent: Callable[..., Opinion], account: Account_
) -> None:
    there = sent("KIỆT 12 hay bị  ngập")
    brought = bring(workbook([GOOD]))
    line = queries.preview(brought).lines[0]
    assert (line.verdict, line.why) == ("doubt", f"Đơn vị đã có ý kiến này ({there.receipt}).")
    assert actions.take(brought, numbers=[2], is_sent=True, actor=account("to3")) == 1


def test_the_office_brings_any_units_list(
    bring: Bring, draft: Callable[..., Opinion], account: Account_, unit: Callable[[str], Unit]
) -> None:
    draft("Kiệt 12 hay bị ngập")  # the unit's own draft is not the office's to know of
    office, group = account("vanphong"), unit("to-3")
    brought = bring(workbook([GOOD]), "vanphong", "to-3")
    assert [line.verdict for line in queries.preview(brought).lines] == ["good"]
    actions.take(brought, numbers=[2], is_sent=True, actor=office)
    opinion = db.session.scalars(select(Opinion).where(Opinion.channel == "list")).one()
    assert (opinion.unit_id, opinion.author_id, opinion.state) == (group.id, office.id, "sent")
    assert timeline(opinion)[-1].label == "Văn phòng nhập danh sách của Tổ dân phố 3"
    told = db.session.scalars(select(Notification).where(Notification.unit_id == group.id)).all()
    assert any("Văn phòng đã nhập danh sách của đơn vị: 1 ý kiến" in t.text for t in told)
    other = bring(workbook([(1, "Đèn hỏng")]), "vanphong", "to-3")
    actions.take(other, numbers=[2], is_sent=False, actor=office)
    made = db.session.scalars(select(Opinion).where(Opinion.words == "Đèn hỏng")).one()
    assert (made.state, made.unit_id) == ("draft", group.id)
    assert opinions.send(made, actor=account("to3")).receipt


def test_nobody_else(bring: Bring, account: Account_, unit: Callable[[str], Unit]) -> None:
    for who, of in (("to3", "to-4"), ("matran", "to-3"), ("quantri", "van-phong")):
        with pytest.raises(NotAllowed):
            bring(workbook([GOOD]), who, of)
    brought = bring(workbook([GOOD]))
    for stranger in ("to4", "vanphong", "chutich"):
        user = account(stranger)
        with pytest.raises(NotAllowed):
            queries.get(user, brought.id)
        with pytest.raises(NotAllowed):
            actions.take(brought, numbers=[2], is_sent=True, actor=user)
        with pytest.raises(NotAllowed):
            actions.drop(brought, actor=user)
    with pytest.raises(NotAllowed):
        opinions.enter_from_list(
            actor=account("to4"),
            client_key="x" * 20,
            unit=unit("to-3"),
            meeting=brought.meeting,
            content=opinions.Content(words="Giả"),
            is_sent=True,
        )
    assert _count() == 0


def test_late_asks_for_a_reason_and_is_marked(
    announced: Meeting, bring: Bring, account: Account_, today: time_machine.Traveller
) -> None:
    assert announced.opinions_due is not None
    today.move_to(f"{announced.opinions_due.due_on + timedelta(days=1):%Y-%m-%d} 03:00:00+00:00")
    for who, of in (("to3", None), ("vanphong", "to-3")):
        brought = bring(workbook([(1, f"Ngập {who}")]), who, of)
        with pytest.raises(InvalidInput) as refused:
            actions.take(brought, numbers=[2], is_sent=True, actor=account(who))
        assert refused.value.field == "late_reason"
        actions.take(
            brought, numbers=[2], is_sent=True, late_reason="Tổ họp muộn", actor=account(who)
        )
    rows = db.session.scalars(select(Opinion)).all()
    assert [(o.late, o.late_reason) for o in rows] == [(True, "Tổ họp muộn")] * 2


def test_a_meeting_over_meanwhile_refuses_each_row_in_words(
    announced: Meeting, bring: Bring, account: Account_, today: time_machine.Traveller
) -> None:
    brought = bring(workbook([GOOD, (2, "Đèn hỏng")]))
    office = account("vanphong")
    # The day itself, so that the meeting can be opened; the upload is as fresh.
    assert announced.starts_at is not None
    today.move_to(announced.starts_at)
    brought = bring(workbook([GOOD, (2, "Đèn hỏng")]))
    plans.open_meeting(announced, actor=office)
    plans.end_meeting(announced, actor=office)
    count = actions.take(
        brought, numbers=[2, 3], is_sent=True, late_reason="Muộn", actor=account("to3")
    )
    assert count == 0
    came, left = queries.outcomes(brought)
    assert not came
    assert {line.why for line in left} == {"Đợt đối thoại này đã họp xong."}


def test_uploads_are_bounded_and_forgotten(
    bring: Bring, account: Account_, today: time_machine.Traveller
) -> None:
    with pytest.raises(InvalidInput, match="nhiều nhất 500"):
        bring(workbook([(n, f"Ý kiến {n}") for n in range(501)]))
    for data, word in ((b"", "không có nội dung"), (b"MZ\x90" * 50, "không phải bảng tính")):
        with pytest.raises(InvalidInput, match=word):
            bring(data)
    with pytest.raises(InvalidInput, match="Cần chọn tệp"):
        actions.upload(
            FileStorage(io.BytesIO(b""), filename=""),
            unit=account("to3").unit,
            meeting=db.session.scalars(select(Meeting)).first(),  # type: ignore[arg-type]
            actor=account("to3"),
        )
    first = bring(workbook([GOOD]))
    second = bring(workbook([GOOD, GOOD]))
    db.session.refresh(first)
    assert (first.state, first.rows) == ("dropped", [])  # one open upload for each person
    other = bring(workbook([GOOD]), "to4")
    today.shift(timedelta(days=1, minutes=1))
    with pytest.raises(NotAllowed):
        queries.get(account("to3"), second.id)
    with pytest.raises(NotAllowed):
        actions.take(second, numbers=[2], is_sent=True, actor=account("to3"))
    bring(workbook([GOOD]), "to5")
    for old in (second, other):
        db.session.refresh(old)
        assert (old.state, old.rows) == ("dropped", [])


def test_dropping_keeps_nothing(bring: Bring, account: Account_) -> None:
    brought = bring(workbook([GOOD]))
    actions.drop(brought, actor=account("to3"))
    assert (brought.state, brought.rows) == ("dropped", [])
    with pytest.raises(NotAllowed):
        actions.take(brought, numbers=[2], is_sent=True, actor=account("to3"))
    assert _count() == 0
