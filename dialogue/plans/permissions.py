"""Who may do what to a plan, a meeting, a task. Duties are read from the meeting's own rows."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office, sees_everything
from dialogue.plans.models import Meeting, MeetingDuty, Plan, ProgrammeFile, Task

NAME_DELEGATES = ("residential_group", "front", "youth_union", "department")


def active_duties(meeting: Meeting, duty: str) -> list[MeetingDuty]:
    """The rows of ``duty`` that hold now."""
    return [d for d in meeting.duties if d.duty == duty and d.until is None]


def delegation(meeting: Meeting) -> MeetingDuty | None:
    """The row by which somebody else than the chair presides, or None."""
    return next(iter(active_duties(meeting, "presider")), None)


def is_presider(user: Account, meeting: Meeting) -> bool:
    """The chair, unless the meeting was delegated (Kế hoạch II.1.1): then only the delegate."""
    row = delegation(meeting)
    return is_chair(user) if row is None else row.account_id == user.id


def _is_named(user: Account, meeting: Meeting, duty: str) -> bool:
    return any(d.account_id == user.id for d in active_duties(meeting, duty))


def is_secretary(user: Account, meeting: Meeting) -> bool:
    """Whoever is named secretary of this meeting; the office stands in."""
    return is_office(user) or _is_named(user, meeting, "secretary")


def is_desk(user: Account, meeting: Meeting) -> bool:
    """Whoever is named for this meeting's desk; the office stands in."""
    return is_office(user) or _is_named(user, meeting, "desk")


def can_announce(user: Account, meeting: Meeting | None = None) -> bool:
    """The office announces and moves the date of any meeting."""
    return is_office(user)


def can_run(user: Account, meeting: Meeting) -> bool:
    """Open and end: the presider, or the office on his word."""
    return is_office(user) or is_presider(user, meeting)


def can_close(user: Account, meeting: Meeting) -> bool:
    return is_office(user)


def can_delegate(user: Account, meeting: Meeting) -> bool:
    """Only the chair gives the chair away, and takes it back."""
    return is_chair(user)


def can_name_duties(user: Account, meeting: Meeting | None = None) -> bool:
    return is_office(user)


def can_edit_plan(user: Account, plan: Plan | None = None) -> bool:
    return is_office(user)


def can_edit_meeting(user: Account, meeting: Meeting | None = None) -> bool:
    """The office writes the meeting's words, programme and house rules."""
    return is_office(user)


def can_assign_tasks(user: Account, task: Task | None = None) -> bool:
    return is_office(user)


def names_delegates(user: Account) -> bool:
    """Groups, front, mass organisations, youth union and departments name delegates (B10)."""
    names = user.has("front", "youth_union", "group_leader", "department")
    return names and user.unit.kind in NAME_DELEGATES


def takes_part(user: Account) -> bool:
    """Anyone but a mere administrator, who has no work in a meeting."""
    return bool(user.roles - {"admin"})


def sees_all_tasks(user: Account) -> bool:
    return sees_everything(user)


def owns_task(user: Account, task: Task) -> bool:
    """The task's own people. The delegate's report is due from the delegate himself (B11)."""
    if task.account_id is not None:
        return task.account_id == user.id
    return takes_part(user) and user.unit_id == task.unit_id


def can_complete(user: Account, task: Task) -> bool:
    """The unit itself, or the office when the unit tells it so; never another's own report."""
    return owns_task(user, task) or (is_office(user) and task.kind != "presider_report")


def can_reopen(user: Account, task: Task) -> bool:
    return is_office(user)


def can_nudge(user: Account, task: Task | None = None) -> bool:
    """The office chases whoever has not done his tasks."""
    return is_office(user)


def can_place_files(user: Account, file: ProgrammeFile | None = None) -> bool:
    """The office puts any file into the programme and says who reads it."""
    return is_office(user)


def can_send_report(user: Account, task: Task) -> bool:
    """The unit that was asked for a review; the office for it, when it came on paper."""
    return task.kind == "review" and can_complete(user, task)


def can_change_file(user: Account, file: ProgrammeFile) -> bool:
    """The unit whose report it is, and the office."""
    return is_office(user) or (takes_part(user) and user.unit_id == file.unit_id)


def reads_all_files(user: Account, meeting: Meeting) -> bool:
    """Leaders and office; presider, secretary and desk of this meeting."""
    return (
        sees_everything(user)
        or is_presider(user, meeting)
        or is_secretary(user, meeting)
        or is_desk(user, meeting)
    )
