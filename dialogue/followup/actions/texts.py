"""A unit's own texts to begin replies with."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup.models import ReplyText
from dialogue.followup.permissions import may_edit_text, writes_replies
from dialogue.followup.queries.texts import texts_of
from dialogue.history.actions import record


def add_text(*, name: str, words: str, actor: Account) -> ReplyText:
    """Keep a text for ``actor``'s unit. ``InvalidInput`` for an empty or doubled one."""
    with unit_of_work() as session:
        if not writes_replies(actor):
            raise NotAllowed
        name, words = _checked(name, words, actor.unit_id)
        text = ReplyText(unit_id=actor.unit_id, name=name, words=words)
        session.add(text)
        session.flush()
        record(actor, text, "add", "Thêm mẫu trả lời", name=name)
        return text


def edit_text(
    text: ReplyText, *, name: str, words: str, actor: Account, version: int | None = None
) -> None:
    """Change it; replies written from it stay as they are."""
    with unit_of_work():
        if not may_edit_text(actor, text):
            raise NotAllowed
        if text.ended_at is not None:
            raise Conflict("Mẫu này đã bỏ.")
        name, words = _checked(name, words, text.unit_id, own=text.id)
        if (name, words) == (text.name, text.words):
            return
        text.next_version(version)
        record(actor, text, "edit", "Sửa mẫu trả lời", before=[text.name, text.words])
        text.name, text.words = name, words


def end_text(text: ReplyText, *, actor: Account, version: int | None = None) -> None:
    """No longer offer it."""
    with unit_of_work():
        if not may_edit_text(actor, text):
            raise NotAllowed
        if text.ended_at is not None:
            raise Conflict("Mẫu này đã bỏ.")
        text.next_version(version)
        text.ended_at = clock.now()
        record(actor, text, "end", "Bỏ mẫu trả lời")


def _checked(name: str, words: str, unit_id: int, own: int | None = None) -> tuple[str, str]:
    name, words = clean_line(name), clean(words)
    if not name:
        raise InvalidInput("Cần đặt tên mẫu.", field="name")
    if not words:
        raise InvalidInput("Cần ghi nội dung mẫu.", field="words")
    if any(one.name == name and one.id != own for one in texts_of(unit_id)):
        raise InvalidInput("Đơn vị đã có mẫu tên này.", field="name")
    return name, words
