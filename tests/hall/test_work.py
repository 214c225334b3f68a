"""What stands in "Việc của tôi" while a hall is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.hall import actions
from dialogue.hall.models import Turn
from dialogue.hall.queries import todos
from dialogue.plans.models import Meeting

Find = Callable[[str], Account]


def verbs(app: Flask, user: Account) -> list[str]:
    with app.test_request_context():
        return [todo.verb for todo in todos(user)]


def test_each_has_his_own_way_into_the_hall(app: Flask, meeting: Meeting, account: Find) -> None:
    assert verbs(app, account("chutich")) == ["Điều hành"]
    assert verbs(app, account("bvdp")) == ["Đăng ký phát biểu"]
    assert verbs(app, account("vanphong")) == ["Đăng ký phát biểu"]
    assert "Theo dõi" in verbs(app, account("thuky"))
    for username in ("to3", "quantri", "phochutich", "diachinh"):
        assert verbs(app, account(username)) == []


def test_an_answer_that_was_handed_to_me_comes_first(
    app: Flask, register: Callable[..., Turn], chair: Account, account: Find
) -> None:
    turn = register()
    actions.call(turn, actor=chair)
    actions.start(turn, actor=chair)
    actions.hand_answer(turn, account("diachinh"), actor=chair)
    with app.test_request_context():
        todo = todos(account("diachinh"))[0]
    assert (todo.verb, todo.url, todo.urgent) == ("Trả lời ngay", "/my-answer", True)
    actions.finish_answer(turn, actor=chair)
    assert verbs(app, account("diachinh")) == []


def test_before_it_opens_the_day_counts(app: Flask, meeting: Meeting, account: Find) -> None:
    with unit_of_work():
        meeting.state = "announced"
    assert verbs(app, account("chutich")) == ["Khai mạc"]
    with unit_of_work():
        assert meeting.starts_at is not None
        assert meeting.ends_at is not None
        meeting.starts_at += timedelta(days=3)
        meeting.ends_at += timedelta(days=3)
    assert verbs(app, account("chutich")) == []


def test_it_costs_the_same_with_many_halls(
    app: Flask, meeting: Meeting, account: Find, count_queries: Any
) -> None:
    counts = []
    plan_id, starts_at = meeting.plan_id, meeting.starts_at
    chair = account("chutich").id
    for total in (1, 3, 50):
        with unit_of_work() as session:
            have = session.query(Meeting).count()
            for number in range(have + 1, total + 1):
                session.add(
                    Meeting(
                        plan_id=plan_id, ordinal=number, title="Đợt", audience="youth",
                        place="Hội trường", state="live", starts_at=starts_at,
                    )
                )  # fmt: skip
        with app.test_request_context(), count_queries() as n:
            todos(db.session.get_one(Account, chair))
        counts.append(len(n))
    assert len(set(counts)) == 1, counts
