"""Whether people agree to be named in public: asked once, given or taken back at any time."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import keeps_consent


def change_consent(
    opinion: Opinion, *, resident: bool, voices: Sequence[bool], reason: str, actor: Account
) -> bool:
    """Note who of ``opinion`` agrees to be named; whether anything changed.

    ``voices`` goes by the order of ``opinion.voices``. What is public changes with the act:
    names are asked for anew each time that they are shown. ``InvalidInput`` without a reason.
    """
    with unit_of_work():
        if not keeps_consent(actor, opinion):
            raise NotAllowed
        if len(voices) != len(opinion.voices):
            raise InvalidInput("Danh sách người nêu đã thay đổi. Xin xem lại.")
        before = [opinion.consent_named, *(one.consent_named for one in opinion.voices)]
        after = [resident and bool(opinion.resident_name), *voices]
        if before == after:
            return False
        reason = clean(reason)
        if not reason:
            raise InvalidInput("Cần ghi ai cho biết, khi nào.", field="reason")
        opinion.consent_named = after[0]
        for one, agreed in zip(opinion.voices, voices, strict=True):
            one.consent_named = agreed
        given, taken = (sum(a != b and b is now for a, b in zip(before, after, strict=True))
                        for now in (True, False))  # fmt: skip
        said = [f"{given} người đồng ý ghi tên"] if given else []
        said += [f"{taken} người không đồng ý ghi tên nữa"] if taken else []
        record(actor, opinion, "consent", "; ".join(said).capitalize(), reason=reason)
        return True
