"""Every kind of document that the ward can have."""

from __future__ import annotations

from dialogue.core.errors import NotAllowed
from dialogue.documents.kind import Kind
from dialogue.documents.kinds import notice, reply

KINDS: dict[str, Kind] = {kind.code: kind for kind in (notice.KIND, reply.FINAL, reply.INTERIM)}


def kind_of(code: str) -> Kind:
    """The kind of that code; ``NotAllowed`` if there is none."""
    if code not in KINDS:
        raise NotAllowed
    return KINDS[code]
