"""The signed, stamped paper as it went out, beside what was typed (A1)."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.files.actions import Ready, attach
from dialogue.followup.models import ConclusionNotice, Reply
from dialogue.history.actions import record


def attach_scan(paper: ConclusionNotice | Reply, files: Sequence[Ready], *, actor: Account) -> None:
    """Add the scan of an issued notice or reply; an earlier one stays beside it."""
    with unit_of_work():
        if not is_office(actor):
            raise NotAllowed
        if paper.state != "issued":
            raise Conflict("Chỉ đính kèm bản ký của văn bản đã ban hành.")
        if not files:
            raise InvalidInput("Cần chọn tệp PDF hoặc ảnh chụp.", field="photos")
        attach(paper, files, actor=actor)
        record(actor, paper, "scan", f"Đính kèm bản ký của số {paper.symbol}", files=len(files))
