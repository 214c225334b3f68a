"""The pages of what recurs: link and take back, the list, what other features' pages say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.recurrence import actions, queries
from tests.followup.support import (
    compose,
    conclude,
    issued_notice,
    make_meeting,
    moment,
    person,
    unit_of,
)
from tests.recurrence.conftest import AGAIN, LAMP, Say

Client = Callable[[str], FlaskClient]
TWICE = "Đã nêu 1 lần trước (năm 2023)"


def _page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.fixture
def pair(before: Meeting, now: Meeting, said: Say) -> tuple[Opinion, Opinion]:
    return said(before, sender="to-4"), said(now, AGAIN)


def _link(pair: tuple[Opinion, Opinion]) -> None:
    actions.link(*pair, note="Cùng đoạn cống", actor=person("vanphong"))


def test_link_with_one_tap_and_take_it_back(
    pair: tuple[Opinion, Opinion], client_as: Client
) -> None:
    old, new = pair
    client = client_as("vanphong")
    page = _page(client, f"/opinions/{new.id}")
    assert "Có thể trùng" in page
    assert f'action="/opinions/{new.id}/same/{old.id}"' in page
    answer = client.post(f"/opinions/{new.id}/same/{old.id}")
    assert (answer.status_code, answer.location) == (303, f"/opinions/{new.id}")
    page = _page(client, answer.location)
    assert "Việc này qua các năm" in page
    assert "Có thể trùng" not in page
    assert f'action="/opinions/{new.id}/same/{old.id}/removal' in page  # undo beside the line
    assert "Đã nêu 2 lần, năm 2023, 2024." in _page(client, f"/opinions/{old.id}")
    answer = client.post(f"/opinions/{new.id}/same/{old.id}/removal")
    assert answer.status_code == 303
    assert "Việc này qua các năm" not in _page(client, f"/opinions/{new.id}")


def test_link_with_a_note(pair: tuple[Opinion, Opinion], client_as: Client) -> None:
    old, new = pair
    client = client_as("vanphong")
    path = f"/opinions/{new.id}/same/{old.id}"
    page = _page(client, path)
    assert old.words in page
    assert new.words in page
    long = "Cùng một cống. " * 40
    wrong = client.post(path, data={"note": long})
    assert wrong.status_code == 422
    assert long.strip() in wrong.get_data(as_text=True)
    assert "data-failed" in wrong.get_data(as_text=True)
    right = client.post(path, data={"note": "Cùng cống", "back": "/recurrences/found"})
    assert right.location == "/recurrences/found"
    away = client.post(f"{path}/removal", data={"back": "//evil.example/"})
    assert away.location == f"/opinions/{new.id}"


def test_two_of_one_meeting_are_sent_to_merging(now: Meeting, said: Say, client_as: Client) -> None:
    one, two = said(now), said(now, AGAIN, "to-4")
    client = client_as("vanphong")
    page = _page(client, f"/opinions/{one.id}/same/{two.id}")
    assert f"/opinions/{one.id}/compare/{two.id}" in page
    wrong = client.post(f"/opinions/{one.id}/same/{two.id}", data={"note": "Một việc"})
    assert wrong.status_code == 422
    assert "cùng một đợt thì gộp" in wrong.get_data(as_text=True)


def test_what_happened_meanwhile_is_told(pair: tuple[Opinion, Opinion], client_as: Client) -> None:
    old, new = pair
    client = client_as("vanphong")
    path = f"/opinions/{new.id}/same/{old.id}"
    gone = client.post(f"{path}/removal")
    assert gone.status_code == 409
    assert "không còn nối" in gone.get_data(as_text=True)
    _link(pair)
    for again in (path, f"/opinions/{new.id}/not-same/{old.id}"):
        answer = client.post(again)
        assert answer.status_code == 409
        assert "Việc này qua các năm" in answer.get_data(as_text=True)


def test_not_the_same_is_kept_and_taken_back(
    pair: tuple[Opinion, Opinion], client_as: Client
) -> None:
    old, new = pair
    client = client_as("vanphong")
    assert client.post(f"/opinions/{new.id}/not-same/{old.id}").status_code == 303
    page = _page(client, f"/opinions/{new.id}")
    assert f'action="/opinions/{new.id}/same/{old.id}"' not in page
    assert client.post(f"/opinions/{new.id}/not-same/{old.id}/removal").status_code == 303
    assert f'action="/opinions/{new.id}/same/{old.id}"' in _page(client, f"/opinions/{new.id}")
    assert client.post(f"/opinions/{new.id}/not-same/{old.id}/removal").status_code == 409


@pytest.mark.parametrize("username", ["chutich", "phochutich", "to3", "to4", "diachinh", "quantri"])
def test_only_the_office_has_the_verbs(
    username: str, pair: tuple[Opinion, Opinion], client_as: Client
) -> None:
    old, new = pair
    client = client_as(username)
    for path in ("same/{}", "same/{}/removal", "not-same/{}", "not-same/{}/removal"):
        target = f"/opinions/{new.id}/" + path.format(old.id)
        assert client.post(target).status_code == 404
    assert client.get(f"/opinions/{new.id}/same/{old.id}").status_code == 404
    assert client.get("/recurrences/found").status_code == 404
    assert client.post(f"/recurrences/agenda/{new.id}").status_code == 404
    is_leader = username in ("chutich", "phochutich")
    for path in ("/recurrences", "/recurrences/print"):
        assert client.get(path).status_code == (200 if is_leader else 404)
    assert client_as("vanphong").post(f"/opinions/{new.id}/same/9999").status_code == 404


def test_the_sender_sees_the_years_and_no_word_of_others(
    pair: tuple[Opinion, Opinion], client_as: Client
) -> None:
    old, new = pair
    _link(pair)
    page = _page(client_as("to3"), f"/opinions/{new.id}")
    assert "Đã nêu 2 lần, năm 2023, 2024." in page
    assert "1 ý kiến khác về việc này do đơn vị khác nêu" in page
    for secret in (old.words[:30], old.receipt or "", "Cùng đoạn cống", "Bỏ nối"):
        assert secret not in page
    chair = _page(client_as("chutich"), f"/opinions/{new.id}")
    assert "Cùng đoạn cống" in chair
    assert "Bỏ nối" not in chair


def test_agenda_notice_and_hall_say_it(
    pair: tuple[Opinion, Opinion], said: Say, client_as: Client, march: time_machine.Coordinates
) -> None:
    _old, new = pair
    _link(pair)
    other = said(new.meeting, LAMP)
    page = _page(client_as("to3"), f"/meetings/{new.meeting_id}/agenda")
    assert page.count("Nêu nhiều lần") == 1
    assert TWICE in page
    for words in (_hall_page(new), _hall_page(other)):
        assert (TWICE in words) is (new.words in words)
    march.move_to(moment(date(2024, 4, 15)))
    with unit_of_work():
        new.meeting.state = "ended"
    conclude(new)
    conclude(other)
    notice = compose(new.meeting)
    page = _page(client_as("vanphong"), f"/notices/{notice.id}")
    assert page.count(TWICE) == 1
    assert TWICE not in _page(client_as("vanphong"), f"/notices/{notice.id}/print")


def _hall_page(opinion: Opinion) -> str:
    """The part of the phone of who answers, as that person's page draws it."""
    from types import SimpleNamespace

    from flask import current_app, render_template
    from flask_login import login_user

    from dialogue.core import clock

    turn = SimpleNamespace(
        opinion=opinion, opinion_id=opinion.id, number=1, speaker_name="Bà Sáu", unit=None,
        topic="", answer_started_at=clock.now(), meeting_id=opinion.meeting_id,
    )  # fmt: skip
    with current_app.test_request_context("/my-answer"):
        login_user(person("diachinh"))
        return render_template(
            "hall/_my_answer.html",
            turns=[turn],
            allowance={opinion.meeting_id: 180},
            now=clock.now(),
        )


