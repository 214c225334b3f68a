"""A resident's phone and address are shown when asked for, and each look is on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.history.models import HistoryEvent
from dialogue.opinions.actions.contact import look_at_contact
from dialogue.opinions.models import Opinion
from tests.followup.support import make_opinion
from tests.privacy.conftest import ADDRESS

As = Callable[[str], FlaskClient]
SHOWN = "0905 123 456"


def looks() -> list[HistoryEvent]:
    return list(db.session.scalars(select(HistoryEvent).where(HistoryEvent.verb == "look_contact")))


@pytest.mark.parametrize("username", ["vanphong", "to3", "diachinh"])
def test_a_look_is_on_record(username: str, opinion: Opinion, client_as: As) -> None:
    client, name = client_as(username), opinion.id
    page = client.get(f"/opinions/{name}").text
    assert ADDRESS not in page
    assert "Xem số điện thoại, địa chỉ" in page
    assert not looks()
    answer = client.post(f"/opinions/{name}/contact")
    assert answer.status_code == 200
    assert SHOWN in answer.text
    assert ADDRESS in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    [look] = looks()
    assert (look.subject_type, look.subject_id) == ("opinion", name)
    assert client.get(f"/opinions/{name}/contact").status_code == 405


@pytest.mark.parametrize("username", ["chutich", "to4", "quantri"])
def test_others_do_not_see_it(
    username: str, opinion: Opinion, client_as: As, account: Callable[[str], Account]
) -> None:
    assert client_as(username).post(f"/opinions/{opinion.id}/contact").status_code == 404
    with pytest.raises(NotAllowed):
        look_at_contact(opinion, actor=account(username))
    assert not looks()


def test_nothing_to_look_at(opinion: Opinion, client_as: As) -> None:
    bare = make_opinion(opinion.meeting)
    client = client_as("vanphong")
    assert "Xem số điện thoại" not in client.get(f"/opinions/{bare.id}").text
    assert client.post(f"/opinions/{bare.id}/contact").status_code == 404


def test_the_desk_hides_it_too(opinion: Opinion, client_as: As) -> None:
    sent = make_opinion(
        opinion.meeting, state="sent", resident_phone="+84905999888", resident_address=ADDRESS
    )
    page = client_as("vanphong").get(f"/triage?id={sent.id}&show=all")
    assert page.status_code == 200
    assert f"/opinions/{sent.id}/contact" in page.text
    assert ADDRESS not in page.text
    assert "0905 999 888" not in page.text


def test_lists_that_hold_contacts_are_on_record(opinion: Opinion, client_as: As) -> None:
    client, meeting_id = client_as("vanphong"), opinion.meeting_id
    for path in ("/opinions.xlsx", f"/meetings/{meeting_id}/attendance.xlsx"):
        assert client.get(path).status_code == 200
    told = db.session.scalars(select(HistoryEvent).where(HistoryEvent.verb == "export")).all()
    assert [one.subject_type for one in told] == ["ward", "meeting"]
