"""Where a person is named: the rows that say who somebody is, found by name or phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from dialogue.accounts.models import Account
from dialogue.accounts.queries import phone_number
from dialogue.attendance.models import Delegate
from dialogue.checkin.models import CheckIn
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.followup.models import Assignment, Conclusion
from dialogue.hall.models import SpeakingRequest, Turn
from dialogue.history.models import Redaction
from dialogue.opinions.models import Opinion, OpinionVoice

SHORTEST = 4  # letters of a name, digits of a phone


@dataclass(frozen=True)
class Place:
    """A table whose rows say who somebody is, and which of its columns do."""

    code: str
    label: str
    model: Any
    name: str
    phone: str = ""
    others: tuple[str, ...] = ()  # erased with the name


PLACES = (
    Place("opinion", "Người nêu ý kiến", Opinion, "resident_name", "resident_phone",
          ("resident_address",)),
    Place("voice", "Người cùng nêu ý kiến", OpinionVoice, "name", "phone"),
    Place("delegate", "Đại biểu", Delegate, "full_name", "phone", ("birth_year",)),
    Place("check_in", "Người điểm danh", CheckIn, "full_name"),
    Place("turn", "Người phát biểu", Turn, "speaker_name"),
    Place("request", "Người đăng ký phát biểu bằng điện thoại", SpeakingRequest, "speaker_name"),
)  # fmt: skip
BY_CODE = {place.code: place for place in PLACES}


@dataclass(frozen=True)
class Found:
    """One row that names the person."""

    place: Place
    row: Any

    @property
    def key(self) -> str:
        """``"opinion-12"``."""
        return f"{self.place.code}-{self.row.id}"

    @property
    def name(self) -> str:
        return str(getattr(self.row, self.place.name))

    @property
    def opinion_id(self) -> int | None:
        """The opinion to which the row belongs."""
        if self.place.code == "opinion":
            return int(self.row.id)
        found = getattr(self.row, "opinion_id", None)
        return None if found is None else int(found)

    @property
    def url(self) -> str | None:
        """The page that shows it, for those who may open that."""
        if self.opinion_id is not None:
            return url_for("opinions.show", opinion_id=self.opinion_id)
        return None

    @property
    def about(self) -> str:
        """Which opinion or which meeting it stands with."""
        if self.place.code == "voice":
            return f"Ý kiến số {self.row.opinion_id}"
        if self.place.code == "opinion":
            return f"{self.row.receipt or 'Bản nháp'}, {self.row.meeting.name}"
        return str(self.row.meeting.name)


def find(name: str, phone: str) -> list[Found]:
    """All rows whose name holds the words of ``name`` (without marks) or that have ``phone``.

    One query a place, however many rows there are.
    """
    wanted, number = fold(name), phone_number(phone) if phone else None
    if len(wanted) < SHORTEST:
        wanted = ""
    return [found for place in PLACES for found in _in(place, wanted, number)]


def _in(place: Place, wanted: str, number: str | None) -> list[Found]:
    model = place.model
    names = [model.id, getattr(model, place.name)]
    phones = [getattr(model, place.phone)] if place.phone else []
    # Folding is ours, not the database's: only ids, names and phones are read for it.
    meant = [
        row[0]
        for row in db.session.execute(select(*names, *phones))
        if (wanted and f" {wanted} " in f" {fold(row[1])} ")
        or (number and phones and row[2] == number)
    ]
    if not meant:
        return []
    query = select(model).where(model.id.in_(meant)).order_by(model.id)
    if hasattr(model, "meeting"):
        query = query.options(selectinload(model.meeting))
    return [Found(place, row) for row in db.session.scalars(query)]


def open_assignments(found: Sequence[Found]) -> list[Assignment]:
    """What is still to be answered to the person: the legal reason to keep his data."""
    ids = {one.opinion_id for one in found} - {None}
    query = (
        select(Assignment)
        .join(Conclusion, Conclusion.id == Assignment.conclusion_id)
        .where(Conclusion.opinion_id.in_(ids), Assignment.state != "answered")
    )
    return list(db.session.scalars(query))


def files_of(found: Sequence[Found]) -> list[Attachment]:
    """The files given with the opinions found; the clerk marks those that show the person."""
    ids = {one.opinion_id for one in found} - {None}
    query = select(Attachment).where(
        Attachment.owner_type == Opinion.__tablename__, Attachment.owner_id.in_(ids)
    )
    return list(db.session.scalars(query.order_by(Attachment.id)))


def namesakes(name: str) -> bool:
    """Whether an account bears that name: the acts of officials stay under their names."""
    return any(fold(one) == fold(name) for one in db.session.scalars(select(Account.full_name)))


def erasures() -> list[Redaction]:
    """All tombstones, newest first."""
    return list(db.session.scalars(select(Redaction).order_by(Redaction.id.desc())))