def test_the_list_narrows_prints_and_puts_on_the_agenda(
    pair: tuple[Opinion, Opinion], client_as: Client
) -> None:
    _old, new = pair
    with unit_of_work():
        new.state = "classified"
    _link(pair)
    client = client_as("vanphong")
    group, other = unit_of("to-3").id, unit_of("to-5").id
    page = _page(client, f"/recurrences?area={group}&year=2023")
    assert new.words[:30] in page
    assert "2 lần" in page
    assert f'<option value="{group}" selected>' in page
    assert f"/recurrences/print?show=open&amp;area={group}&amp;year=2023" in page
    assert new.words[:30] not in _page(client, f"/recurrences?area={other}")
    assert new.words[:30] not in _page(client, "/recurrences?show=settled")
    assert "có nêu trong năm 2023" in _page(client, "/recurrences/print?year=2023")
    _page(client, "/recurrences?show=nonsense&field=x&area=&year=abc&page=-4")
    data = {"version": new.version, "back": "/recurrences?year=2023"}
    answer = client.post(f"/recurrences/agenda/{new.id}", data=data)
    assert answer.location == "/recurrences?year=2023"
    db.session.expire_all()
    assert db.session.get_one(Opinion, new.id).state == "selected"
    page = _page(client, "/recurrences")
    assert "Đã vào chương trình" in page
    late = client.post(f"/recurrences/agenda/{new.id}", data=data)
    assert late.status_code == 409
    assert new.words[:30] in late.get_data(as_text=True)


