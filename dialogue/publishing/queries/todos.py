"""The office publishes what was issued."""

from __future__ import annotations

from flask import url_for

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.core.todo import Todo
from dialogue.publishing.queries.state import notices_with_news


def todos(user: Account) -> list[Todo]:
    """A notice or replies that wait to be published."""
    if not is_office(user):
        return []
    return [
        Todo(
            verb="Công khai",
            thing=f"Kết quả {notice.meeting.name}",
            url=url_for("publishing.publication", notice_id=notice.id),
            on=notice.issued_on,
            detail=f"{number} văn bản trả lời chưa công khai" if number else "",
        )
        for notice, number in notices_with_news()
    ]
