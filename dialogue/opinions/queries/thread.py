"""One matter, its whole thread: what happened to it, within what its reader may see."""

from __future__ import annotations

from collections.abc import Iterator

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.history.models import HistoryEvent
from dialogue.history.queries import timeline
from dialogue.opinions import hooks
from dialogue.opinions.hooks import NextStep, ThreadPart
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import is_sender, sees_reasons
from dialogue.opinions.queries.agenda import sees_preparation

_TONES = {
    "send": "",
    "resend": "",
    "return": "wait",
    "refuse": "bad",
    "refer": "warn",
    "select": "good",
    "raise": "good",
    "conclude": "good",
}
_OFFICE_ONLY = {"reorder", "draft", "absorb", "release"}
_LINKING = {"link_recurrence", "unlink_recurrence"}
_MERGING = {"merge", "unmerge", "absorb", "release"}


def thread(user: Account, opinion: Opinion) -> list[ThreadPart]:
    """The parts of the thread that ``user`` may read, oldest first.

    A merged opinion's reader gets its own acts, then what came of the root. Notes of the
    office on merging stay within office and leaders; a prepared answer is no part of it.
    """
    added = [part for call in hooks.parts_of for part in call(user, opinion.root)]
    own = _own_events(user, opinion, {part.replaces for part in added})
    return sorted([*own, *added], key=lambda part: part.at)


def next_steps(user: Account, opinion: Opinion) -> list[NextStep]:
    """What other features let ``user`` do with this opinion now."""
    return [step for call in hooks.steps_of for step in call(user, opinion)]


def _own_events(user: Account, opinion: Opinion, replaced: set[str]) -> Iterator[ThreadPart]:
    events = timeline(opinion)
    last = {event.verb: event.id for event in events}
    if opinion.preparation is not None and sees_preparation(user, opinion):
        events += timeline(opinion.preparation)
    for event in events:
        if event.verb in _OFFICE_ONLY and not is_office(user):
            continue
        if event.verb in _LINKING and not sees_reasons(user):
            continue
        if event.verb in replaced and last.get(event.verb) == event.id:
            continue
        yield _part(user, opinion, event)


def _part(user: Account, opinion: Opinion, event: HistoryEvent) -> ThreadPart:
    lines: list[str] = []
    if event.reason and (event.verb not in _MERGING or sees_reasons(user)):
        word = "Văn phòng hỏi" if event.verb == "return" else "Lý do"
        lines.append(f"{word}: {event.reason}")
    before = event.details.get("words_before")
    if before and (is_sender(user, opinion) or sees_reasons(user)):
        lines.append(f"Nội dung trước khi làm rõ: {before}")
    return ThreadPart(
        at=event.at,
        label=event.label,
        who=event.actor_name,
        unit=event.unit_name,
        tone=_TONES.get(event.verb, ""),
        lines=lines,
    )
