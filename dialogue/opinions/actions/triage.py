"""What the office does with an opinion that was sent (B6, B7)."""

from __future__ import annotations

from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform
from dialogue.opinions.actions.telling import tell_sender
from dialogue.opinions.models import COMPETENCES, KINDS, Field, Opinion
from dialogue.opinions.workflow import OPINION


def classify(
    opinion: Opinion,
    *,
    field: Field,
    competence: str,
    kind: str | None = None,
    actor: Account,
    version: int | None = None,
) -> Opinion:
    """Say its field, whose competence it is and its kind; again, to correct it."""
    with unit_of_work():
        verb = "classify" if opinion.state == "sent" else "reclassify"
        OPINION.permit(actor, opinion, verb, version=version)
        if competence not in COMPETENCES:
            raise InvalidInput("Thẩm quyền này không có trong danh sách.", field="competence")
        kind = kind or opinion.kind
        if kind not in KINDS:
            raise InvalidInput("Loại ý kiến này không có trong danh sách.", field="kind")
        perform(
            OPINION,
            opinion,
            verb,
            actor=actor,
            version=version,
            label=f"{OPINION.row(verb).label}: {field.name}, {COMPETENCES[competence]}",
            before={
                "field_id": opinion.field_id,
                "competence": opinion.competence,
                "kind": opinion.kind,
            },
            after={"field_id": field.id, "competence": competence, "kind": kind},
        )
        opinion.field_id, opinion.competence, opinion.kind = field.id, competence, kind
        db.session.flush()
        db.session.expire(opinion, ["field"])
        return opinion


def classify_and_select(
    opinion: Opinion,
    *,
    field: Field,
    competence: str,
    kind: str | None = None,
    actor: Account,
    version: int | None = None,
) -> Opinion:
    """Both steps in one transaction, for what is clear at first sight."""
    with unit_of_work():
        classify(
            opinion, field=field, competence=competence, kind=kind, actor=actor, version=version
        )
        return select_for_agenda(opinion, actor=actor)


def unclassify(opinion: Opinion, *, actor: Account, version: int | None = None) -> Opinion:
    """Put it back among the new ones; the field that the sender chose stays as it is now."""
    with unit_of_work():
        perform(OPINION, opinion, "unclassify", actor=actor, version=version)
        opinion.competence = None
        return opinion


def return_for_clarification(
    opinion: Opinion, *, question: str, actor: Account, version: int | None = None
) -> Opinion:
    """Ask the sender to make it clearer; the question is required."""
    with unit_of_work():
        perform(OPINION, opinion, "return", actor=actor, version=version, reason=question)
        opinion.office_note = clean(question)
        tell_sender(opinion, f"Văn phòng cần làm rõ: {opinion.office_note[:200]}")
        return opinion


def take_back(opinion: Opinion, *, actor: Account, version: int | None = None) -> Opinion:
    """Undo a return: the office goes on with what it has."""
    verb = "take_back" if opinion.competence is None else "take_back_classified"
    return _back(opinion, verb, "Văn phòng đã tiếp nhận, không cần làm rõ nữa.", actor, version)


def refuse(opinion: Opinion, *, reason: str, actor: Account, version: int | None = None) -> Opinion:
    """Defamatory content and the like is not accepted; the reason goes to the sender (I.2.5)."""
    with unit_of_work():
        perform(OPINION, opinion, "refuse", actor=actor, version=version, reason=reason)
        opinion.office_note = clean(reason)
        tell_sender(opinion, f"Không tiếp nhận. Lý do: {opinion.office_note[:200]}")
        return opinion


def refer(opinion: Opinion, *, reason: str, actor: Account, version: int | None = None) -> Opinion:
    """A complaint or denunciation is no petition: it goes to the reception of citizens."""
    with unit_of_work():
        perform(OPINION, opinion, "refer", actor=actor, version=version, reason=reason)
        opinion.office_note = clean(reason)
        tell_sender(opinion, f"Chuyển bộ phận tiếp công dân. Lý do: {opinion.office_note[:200]}")
        return opinion


def restore(opinion: Opinion, *, actor: Account, version: int | None = None) -> Opinion:
    """Undo a refusal or a referral: it stands again where it stood."""
    verb = "restore" if opinion.competence is None else "restore_classified"
    return _back(opinion, verb, "Văn phòng đã nhận lại để xem xét.", actor, version)


def _back(opinion: Opinion, verb: str, text: str, actor: Account, version: int | None) -> Opinion:
    with unit_of_work():
        perform(OPINION, opinion, verb, actor=actor, version=version)
        opinion.office_note = ""
        tell_sender(opinion, text)
        return opinion


def select_for_agenda(opinion: Opinion, *, actor: Account, version: int | None = None) -> Opinion:
    """Put it on the agenda of its meeting, after those already there."""
    with unit_of_work():
        perform(OPINION, opinion, "select", actor=actor, version=version)
        opinion.agenda_place = next_place(opinion.meeting_id)
        return opinion


def unselect(opinion: Opinion, *, actor: Account, version: int | None = None) -> Opinion:
    """Take it off the agenda; its classification stays."""
    with unit_of_work():
        perform(OPINION, opinion, "unselect", actor=actor, version=version)
        opinion.agenda_place = None
        return opinion


def move_on_agenda(
    opinion: Opinion, *, up: bool, actor: Account, version: int | None = None
) -> Opinion:
    """One place up or down among what is still to be heard. Nothing changes at either end."""
    with unit_of_work() as session:
        OPINION.permit(actor, opinion, "reorder", version=version)
        place = Opinion.agenda_place
        beyond = place < opinion.agenda_place if up else place > opinion.agenda_place
        other = session.scalar(
            select(Opinion)
            .where(
                Opinion.meeting_id == opinion.meeting_id,
                Opinion.state == "selected",
                Opinion.merged_into_id.is_(None),
                beyond,
            )
            .order_by(place.desc() if up else place)
            .limit(1)
        )
        if other is None:
            return opinion
        perform(
            OPINION,
            opinion,
            "reorder",
            actor=actor,
            version=version,
            label="Đưa lên trước trong chương trình" if up else "Đưa xuống sau trong chương trình",
            past=other.receipt,
        )
        opinion.agenda_place, other.agenda_place = other.agenda_place, opinion.agenda_place
        return opinion


def next_place(meeting_id: int) -> int:
    """The place after the last on the meeting's agenda."""
    last = db.session.scalar(
        select(func.max(Opinion.agenda_place)).where(Opinion.meeting_id == meeting_id)
    )
    return (last or 0) + 1
