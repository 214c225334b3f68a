"""One matter on one page, over the years, as far as its reader may see."""

from __future__ import annotations

from collections.abc import Callable

import time_machine
from flask.testing import FlaskClient

from dialogue.extensions import db
from dialogue.followup import actions as followup
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.recurrence import actions
from tests.followup.support import assignment_of, conclude, issued_notice, issued_reply, person
from tests.recurrence.conftest import AGAIN, LANE, Say

Client = Callable[[str], FlaskClient]
PHONE = "0905123456"


def _over_two_years(before: Meeting, now: Meeting, said: Say, **old: object) -> tuple[int, int]:
    first = said(before, **{"resident_phone": PHONE, **old})
    conclusion = conclude(first, words="Giao Địa chính nạo vét trong quý II.")
    issued_notice(before)
    reply = issued_reply(assignment_of(conclusion))
    followup.confirm(reply, actor=person("vanphong"), unit=first.unit, words="Tổ trưởng báo xong")
    second = said(now, AGAIN)
    actions.link(first, second, note="Cùng đoạn cống", actor=person("vanphong"))
    return first.id, second.id


def test_from_the_first_words_to_the_last_reply(
    before: Meeting, now: Meeting, said: Say, client_as: Client
) -> None:
    first, second = _over_two_years(before, now, said)
    page = client_as("vanphong").get(f"/opinions/{second}/thread").text
    told = [
        "qua 2 lần nêu",
        LANE,
        "Giao Địa chính nạo vét trong quý II.",
        "Trả lời số 01/UBND-VP",
        "đã giải quyết xong",
        "Tổ trưởng báo xong",
        AGAIN,
    ]
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert PHONE not in page
    both = (f"/opinions/{first}/thread", f"/opinions/{second}/thread")
    assert client_as("vanphong").get(both[0]).text.count("<section") == 2
    for url, number in zip(both, (first, second), strict=True):
        assert url in client_as("vanphong").get(f"/opinions/{number}").text


def test_another_units_part_is_only_counted(
    before: Meeting, now: Meeting, said: Say, client_as: Client
) -> None:
    first, second = _over_two_years(before, now, said, sender="to-4")
    page = client_as("to3").get(f"/opinions/{second}/thread").text
    assert AGAIN in page
    assert LANE not in page
    assert "1 ý kiến khác về việc này do đơn vị khác nêu" in page
    assert client_as("to3").get(f"/opinions/{first}/thread").status_code == 404
    assert client_as("to5").get(f"/opinions/{second}/thread").status_code == 404
    assert client_as("quantri").get(f"/opinions/{second}/thread").status_code == 404


def test_one_that_was_merged_tells_its_own_words_and_what_came_of_all(
    before: Meeting, said: Say, client_as: Client, march: time_machine.Traveller
) -> None:
    root = said(before, sender="to-4")
    merged = said(before, AGAIN, merged_into_id=root.id, state="sent")
    conclude(root, words="Giao Địa chính nạo vét trong quý II.")
    issued_notice(before)
    page = client_as("to3").get(f"/opinions/{merged.id}/thread").text
    assert AGAIN in page
    assert "Giao Địa chính nạo vét trong quý II." in page
    assert LANE not in page


def test_a_draft_has_no_thread(now: Meeting, said: Say, client_as: Client) -> None:
    draft = said(now, state="draft", receipt=None)
    assert client_as("to3").get(f"/opinions/{draft.id}/thread").status_code == 404
    assert f"/opinions/{draft.id}/thread" not in client_as("to3").get(f"/opinions/{draft.id}").text
    assert db.session.get(Opinion, draft.id) is not None
