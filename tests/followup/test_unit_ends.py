"""A unit does not end while it owes something; its work is handed on at once, all or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.actions import update_unit
from dialogue.accounts.models import Unit
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.followup import actions, queries
from tests.followup.support import (
    conclude,
    draft,
    issued_notice,
    make_assignment,
    make_meeting,
    make_opinion,
    person,
    told,
    unit_of,
)

SignIn = Callable[[str], FlaskClient]


def end(unit: Unit) -> None:
    update_unit(
        unit,
        name=unit.name,
        short_name=unit.short_name,
        valid_to=date(2024, 5, 31),
        actor=person("quantri"),
    )


def two_matters() -> None:
    meeting = make_meeting()
    for _ in range(2):
        conclude(make_opinion(meeting))
    issued_notice(meeting)


def test_a_unit_with_open_work_does_not_end() -> None:
    two_matters()
    unit = unit_of("dia-chinh")
    with pytest.raises(InvalidInput, match="còn 2 việc chưa trả lời") as refused:
        end(unit)
    assert refused.value.field == "valid_to"
    actions.hand_over(
        queries.open_of_unit(unit.id), unit=unit_of("cong-an"), reason="Giải thể.",
        actor=person("vanphong"),
    )  # fmt: skip
    assert queries.open_of_unit(unit.id) == []
    assert sum("thay Địa chính" in line for line in told(unit="cong-an")) == 2
    end(unit)
    assert not unit.is_valid(date(2024, 6, 1))


def test_all_is_handed_on_or_nothing() -> None:
    two_matters()
    unit = unit_of("dia-chinh")
    rows = queries.open_of_unit(unit.id)
    actions.submit_reply(draft(rows[1]), actor=person("diachinh"))
    with pytest.raises(Conflict, match="cần trả lại trước"):
        actions.hand_over(
            rows, unit=unit_of("cong-an"), reason="Giải thể.", actor=person("vanphong")
        )
    assert len(queries.open_of_unit(unit.id)) == 2


def test_the_page_shows_what_is_open_and_hands_it_on(client_as: SignIn) -> None:
    unit_id = make_assignment().lead_unit_id
    admin, office = client_as("quantri"), client_as("vanphong")
    unit = f"/units/{unit_id}"
    page = admin.post(unit, data={
        "name": "Địa chính", "short_name": "Địa chính", "kind": "department",
        "valid_to": "2024-05-31",
    })  # fmt: skip
    assert (page.status_code, "còn 1 việc chưa trả lời" in page.text) == (422, True)
    assert f"{unit}/work" in office.get(unit).text
    assert admin.get(f"{unit}/work").status_code == 404
    assert client_as("diachinh").get(f"{unit}/work").status_code == 404
    refused = office.post(f"{unit}/work", data={"unit": "0", "reason": ""})
    assert refused.status_code == 422
    for line in ("Cần chọn ít nhất một việc.", "Cần chọn đơn vị được giao.", "Cần ghi rõ lý do."):
        assert line in refused.text
    office.post(f"{unit}/work", data={
        "chosen": [str(a.id) for a in queries.open_of_unit(unit_id)],
        "unit": str(unit_of("cong-an").id), "reason": "Giải thể.",
    })  # fmt: skip
    assert "Không còn việc nào chưa trả lời" in office.get(f"{unit}/work").text
