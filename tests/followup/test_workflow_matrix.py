"""Role × state × verb, each lifecycle crossed whole against a table written by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dialogue.core.errors import Conflict, NotAllowed
from dialogue.core.workflow import Workflow
from dialogue.extensions import db
from dialogue.followup.models import (
    Assignment,
    AssignmentRequest,
    Conclusion,
    ConclusionNotice,
    Reply,
)
from dialogue.followup.workflow import ASSIGNMENT, CONCLUSION, NOTICE, REPLY, REQUEST
from tests.followup.support import (
    compose,
    conclude,
    draft,
    interim,
    issued_notice,
    make_assignment,
    make_meeting,
    make_opinion,
    person,
)

EVERYONE = (
    "quantri", "chutich", "phochutich", "vanphong", "matran", "doan",
    "diachinh", "taichinh", "congan", "to3", "to4",
)  # fmt: skip
CHAIR, OFFICE, LEAD = {"chutich"}, {"vanphong"}, {"diachinh"}
Table = dict[str, tuple[set[str], set[str]]]  # verb → (states, who)

NOTICE_TABLE: Table = {
    "edit": ({"draft"}, OFFICE),
    "submit": ({"draft"}, OFFICE),
    "recall": ({"submitted"}, OFFICE),
    "approve": ({"submitted"}, CHAIR),
    "return": ({"submitted", "approved"}, CHAIR),
    "reopen": ({"submitted", "approved"}, CHAIR | OFFICE),
    "issue": ({"approved"}, OFFICE),
}
REPLY_TABLE: Table = {
    "edit": ({"draft"}, LEAD),
    "submit": ({"draft"}, LEAD),
    "recall": ({"submitted"}, LEAD),
    "approve": ({"submitted"}, CHAIR),
    "return": ({"submitted", "approved"}, CHAIR),
    "issue": ({"approved"}, OFFICE),
}
ASSIGNMENT_TABLE: Table = {
    "draft": ({"open", "interim"}, LEAD),
    "accept": ({"open"}, LEAD),
    "ask": ({"open", "interim"}, LEAD),
    "reassign": ({"open", "interim"}, CHAIR | OFFICE),
    "interim": ({"open", "interim"}, OFFICE),
    "answer": ({"open", "interim"}, OFFICE),
    "remind": ({"open", "interim"}, CHAIR | OFFICE),
    "confirm": ({"answered"}, {"to3"} | OFFICE),
    "contest": ({"answered"}, {"to3"} | OFFICE),
}
REQUEST_TABLE: Table = {
    "grant": ({"asked"}, CHAIR | OFFICE),
    "refuse": ({"asked"}, CHAIR | OFFICE),
    "withdraw": ({"asked"}, LEAD),
}
LEAVE_TABLE: Table = {
    "grant": ({"asked"}, CHAIR),
    "refuse": ({"asked"}, CHAIR),
    "withdraw": ({"asked"}, LEAD),
}
CONCLUSION_TABLE: Table = {
    "change": ({"open"}, CHAIR | OFFICE),
    "revoke": ({"open"}, CHAIR | OFFICE),
}


def a_notice(state: str) -> ConclusionNotice:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = compose(meeting)
    notice.number, notice.issued_on = 1, date(2024, 5, 2)
    notice.state = state
    db.session.flush()
    return notice


def a_reply(state: str) -> Reply:
    reply = draft(make_assignment())
    reply.number, reply.issued_on = 1, date(2024, 5, 2)
    reply.state = state
    db.session.flush()
    return reply


def an_assignment(state: str) -> Assignment:
    assignment = make_assignment()
    assignment.state = state
    db.session.flush()
    return assignment


def a_request(state: str, kind: str = "other_unit") -> AssignmentRequest:
    assignment = make_assignment()
    asked = AssignmentRequest(
        assignment=assignment,
        kind=kind,
        reason="vì",
        until=date(2024, 7, 1),
        by_unit_id=assignment.lead_unit_id,
        asked_by_id=person("diachinh").id,
        state=state,
    )
    db.session.add(asked)
    db.session.flush()
    return asked


def a_leave(state: str) -> AssignmentRequest:
    return a_request(state, "interim")


def a_conclusion(state: str) -> Conclusion:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting))
    if state == "frozen":
        issued_notice(meeting)
        db.session.expire(conclusion)
    assert conclusion.state == state
    return conclusion


CASES: list[tuple[Workflow[Any], Table, Callable[[str], Any]]] = [
    (NOTICE, NOTICE_TABLE, a_notice),
    (REPLY, REPLY_TABLE, a_reply),
    (ASSIGNMENT, ASSIGNMENT_TABLE, an_assignment),
    (CONCLUSION, CONCLUSION_TABLE, a_conclusion),
    (REQUEST, REQUEST_TABLE, a_request),
    (REQUEST, LEAVE_TABLE, a_leave),
]


@pytest.mark.parametrize(
    ("workflow", "table", "make", "state"),
    [
        pytest.param(workflow, table, make, state, id=f"{make.__name__}-{state}")
        for workflow, table, make in CASES
        for state in workflow.states
    ],
)
def test_who_may_do_what_in_which_state(
    workflow: Workflow[Any], table: Table, make: Callable[[str], Any], state: str
) -> None:
    assert {row.verb for row in workflow.rows} == set(table)
    thing = make(state)
    for username in EVERYONE:
        user = person(username)
        for verb, (states, who) in table.items():
            told = f"{workflow.name}: {username} {verb} in {state}"
            allowed = username in who and state in states
            assert workflow.can(user, thing, verb) is allowed, told
            if username not in who:
                with pytest.raises(NotAllowed):
                    workflow.permit(user, thing, verb, reason="vì")
            elif state not in states:
                with pytest.raises(Conflict):
                    workflow.permit(user, thing, verb, reason="vì")
            else:
                assert workflow.permit(user, thing, verb, reason="vì").verb == verb
        assert {row.verb for row in workflow.available(user, thing)} == {
            verb for verb, (states, who) in table.items() if username in who and state in states
        }


def test_a_delegate_stands_in_the_chair_s_place() -> None:
    meeting = make_meeting(presider="phochutich")
    conclusion = conclude(make_opinion(meeting), actor="phochutich")
    notice = compose(meeting)
    notice.state = "submitted"
    db.session.flush()
    assert NOTICE.can(person("phochutich"), notice, "approve")
    assert NOTICE.can(person("chutich"), notice, "approve")
    assert CONCLUSION.can(person("phochutich"), conclusion, "change")
    assert not CONCLUSION.can(person("chutich"), conclusion, "change")


def test_no_second_draft_while_one_is_in_hand() -> None:
    assignment = make_assignment()
    assert ASSIGNMENT.can(person("diachinh"), assignment, "draft")
    draft(assignment, interim(date(2024, 6, 1)))
    assert not ASSIGNMENT.can(person("diachinh"), assignment, "draft")
