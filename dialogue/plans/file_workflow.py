"""The lifecycle of a file in the programme: replaced or removed, never overwritten."""

from __future__ import annotations

from dialogue.core.workflow import Transition, Workflow, states
from dialogue.plans import permissions as may
from dialogue.plans.models import ProgrammeFile


def _meeting_is_open(file: ProgrammeFile) -> bool:
    return file.meeting.state != "closed"


PROGRAMME_FILE: Workflow[ProgrammeFile] = Workflow(
    name="programme_file",
    states={"current": "Đang dùng", "replaced": "Đã thay", "removed": "Đã gỡ"},
    tones={"current": "good", "replaced": "neutral", "removed": "neutral"},
    rows=(
        Transition(
            "replace",
            "Thay bằng bản mới",
            states("current"),
            "replaced",
            may.can_change_file,
            when=_meeting_is_open,
            refused="Tệp này đã được thay hoặc đã gỡ, hoặc đợt đối thoại đã khép lại.",
        ),
        Transition(
            "remove",
            "Gỡ tệp",
            states("current"),
            "removed",
            may.can_change_file,
            when=_meeting_is_open,
            reason=True,
            tone="danger",
            refused="Tệp này đã được thay hoặc đã gỡ, hoặc đợt đối thoại đã khép lại.",
        ),
        Transition(
            "show_to",
            "Đổi người được xem",
            states("current"),
            None,
            may.can_place_files,
            refused="Tệp này đã được thay hoặc đã gỡ.",
        ),
    ),
)
