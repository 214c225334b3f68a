"""Erasure at a person's wish: the matter and its answer stay, the person goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text

from dialogue.accounts.models import Account
from dialogue.accounts.queries import phone_number
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line, fold
from dialogue.extensions import db
from dialogue.files import actions as files
from dialogue.files.models import Attachment
from dialogue.followup.privacy import names_in
from dialogue.history.models import Redaction
from dialogue.history.redaction import redacting
from dialogue.privacy import queries, sweep
from dialogue.privacy.actions import check_person
from dialogue.privacy.permissions import keeps_personal_data
from dialogue.privacy.queries import Found

GONE = "Đã xóa theo yêu cầu"


@dataclass(frozen=True)
class Wish:
    """Who is to be erased and where; ``rows`` as ``Found.key``, ``files`` as ids."""

    name: str
    phone: str
    rows: tuple[str, ...]
    ground: str
    files: tuple[int, ...] = ()
    despite_open: bool = False
    sure: bool = False


def erase(wish: Wish, *, actor: Account) -> Redaction:
    """Take the person out of the rows marked, the record, the search and the files marked.

    Raises ``InvalidInput`` for a wish that is not complete, or while something is still to be
    answered to the person and that was not confirmed. Returns the tombstone.
    """
    if not keeps_personal_data(actor):
        raise NotAllowed
    check_person(wish.name, wish.phone)
    with redacting(_ground(wish), actor=actor) as redaction:
        db.session.execute(text("PRAGMA secure_delete = ON"))  # freed pages are overwritten
        found = queries.find(wish.name, wish.phone)
        marked = [one for one in found if one.key in wish.rows]
        _refuse(wish, marked)
        names, phones, addresses = _person(wish, marked)
        _not_in_ground(wish, names, phones)
        counts: Counter[str] = Counter()
        own = _own_rows(marked)
        for one in marked:
            counts[one.row.__tablename__] += 1
        for one in marked:
            _empty(one, names, phones)
        near = sweep.taking_out(names, phones, addresses)
        if near is not None:
            counts.update(sweep.around(near, redaction, own))
        # A name that another person bears too stays where it may be his.
        shared = len(marked) < len(found) or any(queries.namesakes(name) for name in names)
        wide = sweep.taking_out(() if shared else names, phones)
        if wide is not None:
            counts.update(sweep.everywhere(wide, redaction))
        counts.update(_drop_files(wish, marked))
        db.session.execute(text("INSERT INTO opinion_fts(opinion_fts) VALUES ('optimize')"))
        redaction.counts = dict(counts)
        return redaction


def _ground(wish: Wish) -> str:
    if not clean(wish.ground):
        raise InvalidInput("Cần ghi căn cứ.", field="ground")
    if not wish.sure:
        raise InvalidInput("Cần xác nhận trước khi xóa.", field="sure")
    return wish.ground


def _refuse(wish: Wish, marked: Sequence[Found]) -> None:
    if not marked:
        raise InvalidInput("Cần chọn ít nhất một dòng.", field="rows")
    if queries.open_assignments(marked) and not wish.despite_open:
        raise InvalidInput(
            "Còn việc chưa trả lời xong cho người này. Chỉ xóa khi đã xác nhận bên dưới.",
            field="despite_open",
        )


def _person(wish: Wish, marked: Sequence[Found]) -> tuple[set[str], set[str], set[str]]:
    """All names, phones and addresses of the person, also those that only the rows tell."""
    names = {clean_line(wish.name)} if wish.name else set()
    phones, addresses = {phone_number(wish.phone) or ""}, set()
    for one in marked:
        if not _is_alone(one):
            continue
        names.update({one.name, *names_in(one.name)})
        phones.add(getattr(one.row, one.place.phone) if one.place.phone else "")
        addresses.add(clean_line(getattr(one.row, "resident_address", "")))
    return names - {"", GONE}, phones - {""}, addresses - {""}


def _is_alone(one: Found) -> bool:
    """Whether the row names nobody but the person (a joint letter names several)."""
    return len(names_in(one.name)) <= 1


def _not_in_ground(wish: Wish, names: set[str], phones: set[str]) -> None:
    change = sweep.taking_out(names, phones)
    if change is not None and change(wish.ground) != wish.ground:
        raise InvalidInput("Căn cứ còn ghi tên hoặc số điện thoại của người này.", field="ground")


def _own_rows(marked: Sequence[Found]) -> set[sweep.Key]:
    keys = {(one.row.__tablename__, one.row.id) for one in marked}
    return keys | {("opinion", one.opinion_id) for one in marked if one.opinion_id is not None}


def _empty(one: Found, names: set[str], phones: set[str]) -> None:
    row: Any = one.row
    change = sweep.taking_out(names, phones)
    alone = _is_alone(one)
    if one.place.code == "delegate":
        row.describe(full_name=GONE, birth_year=None, phone="", post="", body="")
    elif one.place.code == "opinion":
        row.resident_name = "" if alone or change is None else change(one.name)
        if alone or row.resident_phone in phones:
            row.resident_phone = ""
        if alone:
            row.resident_address, row.consent_named = "", False
    else:
        setattr(row, one.place.name, GONE)
        if one.place.phone:
            setattr(row, one.place.phone, "")
        if hasattr(row, "consent_named"):
            row.consent_named = False
        if hasattr(row, "folded"):
            row.folded = fold(GONE)


def _drop_files(wish: Wish, marked: Sequence[Found]) -> dict[str, int]:
    meant = {one.sha256 for one in queries.files_of(marked) if one.id in wish.files}
    # The same picture may stand with a matter split off or with a unit's own copy.
    rows = list(db.session.scalars(select(Attachment).where(Attachment.sha256.in_(meant))))
    if not rows:
        return {}
    files.remove(rows)
    return {Attachment.__tablename__: len(rows)}
