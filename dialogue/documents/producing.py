"""From a thing to its Word file, by the template in force."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.documents import queries, signing
from dialogue.documents.kind import Kind
from dialogue.documents.models import TemplateVersion
from dialogue.documents.registry import KINDS
from dialogue.documents.rendering import render

_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|]+')
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Produced:
    """A Word file with the name to save it by; ``template`` None is the system's own."""

    data: bytes
    name: str
    template: TemplateVersion | None


def produce(kind: Kind, thing: Any, *, by_order: bool = False) -> Produced:
    """The document of ``thing`` as it stands now; ``by_order``: for the head of the office to
    sign (TL.). ``InvalidInput`` where a signer is missing or the ward's own template cannot be
    filled; ``NotAllowed`` for a kind that only leaders sign."""
    if by_order and not kind.by_order:
        raise NotAllowed
    words = kind.context(thing)
    if by_order:
        signer = signing.by_order()
        words = replace(words, authority=signer.authority, signer=signer.name)
    version = queries.in_force(kind.code)
    name = file_name(kind.file_name(thing))
    own = version is not None and not version.is_default
    data = render(template_bytes(kind, version), words, about=name)
    return Produced(data, f"{name}.docx", version if own else None)


def file_name(title: str) -> str:
    """``title`` as a file may be called on every system."""
    return clean_line(_NO_FILE_NAME.sub("-", title))[:100].strip(" .") or "Văn bản"


def template_bytes(kind: Kind, version: TemplateVersion | None) -> bytes:
    """The template of that version; None or a version without a file is the system's own."""
    if version is None or version.sha256 is None:
        return default_template(kind.code)
    try:
        return queries.stored_bytes(version.sha256)
    except OSError as error:
        raise InvalidInput(
            f"Không đọc được tệp mẫu “{kind.title}” của phường. Người quản trị có thể trở về "
            "mẫu mặc định ở mục Mẫu văn bản."
        ) from error


@cache
def default_template(code: str) -> bytes:
    """The template that comes with the system."""
    target = io.BytesIO()
    KINDS[code].build().document.save(target)
    return target.getvalue()
