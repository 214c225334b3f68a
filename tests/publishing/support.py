"""What the office does with everything that waits to be published."""

from __future__ import annotations

from dialogue.publishing import actions
from dialogue.publishing.queries import notices_with_news
from tests.followup.support import person


def publish_all() -> None:
    """Publish every notice and reply that waits."""
    for notice, _number in notices_with_news():
        actions.publish(notice, actor=person("vanphong"))
