"""While typing: one's own in full, the others as a number, nothing that was not asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.extensions import db
from dialogue.opinions.models import Field
from dialogue.plans.models import Meeting
from dialogue.recurrence.queries import while_typing
from tests.followup.support import make_meeting, person, unit_of
from tests.recurrence.conftest import AGAIN, LAMP, LANE, Say
from tests.support.sessions import sign_in

Client = Callable[[str], FlaskClient]
TYPED = "mua lon la kiet 12 le loi ngap, cong thoat nuoc nghet"


def _field(code: str) -> int:
    return db.session.scalars(select(Field.id).where(Field.code == code)).one()


def _ask(client: FlaskClient, **typed: Any) -> str:
    answer = client.post("/opinions/alike", data=typed)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_others_are_a_number_with_field_and_area(
    now: Meeting, said: Say, client_as: Client
) -> None:
    water = _field("thoat_nuoc")
    group = unit_of("to-3").id
    hidden = [
        said(now, LANE, "to-4", area_id=group, field_id=water),
        said(now, AGAIN, "phu-nu", area_id=group, field_id=water),
    ]
    said(now, LAMP, "to-4", area_id=group)
    page = _ask(client_as("to3"), words=TYPED, area=group)
    assert "Đã có 2 ý kiến về thoát nước, ngập ở khu vực này" in page
    for one in hidden:
        assert one.receipt not in page
        assert f"/opinions/{one.id}" not in page
    for word in ("Lê Lợi", "nạo vét", "Hội Phụ nữ", "Tổ 4", "Tổ dân phố 4"):
        assert word not in page


def test_ones_own_come_in_full_with_a_link(now: Meeting, said: Say, client_as: Client) -> None:
    own = said(now, LANE)
    page = _ask(client_as("to3"), words=TYPED)
    assert own.words in page
    assert f'href="/opinions/{own.id}"' in page
    assert "Đã có" not in page


def test_without_a_place_it_names_none(now: Meeting, said: Say) -> None:
    said(now, LANE, "to-4")
    told = while_typing(person("to3"), words=TYPED)
    assert told is not None
    assert told.text == "Đã có 1 ý kiến tương tự trong phường, vẫn gửi được."


@pytest.mark.parametrize("words", ["", "kiet 12 le loi ngap", "   " * 40, "!?" * 30])
def test_nothing_is_said_too_early(words: str, now: Meeting, said: Say, client_as: Client) -> None:
    said(now, LANE)
    assert "<p" not in _ask(client_as("to3"), words=words)


def test_only_meetings_that_take_opinions_count(before: Meeting, now: Meeting, said: Say) -> None:
    over = make_meeting(held_on=date(2024, 1, 12), ordinal=3)
    for meeting in (before, over):
        said(meeting, LANE, "to-4")
    said(now, LANE, "to-4", state="draft")
    said(now, LANE, "to-4", state="withdrawn")
    assert while_typing(person("to3"), words=TYPED) is None


def test_the_same_matter_elsewhere_is_not_counted(now: Meeting, said: Say) -> None:
    said(now, LANE.replace("Kiệt 12 đường Lê Lợi", "Kiệt 7 đường Trần Phú"), "to-4")
    assert while_typing(person("to3"), words=TYPED) is None


def test_the_one_that_is_made_clearer_is_not_its_own_like(
    now: Meeting, said: Say, client_as: Client
) -> None:
    own = said(now, LANE, state="returned")
    client = client_as("to3")
    form = client.get(f"/opinions/{own.id}/edit").get_data(as_text=True)
    assert f'data-alike="/opinions/alike?but={own.id}"' in form
    answer = client.post(f"/opinions/alike?but={own.id}", data={"words": LANE})
    assert own.words not in answer.get_data(as_text=True)


def test_only_who_writes_opinions_asks(
    now: Meeting, said: Say, client_as: Client, client: FlaskClient
) -> None:
    said(now, LANE)
    for username in ("chutich", "phochutich", "quantri"):
        assert client_as(username).post("/opinions/alike", data={"words": TYPED}).status_code == 404
    anonymous = client.post("/opinions/alike", data={"words": TYPED})
    assert anonymous.status_code in (302, 303, 401)
    assert LANE not in anonymous.get_data(as_text=True)
    assert client_as("to3").get("/opinions/alike").status_code in (404, 405)


def test_a_broken_asking_breaks_nothing(now: Meeting, said: Say, client_as: Client) -> None:
    said(now, LANE)
    page = _ask(client_as("to3"), words=TYPED * 400, area="x", field="-1", place="9" * 900)
    assert 'id="alike"' in page


def test_it_costs_the_same_whatever_there_is(
    now: Meeting, said: Say, count_queries: Callable[[], Any]
) -> None:
    costs, meeting_id = [], now.id
    for more in (1, 2, 47):
        now = db.session.get_one(Meeting, meeting_id)
        for _ in range(more):
            said(now, LANE, "to-4")
            said(now, LANE)
        db.session.remove()
        asker = person("to3")
        with count_queries() as counted:
            assert while_typing(asker, words=TYPED) is not None
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs


def test_more_in_a_minute_than_a_person_types(folder: Any) -> None:
    """The limit is each account's own: many phones stand behind one address."""
    from dialogue import create_app
    from tests.conftest import SETTINGS

    app = create_app({**SETTINGS, "RATELIMIT_ENABLED": True}, folder)
    codes = {}
    for name, times in (("to3", 21), ("to4", 1)):
        client = sign_in(app.test_client(), name)
        codes[name] = [
            client.post("/opinions/alike", data={"words": ""}).status_code for _ in range(times)
        ]
    with app.app_context():
        db.engine.dispose()
    assert codes["to3"] == [200] * 20 + [429]
    assert codes["to4"] == [200]
