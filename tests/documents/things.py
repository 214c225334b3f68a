"""A real thing for each kind of document, made as the features make it."""

from __future__ import annotations

from datetime import date
from typing import Any

from dialogue.corrections import actions as corrections
from dialogue.documents.kinds.invitation import Invitations
from tests.documents.people import invited, three_lists
from tests.documents.support import meeting_with, prepared, prepared_meeting, with_secretary
from tests.followup import support as after


def _notice() -> Any:
    meeting = meeting_with(0)
    for outcome, lead in (("taken_on", "dia-chinh"), ("explained", None)):
        after.conclude(after.make_opinion(meeting), outcome=outcome, lead=lead)
    return after.compose(meeting)


def _interim() -> Any:
    assignment = after.make_assignment()
    return after.draft(assignment, after.interim(date(2024, 5, 20)))


def _late_unit() -> Any:
    after.make_assignment()
    return after.unit_of("dia-chinh")


def _plan() -> Any:
    from dialogue.plans.plan_2024 import load_plan_2024

    return load_plan_2024()


def _prepared() -> Any:
    meeting = with_secretary(prepared_meeting())
    prepared(after.make_opinion(meeting), "Đã đưa vào kế hoạch.")
    prepared(after.make_opinion(meeting), None)
    after.make_opinion(meeting)
    return meeting


def _listed() -> Any:
    meeting = after.make_meeting(state="announced")
    three_lists(meeting)
    invited(meeting)
    return meeting


def _correction() -> Any:
    meeting = after.make_meeting()
    after.conclude(after.make_opinion(meeting))
    notice, office = after.issued_notice(meeting), after.person("vanphong")
    found = corrections.begin(notice, reason="Mục 1 ghi nhầm tên đường.", actor=office)
    corrections.edit(
        found,
        {notice.items[0].id: "Giao Địa chính sửa nắp cống đường Lê Lai."},
        reason="Mục 1 ghi nhầm tên đường.",
        actor=office,
    )
    return found


THINGS = {
    "plan": _plan,
    "programme": prepared_meeting,
    "house_rules": prepared_meeting,
    "speaker_slip": lambda: after.make_meeting(state="announced"),
    "run_sheet": _prepared,
    "invitation": lambda: Invitations(after.make_meeting(state="announced")).to(["Ông A", "Bà B"]),
    "delegates": _listed,
    "summary": lambda: meeting_with(3),
    "minutes": lambda: with_secretary(meeting_with(2)),
    "notice": _notice,
    "correction": _correction,
    "report": lambda: _notice().meeting,
    "broadcast": lambda: after.make_assignment().conclusion.meeting,
    "posting": lambda: after.make_assignment().conclusion.meeting,
    "reply": lambda: after.draft(after.make_assignment()),
    "interim_reply": _interim,
    "reminder": _late_unit,
}
