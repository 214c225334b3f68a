"""The demo is whole: opinions in every state, three meetings, every page of every role."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.extensions import db
from dialogue.opinions.models import Opinion
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting, Plan
from dialogue.recurrence import queries as recurrence
from tests.support.sessions import sign_in

ROLES = (
    "quantri", "chutich", "phochutich", "vanphong", "thuky", "matran", "doan", "diachinh", "to3",
)  # fmt: skip
PAGES = 70


def test_opinions_stand_in_every_state(app: Flask) -> None:
    with app.app_context():
        query = select(Opinion.state, func.count()).group_by(Opinion.state)
        states = dict(db.session.execute(query).all())
        merged = db.session.scalar(select(func.count()).where(Opinion.merged_into_id.is_not(None)))
        db.session.remove()
        db.engine.dispose()
    assert set(states) == set(OPINION.states)
    assert sum(states.values()) >= 40
    assert merged


def test_one_meeting_is_over_one_live_one_to_come(app: Flask) -> None:
    with app.app_context():
        years = {p.year: [m.state for m in p.meetings] for p in db.session.scalars(select(Plan))}
        undated = db.session.scalars(select(Meeting).where(Meeting.state == "planned")).all()
        assert [m.plan.year for m in undated] == [2024, 2024]
        db.session.remove()
        db.engine.dispose()
    assert ["ended", "live", "announced"] in years.values()


def test_a_matter_comes_back_over_the_years(app: Flask) -> None:
    with app.app_context():
        office = db.session.scalars(select(Account).where(Account.username == "vanphong")).one()
        rows = recurrence.list_matters(office, recurrence.Asked(show="all")).rows
        lane = next(matter for matter in rows if "Kiệt 45" in matter.last.words)
        assert (len(lane.years), len(lane.times), lane.is_settled) == (2, 3, False)
        assert [one.fate.kept for one in lane.times if one.fate] == ["broken", "pending"]
        assert recurrence.find(office).proposed  # one is left for a person to find
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("username", ROLES)
def test_every_link_of_every_role_leads_somewhere(app: Flask, username: str) -> None:
    client = sign_in(app.test_client(), username)
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    visited = 0
    while waiting and visited < PAGES:
        path = waiting.pop(0)
        kind = re.sub(r"\d+", "N", path.partition("?")[0])
        kinds[kind] += 1
        if kinds[kind] > 4:
            continue
        visited += 1
        answer = client.get(path)
        assert answer.status_code == 200, f"{username}: {path} → {answer.status_code}"
        if answer.mimetype != "text/html":
            continue
        page = answer.get_data(as_text=True)
        if "/man-hinh/" not in path and "/print" not in path:
            assert "DỮ LIỆU MẪU" in page, path
        for link in re.findall(r'href="(/[^"#]*)"', page):
            link = link.replace("&amp;", "&")
            if link not in seen and not link.startswith("/static"):
                seen.add(link)
                waiting.append(link)
    assert visited > 10
    with app.app_context():
        db.engine.dispose()
