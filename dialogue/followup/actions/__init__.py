"""The only writer of what follows a meeting."""

from dialogue.followup.actions.conclusions import change_conclusion, conclude, revoke_conclusion
from dialogue.followup.actions.notice import (
    approve_notice,
    compose_notice,
    edit_item,
    edit_notice,
    issue_notice,
    recall_notice,
    return_notice,
    submit_notice,
)
from dialogue.followup.actions.replies import (
    approve_reply,
    draft_reply,
    edit_reply,
    issue_reply,
    recall_reply,
    remind,
    return_reply,
    submit_reply,
)
from dialogue.followup.actions.verdicts import confirm, contest

__all__ = [
    "approve_notice",
    "approve_reply",
    "change_conclusion",
    "compose_notice",
    "conclude",
    "confirm",
    "contest",
    "draft_reply",
    "edit_item",
    "edit_notice",
    "edit_reply",
    "issue_notice",
    "issue_reply",
    "recall_notice",
    "recall_reply",
    "remind",
    "return_notice",
    "return_reply",
    "revoke_conclusion",
    "submit_notice",
    "submit_reply",
]
