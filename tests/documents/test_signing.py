"""Who signs by the chair's order (TL.), and what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents import signing
from dialogue.documents.producing import produce
from dialogue.documents.registry import KINDS
from tests.documents.decree import faults
from tests.documents.people import invited, three_lists
from tests.documents.support import dated, facts, text_of
from tests.documents.things import THINGS
from tests.followup import support as after

ORDER = ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")
BY_ORDER = {"invitation", "delegates", "reminder"}
LATE = after.moment(date(2024, 7, 1))


@pytest.fixture
def head(app: Flask) -> Account:
    """The office's head, as the administrator wrote down the post."""
    account = after.person("vanphong")
    with unit_of_work():
        account.title = "Chánh Văn phòng HĐND và UBND phường"
    return account


def test_only_letters_lists_and_invitations_are_signed_by_order() -> None:
    assert {code for code, kind in KINDS.items() if kind.by_order} == BY_ORDER


@pytest.mark.parametrize("code", sorted(BY_ORDER))
def test_the_head_of_the_office_signs_by_order(
    app: Flask, notice_day: Any, head: Account, code: str
) -> None:
    thing = THINGS[code]()
    notice_day.move_to(LATE)
    data = produce(KINDS[code], thing, by_order=True).data
    copies = 2 if code == "invitation" else 1
    wanted = facts(code, authority=ORDER, signer=head.full_name, copies=copies)
    assert faults(data, wanted) == []
    assert "TM. ỦY BAN NHÂN DÂN" not in text_of(data)


@pytest.mark.parametrize("code", sorted(set(KINDS) - BY_ORDER))
def test_what_decides_or_answers_is_never_signed_by_order(
    app: Flask, head: Account, code: str
) -> None:
    with pytest.raises(NotAllowed):
        produce(KINDS[code], THINGS[code](), by_order=True)


def test_nobody_heads_the_office_without_post_role_and_day(app: Flask, head: Account) -> None:
    assert signing.head_of_office() == head
    assert signing.head_of_office(date(1990, 1, 1)) is None, "before the role was given"
    with unit_of_work():
        head.active = False
    assert signing.head_of_office() is None
    with unit_of_work():
        head.active, head.title = True, "Công chức Văn phòng"
    assert signing.head_of_office() is None
    with unit_of_work():
        after.person("diachinh").title = "Chánh Văn phòng"
    with pytest.raises(InvalidInput, match="Chánh Văn phòng"):
        signing.by_order()


def test_it_is_offered_only_where_somebody_may_sign_so(
    app: Flask, notice_day: Any, client_as: Callable[[str], Any]
) -> None:
    meeting = dated(after.make_meeting(state="announced", ordinal=2))
    three_lists(meeting)
    invited(meeting)
    after.make_assignment()
    notice_day.move_to(LATE)
    office = client_as("vanphong")
    unit = after.unit_of("dia-chinh").id
    links = {
        f"/meetings/{meeting.id}/attendance": f"/documents/delegates/{meeting.id}?signer=order",
        "/overdue": f"/documents/reminder/{unit}?signer=order",
        f"/meetings/{meeting.id}/invitations": 'name="signer"',
    }
    for page, link in links.items():
        assert link not in office.get(page).text, page
    with unit_of_work():
        after.person("vanphong").title = "Chánh Văn phòng"
    for page, link in links.items():
        assert link in office.get(page).text, page
        if link.startswith("/"):
            assert ORDER[0] in text_of(office.get(link).data), page
    chosen = {"whom": "guests", "signer": "order"}
    sheet = office.post(f"/meetings/{meeting.id}/invitations", data=chosen)
    assert faults(sheet.data, facts("invitation", authority=ORDER)) == []
    assert office.get(f"/documents/summary/{meeting.id}?signer=order").status_code == 404
    assert client_as("to3").get(f"/documents/reminder/{unit}?signer=order").status_code == 404
