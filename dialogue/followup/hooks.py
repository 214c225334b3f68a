"""What features above this one do when a notice or a reply is issued."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.accounts.models import Account
from dialogue.followup.models import ConclusionNotice, Reply

Issued = ConclusionNotice | Reply
OnIssue = Callable[[Account, Issued], None]

on_issue: list[OnIssue] = []


def register_on_issue(call: OnIssue) -> None:
    """``call(actor, notice or reply)`` within the act of issuing, once number and day are
    there. What it raises undoes the act: nothing is numbered then."""
    # Several apps live in one process under test; what they register is the same.
    names = {(c.__module__, c.__qualname__) for c in on_issue}
    if (call.__module__, call.__qualname__) not in names:
        on_issue.append(call)


def tell_issued(actor: Account, issued: Issued) -> None:
    """Tell everyone who registered."""
    for call in on_issue:
        call(actor, issued)
