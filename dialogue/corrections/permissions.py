"""As for the notice itself: the office drafts and issues, the presider or the chair approves."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office
from dialogue.corrections.models import NoticeCorrection
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import is_presider


def drafts(user: Account, _correction: NoticeCorrection) -> bool:
    return is_office(user)


def approves(user: Account, correction: NoticeCorrection) -> bool:
    """Not one's own draft."""
    may = is_chair(user) or is_presider(user, correction.notice.meeting)
    return may and user.id != correction.drafted_by_id


def moves_dates(user: Account, meeting: Meeting) -> bool:
    """Who gave the promise a date may give it another."""
    return is_chair(user) or is_presider(user, meeting)


def may_move(user: Account, correction: NoticeCorrection) -> bool:
    return moves_dates(user, correction.notice.meeting)
