"""Each search is on record; a person's data goes out as a workbook, on record too."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.models import HistoryEvent
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.privacy import actions, queries
from tests.conftest import QueryCount
from tests.followup.support import make_opinion
from tests.privacy.conftest import ADDRESS, NAME, PHONE

As = Callable[[str], FlaskClient]


def recorded(verb: str) -> list[HistoryEvent]:
    return list(db.session.scalars(select(HistoryEvent).where(HistoryEvent.verb == verb)))


@pytest.mark.parametrize(
    ("name", "phone"),
    [(NAME, ""), ("huynh thi sau be", ""), ("SÁU BÉ", ""), ("", "0905 123 456"), ("ai đó", PHONE)],
)
def test_a_person_is_found_by_name_or_phone(name: str, phone: str, opinion: Opinion) -> None:
    codes = {one.place.code for one in queries.find(name, phone)}
    assert {"opinion", "voice", "delegate"} <= codes
    assert ("turn" in codes) == (name not in ("", "ai đó"))


def test_a_search_is_on_record(opinion: Opinion, account: Callable[[str], Account]) -> None:
    actions.search(NAME, "", actor=account("vanphong"))
    [event] = recorded("privacy_search")
    assert (event.actor_name, event.details["name"]) == (account("vanphong").full_name, NAME)
    with pytest.raises(NotAllowed):
        actions.search(NAME, "", actor=account("chutich"))
    with pytest.raises(InvalidInput):
        actions.search("an", "", actor=account("vanphong"))
    assert len(recorded("privacy_search")) == 1


def test_a_search_costs_the_same(
    opinion: Opinion, client_as: As, count_queries: Callable[[], QueryCount]
) -> None:
    client, costs = client_as("vanphong"), []
    for more in (1, 2, 47):
        for _ in range(more):
            make_opinion(db.session.scalars(select(Meeting)).one(), resident_name=NAME)
        with count_queries() as counted:
            assert client.post("/privacy/search", data={"name": NAME}).status_code == 200
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs


def test_the_export(opinion: Opinion, client_as: As) -> None:
    client = client_as("vanphong")
    rows = [one.key for one in queries.find(NAME, "")]
    data = {"name": NAME, "phone": "", "rows": rows, "ground": "Đơn số 7"}
    assert client.post("/privacy/export", data={**data, "ground": ""}).status_code == 422
    assert client.post("/privacy/export", data={**data, "rows": []}).status_code == 422
    assert not recorded("privacy_export")
    answer = client.post("/privacy/export", data=data)
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    cells = " ".join(str(cell) for row in sheet.to_python() for cell in row)
    for told in (NAME, "0905", ADDRESS, "1951", "nắp cống vỡ", "Đại biểu"):
        assert told in cells
    [event] = recorded("privacy_export")
    assert event.reason == "Đơn số 7"
    assert event.details["rows"] == rows
    assert client_as("chutich").post("/privacy/export", data=data).status_code == 404


def test_a_wrong_search_comes_back_as_typed(client_as: As) -> None:
    page = client_as("quantri").post("/privacy/search", data={"name": "", "phone": "12"})
    assert page.status_code == 422
    assert "Số điện thoại chưa đúng" in page.text
