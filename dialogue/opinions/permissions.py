"""Who may do what to an opinion; the state is the workflow's business."""

from __future__ import annotations

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import is_leader, is_office, sees_everything, sends_opinions
from dialogue.opinions.models import Opinion, Preparation
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import is_desk, is_presider, is_secretary, takes_part


def can_send(user: Account) -> bool:
    return sends_opinions(user)


def can_triage(user: Account, opinion: Opinion | None = None) -> bool:
    """Only the office receives, classifies, merges, selects and assigns."""
    return is_office(user)


def can_read_opinions(user: Account) -> bool:
    """Anyone with a part in the dialogue; what each sees is narrowed by ``visible_to``."""
    return takes_part(user)


def is_sender(user: Account, opinion: Opinion) -> bool:
    """The sending unit's own people."""
    return sends_opinions(user) and user.unit_id == opinion.unit_id


def stands_for_sender(user: Account, opinion: Opinion) -> bool:
    """The sending unit's own people; the office too for what it typed in from paper."""
    return is_sender(user, opinion) or (opinion.channel == "paper" and is_office(user))


def keeps_consent(user: Account, opinion: Opinion) -> bool:
    """Who is told by the people: the unit that brought their words, or the office."""
    return is_sender(user, opinion) or is_office(user)


def can_report_for(user: Account, unit_id: int) -> bool:
    """The unit itself; the office for one that answered on paper or by word of mouth."""
    return is_office(user) or (sends_opinions(user) and user.unit_id == unit_id)


def can_enter_for(user: Account, unit: Unit) -> bool:
    """A unit brings its own list; the office that of any unit."""
    return is_office(user) or can_report_for(user, unit.id)


def can_conclude(user: Account, opinion: Opinion) -> bool:
    """The presider of its meeting; the office writes down what he concluded."""
    return is_office(user) or is_presider(user, opinion.meeting)


def can_raise(user: Account, meeting: Meeting) -> bool:
    """Whoever takes opinions in the hall: desk, secretary, presider."""
    return is_desk(user, meeting) or is_secretary(user, meeting) or is_presider(user, meeting)


def can_take_up(user: Account, opinion: Opinion) -> bool:
    """Whoever takes opinions in the hall may put one on the agenda whose sender came to speak."""
    return can_raise(user, opinion.meeting)


def is_lead(user: Account, preparation: Preparation) -> bool:
    """One unit is accountable for the answer; supporting units only help it."""
    return takes_part(user) and user.unit_id == preparation.lead_unit_id


def can_review(user: Account, preparation: Preparation) -> bool:
    """Who presides reads the answers before the meeting and may want more; the office too."""
    return is_office(user) or is_leader(user) or is_presider(user, preparation.opinion.meeting)


def sees_answers(user: Account, meeting: Meeting) -> bool:
    """All of a meeting's prepared answers on one page."""
    return sees_everything(user) or is_presider(user, meeting) or is_secretary(user, meeting)


def prepares_answers(user: Account) -> bool:
    return takes_part(user)


def sees_reasons(user: Account) -> bool:
    """The office's own notes on merging stay within office and leaders."""
    return sees_everything(user)
