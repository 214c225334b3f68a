"""Split one letter into its matters: the letter stays, each matter goes its own way (B6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean, clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.files.actions import share
from dialogue.files.queries import attachments_of
from dialogue.history.actions import perform, record
from dialogue.opinions.actions.receipts import next_receipt
from dialogue.opinions.actions.telling import tell_sender
from dialogue.opinions.models import Opinion, OpinionVoice
from dialogue.opinions.workflow import OPINION

MAX_PARTS = 10
MAX_WORDS = 5000
# What every part has from its letter.
SAME = (
    "meeting_id", "unit_id", "author_id", "channel", "kind", "area_id", "resident_name",
    "resident_phone", "resident_address", "consent_named", "people_count", "late",
    "late_reason", "sent_at", "received_on", "written_by",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One matter of a letter, in the letter's words; ``place`` empty means the letter's."""

    words: str
    place: str = ""
    field_id: int | None = None


def split(
    letter: Opinion, parts: Sequence[Part], *, actor: Account, version: int | None = None
) -> list[Opinion]:
    """Make an opinion of each part, with its own receipt; the letter stays readable.

    The sender is told the new numbers. ``InvalidInput`` for fewer than two parts with words.
    """
    with unit_of_work() as session:
        OPINION.permit(actor, letter, "split", version=version)
        parts = [part for part in parts if clean(part.words)]
        if not 2 <= len(parts) <= MAX_PARTS:
            raise InvalidInput(f"Cần từ 2 đến {MAX_PARTS} việc có nội dung.", field="parts")
        if any(len(clean(part.words)) > MAX_WORDS for part in parts):
            raise InvalidInput(f"Mỗi việc dài nhất {MAX_WORDS} ký tự.", field="parts")
        photos = attachments_of(letter)
        made = [_part_of(letter, part) for part in parts]
        session.add_all(made)
        session.flush()
        for one in made:
            share(photos, one, actor=actor)
            record(
                actor,
                one,
                "split_off",
                f"Tách từ thư {letter.receipt}",
                moved=(None, "sent", "", OPINION.label("sent")),
                letter=letter.id,
            )
        numbers = ", ".join(one.receipt or "" for one in made)
        perform(
            OPINION,
            letter,
            "split",
            actor=actor,
            version=version,
            label=f"Tách thành {len(made)} việc: {numbers}",
            parts=[one.id for one in made],
        )
        tell_sender(letter, f"Văn phòng tách thành {len(made)} việc để giải quyết: {numbers}.")
        _refresh(letter)
        return made


def _part_of(letter: Opinion, part: Part) -> Opinion:
    words = clean(part.words)
    place = clean_line(part.place) or letter.place
    return Opinion(
        client_key=token_hex(16),
        receipt=next_receipt(),
        state="sent",
        words=words,
        place=place,
        folded=fold(f"{words} {place}"),
        field_id=part.field_id or letter.field_id,
        split_from_id=letter.id,
        voices=[
            OpinionVoice(
                position=one.position,
                name=one.name,
                phone=one.phone,
                consent_named=one.consent_named,
            )
            for one in letter.voices
        ],
        **{name: getattr(letter, name) for name in SAME},
    )


def unsplit(letter: Opinion, *, actor: Account, version: int | None = None) -> Opinion:
    """Undo it while nobody has touched a part: the letter stands as before.

    The parts keep their numbers, closed: a number once given is never given again.
    """
    with unit_of_work():
        verb = "unsplit" if letter.competence is None else "unsplit_classified"
        parts = list(letter.parts)
        perform(OPINION, letter, verb, actor=actor, version=version)
        for part in parts:
            perform(
                OPINION,
                part,
                "drop_part",
                actor=actor,
                label=f"Bỏ số này vì thư {letter.receipt} được xử lý chung",
            )
            part.split_from_id = None
            part.office_note = f"Được xử lý chung trong thư {letter.receipt}."
        tell_sender(letter, "Văn phòng xử lý chung cả thư, không tách nữa.")
        _refresh(letter)
        return letter


def _refresh(letter: Opinion) -> None:
    db.session.flush()
    db.session.expire(letter, ["parts"])