def test_the_chair_reads_the_list_without_verbs(
    pair: tuple[Opinion, Opinion], client_as: Client
) -> None:
    with unit_of_work():
        pair[1].state = "classified"
    _link(pair)
    page = _page(client_as("chutich"), "/recurrences")
    assert "Đưa vào chương trình" not in page
    assert "/recurrences/found" not in page
    assert 'href="/recurrences"' in page
    assert 'href="/recurrences"' not in _page(client_as("to3"), "/opinions")


def test_what_was_found_waits_for_a_person(
    pair: tuple[Opinion, Opinion], client_as: Client
) -> None:
    old, new = pair
    client = client_as("vanphong")
    page = _page(client, "/recurrences/found")
    assert new.receipt in page
    assert old.receipt in page
    assert queries.matter_ids(old.id) == {old.id}
    answer = client.post(f"/opinions/{new.id}/same/{old.id}", data={"back": "/recurrences/found"})
    assert old.receipt not in _page(client, answer.location).split("</header>")[1].split("<h1")[1]


def test_the_desk_narrows_to_what_recurs(
    pair: tuple[Opinion, Opinion], said: Say, client_as: Client
) -> None:
    _old, new = pair
    lamp = said(new.meeting, LAMP)
    _link(pair)
    page = _page(client_as("vanphong"), "/triage?show=all&mark=recurrent")
    assert "Đã nối với năm trước (2)" in page
    queue = page.split('class="queue"')[1].split("</ol>")[0].split("</ul>")[0]
    assert lamp.receipt not in queue
    assert new.receipt in queue


def test_the_desk_offers_to_link_what_is_of_another_year(
    pair: tuple[Opinion, Opinion], client_as: Client
) -> None:
    old, new = pair
    client = client_as("vanphong")
    target = f"/opinions/{new.id}/same/{old.id}"
    assert target in _page(client, f"/triage?show=all&id={new.id}")
    _link(pair)
    assert target not in _page(client, f"/triage?show=all&id={new.id}")
    assert "Không trùng, không gợi ý" not in _page(client, f"/opinions/{new.id}/compare/{old.id}")


def test_a_settled_matter_says_so(
    before: Meeting, said: Say, client_as: Client, march: time_machine.Coordinates
) -> None:
    first = make_meeting(held_on=date(2022, 4, 14))
    one, two = said(first), said(before, AGAIN)
    _link((one, two))
    march.move_to(moment(date(2023, 4, 20)))
    conclude(two, "explained", None)
    issued_notice(before)
    page = _page(client_as("to3"), f"/opinions/{one.id}")
    assert "Lần gần nhất đã dứt điểm." in page
    assert "Đã dứt điểm" in _page(client_as("chutich"), "/recurrences?show=settled")
