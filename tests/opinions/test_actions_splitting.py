"""One letter, several matters: numbers of their own, tied both ways, counted once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.files.queries import attachments_of
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.opinions import actions, queries
from dialogue.opinions.actions import Part
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Who = Callable[[str], Account]
TWO = (Part("Cống kiệt 12 nghẹt"), Part("Đèn đường hỏng", place="đường Lê Lợi"))


def test_each_part_has_its_number_and_what_the_letter_says(
    sent: Make, account: Who, field: Callable[[str], Field], meeting: Meeting
) -> None:
    office = account("vanphong")
    letter = sent(
        "Cống nghẹt. Đèn hỏng.",
        place="kiệt 12",
        resident_name="Bà Ba",
        resident_phone="+84905123456",
        people_count=4,
    )
    photo = Attachment(
        owner_type="opinion", owner_id=letter.id, sha256="a" * 64, name="anh.jpg",
        media_type="image/jpeg", size=10,
    )  # fmt: skip
    db.session.add(photo)
    db.session.commit()
    first, second = actions.split(
        letter, [TWO[0], Part("Đèn đường hỏng", "đường Lê Lợi", field("chieu_sang").id)],
        actor=office, version=letter.version,
    )  # fmt: skip
    assert (letter.state, letter.words, letter.receipt) == (
        "split",
        "Cống nghẹt. Đèn hỏng.",
        "YK-2024-0001",
    )
    assert [one.receipt for one in letter.parts] == ["YK-2024-0002", "YK-2024-0003"]
    assert (first.place, second.place) == ("kiệt 12", "đường Lê Lợi")
    assert second.field_id == field("chieu_sang").id
    for part in (first, second):
        assert part.split_from is letter
        assert (part.state, part.unit_id, part.sent_at) == ("sent", letter.unit_id, letter.sent_at)
        assert (part.resident_phone, part.people_count) == ("+84905123456", 4)
        assert [p.sha256 for p in attachments_of(part)] == ["a" * 64]
        assert [e.verb for e in timeline(part)] == ["split_off"]
    told = db.session.scalars(
        select(Notification.text).where(Notification.unit_id == letter.unit_id)
    ).all()
    assert any("YK-2024-0002, YK-2024-0003" in line for line in told)
    # Found by its own words, seen by its sender, counted once.
    found = queries.list_opinions(office, queries.Wanted(show="new", q="den duong hong"))
    assert [row.id for row in found] == [second.id]
    counts = queries.count_opinions(office, queries.Wanted(), queries.DESK_FILTERS)
    assert (counts["all"], counts["new"], counts["split"]) == (2, 2, 1)
    assert queries.sent_by(account("to3"), meeting) == 2
    assert {row.id for row in queries.list_opinions(account("to3"), queries.Wanted())} == {
        first.id,
        second.id,
    }


def test_who_may_split_what(in_state: Make, account: Who) -> None:
    office, letter = account("vanphong"), in_state("sent")
    for name in ("to3", "chutich", "diachinh", "quantri"):
        with pytest.raises(NotAllowed):
            actions.split(letter, TWO, actor=account(name))
    with pytest.raises(Conflict):
        actions.split(letter, TWO, actor=office, version=letter.version + 1)
    for parts in ((), TWO[:1], (TWO[0], Part("  ")), [TWO[0]] * 11, (TWO[0], Part("x" * 5001))):
        with pytest.raises(InvalidInput):
            actions.split(letter, parts, actor=office)
    assert letter.state == "sent"
    for state in ("returned", "selected", "concluded", "refused", "split"):
        with pytest.raises(Conflict):
            actions.split(in_state(state), TWO, actor=office)
    root = in_state("classified")
    actions.merge(letter, root, actor=office)
    for one in (letter, root):
        with pytest.raises(Conflict):
            actions.split(one, TWO, actor=office)


def test_undone_while_nobody_touched_a_part(in_state: Make, account: Who) -> None:
    office, letter = account("vanphong"), in_state("sent")
    parts = actions.split(letter, TWO, actor=office)
    with pytest.raises(NotAllowed):
        actions.unsplit(letter, actor=account("to3"))
    actions.unsplit(letter, actor=office)
    assert (letter.state, letter.parts) == ("sent", [])
    assert {part.state for part in parts} == {"withdrawn"}
    assert all(letter.receipt in part.office_note for part in parts)
    counts = queries.count_opinions(office, queries.Wanted(), ("new", "split"))
    assert counts == {"new": 1, "split": 0}
    # Split again: new numbers, the old ones are not given twice.
    again = actions.split(letter, TWO, actor=office)
    assert {one.receipt for one in again}.isdisjoint({one.receipt for one in parts})


def test_not_undone_once_a_part_is_touched(
    in_state: Make, account: Who, field: Callable[[str], Field]
) -> None:
    office = account("vanphong")
    letter = in_state("sent")
    part = actions.split(letter, TWO, actor=office)[0]
    actions.classify(part, field=field("duong"), competence="ward", actor=office)
    actions.unclassify(part, actor=office)
    with pytest.raises(Conflict):
        actions.unsplit(letter, actor=office)
    absorbing = in_state("sent")
    root = actions.split(absorbing, TWO, actor=office)[0]
    actions.merge(in_state("sent"), root, actor=office)
    with pytest.raises(Conflict):
        actions.unsplit(absorbing, actor=office)
