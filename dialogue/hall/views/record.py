"""What happened in the hall, line by line, fit for printing."""

from __future__ import annotations

from typing import Any

from flask import render_template

from dialogue.checkin import queries as checkin
from dialogue.core import clock
from dialogue.core.permissions import requires
from dialogue.hall import queries
from dialogue.hall.permissions import may_read_record
from dialogue.hall.timing import show_seconds, spoken_seconds
from dialogue.hall.views.shared import bp, open_hall_of
from dialogue.hall.workflow import TURN
from dialogue.plans.permissions import takes_part


@bp.get("/meetings/<int:meeting_id>/record")
@requires(takes_part)
def record(meeting_id: int) -> Any:
    """The queue as it stands, each speech with its length, every act with its reason, who came."""
    meeting, hall = open_hall_of(meeting_id, may_read_record)
    found, log = queries.queue(meeting_id), queries.commands(meeting_id)
    answers = queries.answers_of(found.turns, log)
    return render_template(
        "hall/record.html",
        meeting=meeting,
        hall=hall,
        queue=found,
        chronicle=queries.chronicle(meeting, log),
        counts=checkin.counts(meeting),
        arrivals=checkin.events(meeting),
        answers=answers,
        names=queries.names_of(a.answerer_id for one in answers.values() for a in one),
        TURN=TURN,
        now=clock.now(),
        lasted=lambda answer: show_seconds(answer.seconds(clock.now())),
        spoken=lambda turn: show_seconds(spoken_seconds(turn, clock.now())),
    )
