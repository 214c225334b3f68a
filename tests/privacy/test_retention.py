"""What is past its time goes, and nothing else; a dry run only counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from dialogue.accounts.models import Account, SignInFailure
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup.models import Assignment
from dialogue.hall.models import SpeakingRequest
from dialogue.history import chain
from dialogue.notifications.models import Notification, NotificationRead
from dialogue.opinions.models import Opinion
from dialogue.privacy import rules
from tests.followup.support import make_opinion
from tests.privacy.conftest import PHONE


def number_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def aged(assignment: Assignment, account: Callable[[str], Account]) -> Callable[[timedelta], None]:
    """``aged(by)``: one thing of each kind, that old beyond (or, less than zero, short of) its
    time."""

    def make(by: timedelta) -> None:
        kept = {rule.code: clock.now() - rule.kept - by for rule in rules.RULES}
        opinion = assignment.conclusion.opinion
        draft = make_opinion(opinion.meeting, state="draft", receipt=None, resident_phone=PHONE)
        reader = account("to3")
        with unit_of_work() as session:
            assignment.state, assignment.answered_at = "answered", kept["contacts"]
            draft.updated_at = kept["drafts"]
            session.scalars(select(SpeakingRequest)).one().at = kept["requests"]
            note = Notification(account_id=reader.id, text="x", created_at=kept["notifications"])
            session.add_all([note, SignInFailure(login="x", address="y", at=kept["failures"])])
            session.flush()
            session.add(NotificationRead(notification_id=note.id, account_id=reader.id))

    return make


def counts(*, do: bool) -> dict[str, int]:
    return {rule.code: number for rule, number in rules.apply(do=do)}


def test_what_is_old_goes(app: Flask, aged: Callable[[timedelta], None], opinion: Opinion) -> None:
    aged(timedelta(hours=1))
    notes = number_of(Notification)
    expected = {rule.code: 1 for rule in rules.RULES}
    assert counts(do=False) == expected
    assert opinion.resident_phone == PHONE
    assert counts(do=True) == expected
    assert counts(do=True) == dict.fromkeys(expected, 0)
    assert opinion.resident_phone == opinion.resident_address == opinion.voices[0].phone == ""
    assert "Huỳnh" in opinion.resident_name
    assert number_of(Opinion) == 1
    assert number_of(SpeakingRequest) == number_of(SignInFailure) == 0
    assert number_of(Notification) == notes - 1
    assert chain.verify().broken is None


def test_what_is_young_stays(aged: Callable[[timedelta], None]) -> None:
    aged(timedelta(hours=-1))
    assert counts(do=True) == {rule.code: 0 for rule in rules.RULES}
    assert number_of(SpeakingRequest) == 1


def test_an_open_matter_keeps_its_contact(
    aged: Callable[[timedelta], None], assignment: Assignment
) -> None:
    aged(timedelta(hours=1))
    with unit_of_work():
        assignment.state = "interim"
    assert counts(do=True)["contacts"] == 0


def test_the_command_is_dry_unless_told(app: Flask, aged: Callable[[timedelta], None]) -> None:
    aged(timedelta(hours=1))
    run = app.test_cli_runner().invoke
    for words in (["retention"], ["retention", "--dry-run"]):
        said = run(args=words)
        assert said.exit_code == 0
        assert "sẽ xóa 1" in said.output
        assert "Chưa xóa gì" in said.output
    assert number_of(SpeakingRequest) == 1
    assert "đã xóa 1" in run(args=["retention", "--do"]).output
    assert number_of(SpeakingRequest) == 0
