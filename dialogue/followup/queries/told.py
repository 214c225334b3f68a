"""A reply as one reader may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.followup.models import Reply
from dialogue.followup.privacy import Read


@dataclass(frozen=True)
class ToldReply:
    """What a reply says; an interim one by its four parts (A4)."""

    id: int
    is_interim: bool
    symbol: str
    issued_on: date | None
    words: str
    settled: bool | None
    plan: str
    requirements: str
    responsibility: str
    promised_on: date | None


def tell_reply(reply: Reply, read: Read) -> ToldReply:
    """``reply`` with each of its texts passed through ``read``."""
    return ToldReply(
        id=reply.id,
        is_interim=reply.kind == "interim",
        symbol=reply.symbol,
        issued_on=reply.issued_on,
        words=read(reply.words),
        settled=reply.settled,
        plan=read(reply.plan),
        requirements=read(reply.requirements),
        responsibility=read(reply.responsibility),
        promised_on=reply.promised_on,
    )
