"""The only writer of what follows a meeting."""

from dialogue.followup.actions.conclusions import change_conclusion, conclude, revoke_conclusion
from dialogue.followup.actions.delegations import delegate_replies, end_delegation
from dialogue.followup.actions.hands import (
    accept,
    ask_interim,
    ask_other_unit,
    grant_interim,
    grant_other_unit,
    hand_over,
    reassign,
    refuse_request,
    withdraw_request,
)
from dialogue.followup.actions.items import move_item
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
from dialogue.followup.actions.scans import attach_scan
from dialogue.followup.actions.texts import add_text, edit_text, end_text
from dialogue.followup.actions.verdicts import confirm, contest

__all__ = [
    "accept",
    "add_text",
    "approve_notice",
    "approve_reply",
    "ask_interim",
    "ask_other_unit",
    "attach_scan",
    "change_conclusion",
    "compose_notice",
    "conclude",
    "confirm",
    "contest",
    "delegate_replies",
    "draft_reply",
    "edit_item",
    "edit_notice",
    "edit_reply",
    "edit_text",
    "end_delegation",
    "end_text",
    "grant_interim",
    "grant_other_unit",
    "hand_over",
    "issue_notice",
    "issue_reply",
    "move_item",
    "reassign",
    "recall_notice",
    "recall_reply",
    "refuse_request",
    "remind",
    "return_notice",
    "return_reply",
    "revoke_conclusion",
    "submit_notice",
    "submit_reply",
    "withdraw_request",
]
