"""Units that prepare answers are named by a date's preview and told when it moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from sqlalchemy import delete, select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.notifications.models import Notification
from dialogue.opinions import actions
from dialogue.opinions.models import Opinion
from dialogue.plans import actions as plans
from dialogue.plans import queries
from dialogue.plans.models import Meeting, Task

Find = Callable[[str], Account]


def test_a_moved_date_names_and_tells_who_prepares(
    announced: Meeting, account: Find, in_state: Callable[..., Opinion]
) -> None:
    police, culture = account("congan").unit, account("vanhoa").unit
    opinion = in_state("selected")
    actions.ask_preparation(
        opinion, lead_unit=police, supporting=[culture], actor=account("vanphong")
    )
    with unit_of_work() as session:  # so that nothing but the preparation concerns them
        session.execute(delete(Task).where(Task.unit_id.in_([police.id, culture.id])))
    day = date(2024, 4, 26)
    line = next(
        one for one in queries.preview_date(announced, day).lines if "nội dung trả lời" in one.what
    )
    assert line.who == (police.short_name, culture.short_name)
    plans.move_date(
        announced, starts_at=clock.at(day, time(7, 30)), reason="Bão", actor=account("vanphong")
    )
    for unit in (police, culture):
        texts = db.session.scalars(
            select(Notification.text).where(Notification.unit_id == unit.id)
        ).all()
        assert any("Lý do: Bão" in text for text in texts)
    assert opinion.preparation is not None
    actions.write_preparation(
        opinion.preparation, answer="Công an tuần tra", actor=account("congan")
    )
    again = queries.preview_date(announced, day).lines
    assert next(one for one in again if "nội dung trả lời" in one.what).who == ()
