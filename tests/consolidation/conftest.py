"""A unit with opinions of every kind, and its consolidation in any state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogue.accounts.models import Account
from dialogue.consolidation import actions
from dialogue.consolidation.models import Consolidation
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from tests.opinions.conftest import (
    announced,
    draft,
    field,
    in_state,
    meeting,
    plan,
    sent,
    today,
)

__all__ = ["announced", "draft", "field", "in_state", "meeting", "plan", "sent", "today"]

Make = Callable[..., Opinion]


@pytest.fixture
def gathered(
    meeting: Meeting, draft: Make, sent: Make, account: Callable[[str], Account]
) -> Callable[..., Consolidation]:
    """``gathered("sent")``: tổ 3's (or ``by``'s) one, two headings, a draft and two sent ones."""

    def make(state: str = "draft", by: str = "to3") -> Consolidation:
        user = account(by)
        opinions = [draft(f"Kiệt {by} ngập", by), sent(f"Đèn {by} hỏng", by)]
        opinions.append(sent(f"Rác {by} chưa gom", by))
        one = actions.start(meeting, actor=user)
        roads = actions.add_heading(one, title="Đường, kiệt", actor=user)
        dirt = actions.add_heading(one, title="Môi trường", summary="Rác để lâu", actor=user)
        actions.put(one, [opinions[0].id, opinions[1].id], roads.id, actor=user)
        actions.put(one, [opinions[2].id], dirt.id, actor=user)
        if state in ("sent", "returned"):
            actions.send(one, note="Kính gửi Văn phòng", actor=user)
        if state == "returned":
            actions.return_to_unit(one, reason="Xin tách nhóm 1", actor=account("vanphong"))
        assert one.state == state
        return one

    return make
