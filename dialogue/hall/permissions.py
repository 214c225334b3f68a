"""Who may look at, run and serve the hall of one meeting."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office, sees_everything
from dialogue.hall.models import SpeakingRequest, Turn
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import active_duties, is_desk, is_presider, is_secretary


def is_named(user: Account, meeting: Meeting) -> bool:
    """Whether ``user`` holds any duty at ``meeting`` now."""
    duties = ("presider", "secretary", "desk")
    return any(d.account_id == user.id for duty in duties for d in active_duties(meeting, duty))


def may_operate(user: Account, meeting: Meeting) -> bool:
    """The presider; of the office only who is named for this meeting presses for him."""
    return is_presider(user, meeting) or (is_office(user) and is_named(user, meeting))


def may_look(user: Account, meeting: Meeting) -> bool:
    """The console without its buttons: words and prepared answers stand on it."""
    return sees_everything(user) or is_presider(user, meeting) or is_secretary(user, meeting)


def may_register(user: Account, meeting: Meeting) -> bool:
    """The desk (H2); the presider may take somebody on himself."""
    return is_desk(user, meeting) or is_presider(user, meeting)


def may_read_record(user: Account, meeting: Meeting) -> bool:
    """What happened, by number, name and topic."""
    return may_look(user, meeting) or may_register(user, meeting)


def operates(user: Account, turn: Turn) -> bool:
    return may_operate(user, turn.meeting)


def operates_or_serves(user: Account, turn: Turn) -> bool:
    """Withdrawing is told at the microphone or at the desk."""
    return may_operate(user, turn.meeting) or may_register(user, turn.meeting)


def serves_request(user: Account, request: SpeakingRequest) -> bool:
    """What a phone asked for, the desk answers."""
    return may_register(user, request.meeting)


def closes(user: Account, turn: Turn) -> bool:
    """Once the meeting is over the office may clear what nobody came to say."""
    return may_operate(user, turn.meeting) or (
        is_office(user) and turn.meeting.state in ("ended", "closed")
    )


def answers(user: Account, turn: Turn) -> bool:
    """The person to whom the presider handed this question."""
    return turn.answerer_id == user.id
