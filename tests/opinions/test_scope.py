"""One scope for list, detail, search, counts and photos: they cannot disagree."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.files import actions as files
from dialogue.files.queries import attachments_of
from dialogue.opinions import actions, queries
from dialogue.opinions.models import Opinion
from dialogue.opinions.workflow import OPINION
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Who = Callable[[str], Account]
Client = Callable[[str], FlaskClient]

EVERYONE = (
    "to3", "to4", "matran", "doan", "diachinh", "taichinh", "vanphong", "chutich", "phochutich",
    "quantri",
)  # fmt: skip
SEE_ALL_SENT = {"vanphong", "chutich", "phochutich"}


def _sees(user: Account, opinion: Opinion) -> bool:
    # A letter is listed apart: the matters it was split into stand for it.
    show = "split" if opinion.state == "split" else "all"
    rows = queries.list_opinions(user, queries.Wanted(show=show))
    listed = opinion.id in {row.id for row in rows}
    alone = queries.may_see(user, opinion.id)
    counted = queries.count_opinions(user, queries.Wanted(), (show,))[show] > 0
    found = bool(queries.list_opinions(user, queries.Wanted(show=show, q="kiet 12")))
    try:
        queries.get(user, opinion.id)
        opened = True
    except NotAllowed:
        opened = False
    answers = {listed, alone, counted, found, opened}
    assert len(answers) == 1, (user.username, opinion.state, answers)
    return answers.pop()


@pytest.mark.parametrize("state", OPINION.states)
def test_who_sees_what(state: str, in_state: Make, account: Who) -> None:
    opinion = in_state(state)
    expected = {"to3"} | (set() if state == "draft" else SEE_ALL_SENT)
    assert {name for name in EVERYONE if _sees(account(name), opinion)} == expected


def test_assigned_units_see_it_and_what_was_merged_into_it(
    in_state: Make, sent: Make, account: Who, unit: Callable[[str], Unit]
) -> None:
    office, opinion = account("vanphong"), in_state("selected")
    other = sent("Kiệt 12 cũng ngập", by="to4", resident_phone="+84905123456")
    actions.merge(other, opinion, actor=office)
    actions.ask_preparation(
        opinion, lead_unit=unit("dia-chinh"), supporting=[unit("tai-chinh")], actor=office
    )
    for name in ("diachinh", "taichinh"):
        assert queries.may_see(account(name), opinion.id)
        assert queries.may_see(account(name), other.id)
        assert queries.sees_contact(account(name), other)
    for name in ("congan", "to5", "quantri"):
        assert not queries.may_see(account(name), opinion.id)
    actions.cancel_preparation(opinion, actor=office)
    assert not queries.may_see(account("diachinh"), opinion.id)


def test_who_serves_at_a_meeting_sees_its_agenda(
    in_state: Make, meeting: Meeting, account: Who
) -> None:
    new, chosen = in_state("sent"), in_state("selected")
    row = plans.name_duty(meeting, account("congan"), "secretary", actor=account("vanphong"))
    user = account("congan")
    assert queries.may_see(user, chosen.id)
    assert not queries.may_see(user, new.id)
    assert not queries.sees_contact(user, chosen)
    plans.end_duty(row, actor=account("vanphong"))
    assert not queries.may_see(user, chosen.id)


def test_phone_and_address_stay_with_office_sender_and_assigned(
    sent: Make,
    meeting: Meeting,
    client_as: Client,
    account: Who,
    unit: Callable[[str], Unit],
    field: Callable[[str], object],
) -> None:
    office = account("vanphong")
    opinion = sent(
        "Kiệt 12 ngập",
        resident_name="Nguyễn Văn An",
        resident_phone="+84905123456",
        resident_address="40 Lê Lợi",
    )
    actions.classify(opinion, field=field("duong"), competence="ward", actor=office)  # type: ignore[arg-type]
    actions.select_for_agenda(opinion, actor=office)
    actions.ask_preparation(opinion, lead_unit=unit("dia-chinh"), actor=office)
    plans.name_duty(meeting, account("congan"), "secretary", actor=office)
    private = ("905123456", "905 123 456", "40 Lê Lợi")
    paths = (f"/opinions/{opinion.id}", "/opinions", f"/meetings/{meeting.id}/agenda")
    for name in ("to3", "vanphong", "diachinh"):
        client = client_as(name)
        page = client.get(paths[0]).get_data(as_text=True)
        assert "905 123 456" not in page, name  # shown when asked for, and that on record
        page = client.post(f"{paths[0]}/contact").get_data(as_text=True)
        assert "905 123 456" in page, name
        assert "40 Lê Lợi" in page, name
    for name in ("chutich", "phochutich", "congan"):
        for path in paths:
            page = client_as(name).get(path).get_data(as_text=True)
            assert not any(part in page for part in private), (name, path)
        assert opinion.short in client_as(name).get(paths[0]).get_data(as_text=True)


def test_photos_follow_their_opinion(sent: Make, client_as: Client, account: Who) -> None:
    opinion = sent()
    stream = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(stream, "PNG")
    stream.seek(0)
    files.store(opinion, FileStorage(stream, "anh.png"), actor=account("to3"))
    url = f"/files/{attachments_of(opinion)[0].id}"
    for name in EVERYONE:
        expected = 200 if name in {"to3"} | SEE_ALL_SENT else 404
        assert client_as(name).get(url).status_code == expected, name


def test_search_folds_marks_and_knows_receipt_numbers(sent: Make, account: Who) -> None:
    office = account("vanphong")
    flooded, dark = sent("Đường Hoà Bình bị ngập"), sent("Đèn hỏng", place="kiệt 5 đường Lê Lợi")
    for words, found in (
        ("duong hoa binh", [flooded]),
        ("đường hòa bình", [flooded]),
        ("le loi", [dark]),
        ("ngap", [flooded]),
        ("nga", [flooded]),  # still typing
        ("YK-2024-0002", [dark]),
        ("yk 2024 1", [flooded]),
        ("khong co gi", []),
        ('"; drop table', []),
    ):
        rows = queries.list_opinions(office, queries.Wanted(q=words))
        assert [row.id for row in rows] == [o.id for o in found], words
    assert queries.list_opinions(account("to4"), queries.Wanted(q="ngap")) == []


def test_merged_ones_stay_in_every_count(in_state: Make, account: Who) -> None:
    office = account("vanphong")
    root, other = in_state("classified"), in_state("sent")
    actions.merge(other, root, actor=office)
    rows = {row.id: row for row in queries.list_opinions(office, queries.Wanted())}
    assert rows[root.id].merged_count == 1
    assert (rows[other.id].merged_into, rows[other.id].label) == (root.receipt, "Đã gộp")
    assert db.session.scalar(select(Opinion.id).where(Opinion.id == other.id)) == other.id
