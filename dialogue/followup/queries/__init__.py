"""Reads after the hall, each scoped by who asks."""

from dialogue.followup.queries.assignments import (
    Fact,
    Filed,
    Narrow,
    all_assignments,
    facts,
    get_assignment,
    list_assignments,
    open_of_unit,
    open_work,
    sees_assignment,
    visible_assignments,
)
from dialogue.followup.queries.conclusions import (
    Matter,
    conclusion_of,
    expected_notice_due,
    expected_reply_due,
    get_matter,
    lead_units,
    matters,
    supporting_units,
    written_roots,
)
from dialogue.followup.queries.delegations import (
    all_delegations,
    current_delegations,
    get_delegation,
)
from dialogue.followup.queries.fates import fates
from dialogue.followup.queries.happenings import happenings
from dialogue.followup.queries.left_open import left_open, owed_before
from dialogue.followup.queries.notices import (
    get_notice,
    is_noticed,
    notice_of,
    obstacles,
    sees_notice,
    visible_notices,
)
from dialogue.followup.queries.overdue import Lateness, UnitDues, by_unit, lateness
from dialogue.followup.queries.parts import (
    assigned_opinions,
    conclusions_so_far,
    next_steps,
    outcomes,
    thread,
)
from dialogue.followup.queries.replies import (
    clock_start,
    everyone_in,
    get_reply,
    interim_limit,
    sees_reply,
    visible_replies,
)
from dialogue.followup.queries.requests import get_request, waiting_requests
from dialogue.followup.queries.texts import get_text, texts_of
from dialogue.followup.queries.todos import todos, waiting
from dialogue.followup.queries.told import ToldReply, tell_reply
from dialogue.followup.queries.verdicts import (
    awaiting_verdict,
    confirmed_ids,
    has_said,
    is_asked,
    is_open_to_verdict,
    sees_verdict,
    told_verdicts,
    units_that_sent,
)

__all__ = [
    "Fact",
    "Filed",
    "Lateness",
    "Matter",
    "Narrow",
    "ToldReply",
    "UnitDues",
    "all_assignments",
    "all_delegations",
    "assigned_opinions",
    "awaiting_verdict",
    "by_unit",
    "clock_start",
    "conclusion_of",
    "conclusions_so_far",
    "confirmed_ids",
    "current_delegations",
    "everyone_in",
    "expected_notice_due",
    "expected_reply_due",
    "facts",
    "fates",
    "get_assignment",
    "get_delegation",
    "get_matter",
    "get_notice",
    "get_reply",
    "get_request",
    "get_text",
    "happenings",
    "has_said",
    "interim_limit",
    "is_asked",
    "is_noticed",
    "is_open_to_verdict",
    "lateness",
    "lead_units",
    "left_open",
    "list_assignments",
    "matters",
    "next_steps",
    "notice_of",
    "obstacles",
    "open_of_unit",
    "open_work",
    "outcomes",
    "owed_before",
    "sees_assignment",
    "sees_notice",
    "sees_reply",
    "sees_verdict",
    "supporting_units",
    "tell_reply",
    "texts_of",
    "thread",
    "todos",
    "told_verdicts",
    "units_that_sent",
    "visible_assignments",
    "visible_notices",
    "visible_replies",
    "waiting",
    "waiting_requests",
    "written_roots",
]
