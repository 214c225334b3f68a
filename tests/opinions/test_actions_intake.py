"""Sending: one receipt a key, gapless under many at once, nothing half saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from secrets import token_hex

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.opinions import actions
from dialogue.opinions.actions import Content
from dialogue.opinions.models import Opinion, ReceiptCounter
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Who = Callable[[str], Account]


def test_sending_gives_a_receipt_and_a_line_of_history(draft: Make, account: Who) -> None:
    opinion = draft()
    assert (opinion.state, opinion.receipt) == ("draft", None)
    actions.send(opinion, actor=account("to3"))
    assert (opinion.state, opinion.receipt) == ("sent", "YK-2024-0001")
    assert opinion.sent_at is not None
    assert [event.verb for event in timeline(opinion)] == ["draft", "send"]
    with pytest.raises(Conflict):
        actions.send(opinion, actor=account("to3"))


def test_a_new_year_begins_at_one(draft: Make, account: Who, today: time_machine.Traveller) -> None:
    first, second = draft("Một"), draft("Hai")
    today.move_to("2024-12-31 16:00:00+00:00")
    assert actions.send(first, actor=account("to3")).receipt == "YK-2024-0001"
    # 00:30 of 1 January in the ward, still 31 December in UTC.
    today.move_to("2024-12-31 17:30:00+00:00")
    assert actions.send(second, actor=account("to3")).receipt == "YK-2025-0001"


def test_wrong_people_stale_versions_and_empty_words(draft: Make, account: Who) -> None:
    opinion = draft("Chuyện của tổ 3")
    with pytest.raises(NotAllowed):
        actions.send(opinion, actor=account("to4"))
    with pytest.raises(NotAllowed):
        actions.send(opinion, actor=account("vanphong"))
    with pytest.raises(Conflict):
        actions.send(opinion, actor=account("to3"), version=opinion.version + 1)
    with pytest.raises(InvalidInput) as wrong:
        actions.send(draft(""), actor=account("to3"))
    assert wrong.value.field == "words"
    assert db.session.get(ReceiptCounter, 2024) is None


def test_a_key_belongs_to_the_unit_that_made_it(meeting: Meeting, account: Who) -> None:
    key = token_hex(16)
    content = Content(words="Của tổ 3")
    actions.submit(actor=account("to3"), client_key=key, meeting=meeting, content=content)
    with pytest.raises(NotAllowed):
        actions.submit(actor=account("to4"), client_key=key, meeting=meeting, content=content)
    draft_key = token_hex(16)
    actions.save_draft(actor=account("to3"), client_key=draft_key, meeting=meeting, content=content)
    with pytest.raises(NotAllowed):
        actions.save_draft(
            actor=account("to4"), client_key=draft_key, meeting=meeting, content=content
        )
    with pytest.raises(NotAllowed):
        actions.submit(
            actor=account("chutich"), client_key=token_hex(16), meeting=meeting, content=content
        )


def test_many_at_once_are_gapless_and_one_key_is_one(app: Flask, meeting: Meeting) -> None:
    """Twelve phones, each sending twice under its own key."""
    meeting_id = meeting.id
    receipts: list[str | None] = []
    failures: list[BaseException] = []

    def send(number: int, key: str) -> None:
        with app.app_context():
            try:
                who = db.session.scalars(
                    select(Account).where(Account.username == f"to{number % 8 + 1}")
                ).one()
                opinion = actions.submit(
                    actor=who,
                    client_key=key,
                    meeting=db.session.get_one(Meeting, meeting_id),
                    content=Content(words=f"Ý kiến {number}"),
                )
                receipts.append(opinion.receipt)
            except BaseException as failure:
                failures.append(failure)
            finally:
                db.session.remove()

    keys = [token_hex(16) for _ in range(12)]
    threads = [
        threading.Thread(target=send, args=(n, key)) for n, key in enumerate(keys) for _ in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    db.session.rollback()  # the read transaction of before sees nothing of it
    assert db.session.scalar(select(func.count()).select_from(Opinion)) == 12
    assert sorted(set(receipts)) == [f"YK-2024-{n:04d}" for n in range(1, 13)]
    assert len(receipts) == 24


def test_late_needs_its_reason_and_is_never_refused(
    announced: Meeting, draft: Make, account: Who, today: time_machine.Traveller
) -> None:
    assert announced.opinions_due is not None
    due = announced.opinions_due.due_on
    on_time, late = draft("Đúng hạn"), draft("Muộn")
    today.move_to(f"{due} 16:00:00+00:00")  # 23:00 of the last day in the ward
    assert not actions.send(on_time, actor=account("to3")).late
    today.move_to(f"{due} 17:30:00+00:00")  # half past midnight
    with pytest.raises(InvalidInput) as wrong:
        actions.send(late, actor=account("to3"))
    assert wrong.value.field == "late_reason"
    late.late_reason = "Tổ trưởng đi viện"
    db.session.commit()
    actions.send(late, actor=account("to3"))
    assert late.late
    assert timeline(late)[-1].reason == "Tổ trưởng đi viện"


def test_resending_keeps_receipt_and_the_old_words(in_state: Make, account: Who) -> None:
    opinion = in_state("returned")
    receipt, sent_at = opinion.receipt, opinion.sent_at
    with pytest.raises(InvalidInput):
        actions.resend(opinion, content=Content(words=" "), actor=account("to3"))
    with pytest.raises(NotAllowed):
        actions.resend(opinion, content=Content(words="Khác"), actor=account("to4"))
    actions.resend(opinion, content=Content(words="Kiệt 12, gần số 40"), actor=account("to3"))
    assert (opinion.state, opinion.receipt, opinion.sent_at) == ("sent", receipt, sent_at)
    assert timeline(opinion)[-1].details["words_before"] == "Kiệt 12 hay bị ngập"


def test_withdrawing_is_the_senders_and_only_before_classification(
    in_state: Make, account: Who
) -> None:
    opinion = in_state("sent")
    with pytest.raises(NotAllowed):
        actions.withdraw(opinion, actor=account("vanphong"))
    actions.withdraw(opinion, actor=account("to3"), reason="Đã được giải quyết")
    assert opinion.state == "withdrawn"
    with pytest.raises(Conflict):
        actions.withdraw(in_state("classified"), actor=account("to3"))


def test_reports_are_for_ones_own_unit(
    announced: Meeting, account: Who, unit: Callable[[str], Unit]
) -> None:
    with pytest.raises(NotAllowed):
        actions.report_nothing(announced, unit("to-4"), account("to3"))
    with pytest.raises(Conflict):
        actions.undo_report(announced, unit("to-3"), account("to3"))
    task = actions.report_nothing(announced, unit("to-3"), account("to3"))
    assert task.state == "done"


def test_an_unfinished_year_keeps_its_numbers_when_sending_fails(
    draft: Make, account: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dialogue.opinions.actions import intake

    opinion = draft()

    def break_off(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "perform", break_off)
        with pytest.raises(RuntimeError):
            actions.send(opinion, actor=account("to3"))
    db.session.refresh(opinion)
    assert (opinion.state, opinion.receipt) == ("draft", None)
    assert actions.send(opinion, actor=account("to3")).receipt == "YK-2024-0001"
