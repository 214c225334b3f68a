"""The order of a notice by hand, the signed scan, papers made elsewhere in the register."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from PIL import Image

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.files.queries import attachments_of
from dialogue.followup import actions, register
from dialogue.followup.models import ConclusionNotice
from tests.followup.support import (
    compose,
    conclude,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    person,
    verbs,
)

SignIn = Callable[[str], FlaskClient]


def a_draft(number: int = 3) -> ConclusionNotice:
    meeting = make_meeting()
    for _ in range(number):
        conclude(make_opinion(meeting))
    return compose(meeting)


def order(notice: ConclusionNotice) -> list[int]:
    return [item.conclusion_id for item in notice.items]


def test_the_office_keeps_its_own_order_and_new_matters_come_last() -> None:
    notice, office = a_draft(), person("vanphong")
    first, second, third = order(notice)
    actions.move_item(notice.items[2], earlier=True, actor=office)
    assert order(notice) == [first, third, second]
    actions.move_item(notice.items[0], earlier=True, actor=office)  # nothing above it
    assert order(notice) == [first, third, second]
    later = conclude(make_opinion(notice.meeting, agenda_place=0))
    compose(notice.meeting)
    assert order(notice) == [first, third, second, later.id]
    assert [item.position for item in notice.items] == [1, 2, 3, 4]
    with pytest.raises(NotAllowed):
        actions.move_item(notice.items[0], earlier=False, actor=person("chutich"))
    with pytest.raises(Conflict):
        actions.move_item(notice.items[0], earlier=False, actor=office, version=notice.version - 1)
    actions.submit_notice(notice, actor=office)
    assert order(notice) == [first, third, second, later.id]
    with pytest.raises(Conflict, match="cần rút lại"):
        actions.move_item(notice.items[0], earlier=False, actor=office)


def test_items_are_moved_on_the_page(client_as: SignIn) -> None:
    notice = a_draft()
    office, item_id = client_as("vanphong"), notice.items[1].id
    url = f"/notices/{notice.id}/items/{item_id}"
    page = office.get(f"/notices/{notice.id}").text
    assert "Đưa mục 2 lên" in page
    assert "Đưa mục 1 lên" not in page
    assert "Đưa mục 3 xuống" not in page
    office.post(f"{url}/up", data={"version": notice.version})
    assert office.get(f"{url}/up").status_code in (404, 405)
    assert office.post(f"{url}/aside", data={}).status_code == 404
    assert client_as("chutich").post(f"{url}/up", data={}).status_code == 404


def scan(kind: str = "JPEG") -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(data, kind)
    data.seek(0)
    return data


def test_the_signed_scan_stands_beside_the_paper_and_an_older_one_stays(
    client_as: SignIn,
) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = issued_notice(meeting)
    office, url = client_as("vanphong"), f"/notices/{notice.id}/scan"
    empty = office.post(url, data={})
    assert (empty.status_code, "Cần chọn tệp PDF" in empty.text) == (422, True)
    wrong = office.post(
        url, data={"photos": (io.BytesIO(b"MZ"), "a.exe")}, content_type="multipart/form-data"
    )
    assert wrong.status_code == 422
    for name in ("ban-ky.jpg", "ban-ky-2.jpg"):
        office.post(url, data={"photos": (scan(), name)}, content_type="multipart/form-data")
    assert [file.name for file in attachments_of(notice)] == ["ban-ky.jpg", "ban-ky-2.jpg"]
    assert verbs(notice)[-2:] == ["scan", "scan"]
    file = attachments_of(notice)[0]
    assert f"/files/{file.id}" in client_as("to3").get(f"/notices/{notice.id}").text
    assert client_as("to3").get(f"/files/{file.id}").status_code == 200
    assert client_as("quantri").get(f"/files/{file.id}").status_code == 404
    assert client_as("chutich").get(url).status_code == 404


def test_a_reply_s_scan_is_for_who_works_on_it(client_as: SignIn) -> None:
    reply = issued_reply(make_assignment())
    office = client_as("vanphong")
    office.post(
        f"/replies/{reply.id}/scan", data={"photos": (scan(), "ky.jpg")},
        content_type="multipart/form-data",
    )  # fmt: skip
    file = attachments_of(reply)[0]
    assert client_as("diachinh").get(f"/files/{file.id}").status_code == 200
    assert client_as("to3").get(f"/files/{file.id}").status_code == 404  # it bears the name
    assert f"/files/{file.id}" not in client_as("to3").get(f"/replies/{reply.id}").text


def test_a_draft_has_no_scan(client_as: SignIn) -> None:
    notice = a_draft(1)
    assert client_as("vanphong").get(f"/notices/{notice.id}/scan").status_code == 404
    with pytest.raises(Conflict):
        actions.attach_scan(notice, [], actor=person("vanphong"))


# The register


def enter(**changes: object) -> object:
    values = {
        "series": "TB", "number": None, "title": "Tuyển quân",
        "issued_on": date(2024, 4, 30), "actor": person("vanphong"),
    } | changes  # fmt: skip
    return register.enter_outside(values.pop("series"), **values)  # type: ignore[arg-type]


def test_a_ward_begins_in_mid_year_and_goes_on_from_its_paper_book() -> None:
    enter(number=14, title="Sổ giấy đến số 14")
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = issued_notice(meeting)
    assert notice.symbol == "15/TB-UBND"
    entry = register.last_entry("TB", 2024)
    assert entry is not None
    assert entry.number == 15
    first = register.entries("TB", 2024)[0]
    assert "bỏ qua từ số 1 đến số 13" in _label(first)


def _label(entry: object) -> str:
    from tests.followup.support import events

    return events(entry)[-1].label


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"series": "QĐ"}, "series"),
        ({"title": " "}, "title"),
        ({"issued_on": None}, "issued_on"),
        ({"issued_on": date(2024, 5, 3)}, "issued_on"),
        ({"issued_on": date(2024, 4, 1)}, "issued_on"),
        ({"number": 5}, "number"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_place(changes: dict[str, object], field: str) -> None:
    enter(number=5, issued_on=date(2024, 4, 2))
    with pytest.raises(InvalidInput) as refused:
        enter(**changes)
    assert refused.value.field == field
    assert len(register.entries(None, None)) == 1


def test_only_the_office_enters() -> None:
    with pytest.raises(NotAllowed):
        enter(actor=person("chutich"))


def test_the_register_on_its_page(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    issued_notice(meeting)
    office = client_as("vanphong")
    page = office.get("/register").text
    assert "01/TB-UBND" in page
    assert "01/TB-UBND" not in office.get("/register?series=CV").text
    assert "01/TB-UBND" not in office.get("/register?year=2020").text
    assert office.get("/register?series=QD").status_code == 404
    data = {"series": "TB", "number": "1", "title": "Khác", "issued_on": "2024-05-02"}
    taken = office.post("/register", data=data)
    assert (taken.status_code, "Số tiếp theo của năm 2024 là 2." in taken.text) == (422, True)
    office.post("/register", data={**data, "number": ""})
    assert "02/TB-UBND" in office.get("/register?series=TB&year=2024").text
    chair = client_as("chutich")
    assert "Ghi sổ" not in chair.get("/register").text
    assert chair.post("/register", data=data).status_code == 404
    assert client_as("diachinh").get("/register").status_code == 404
