"""What a kind of document is; the registry holds one row for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from typing import Any

from dialogue.accounts.models import Account
from dialogue.documents.layout import Paper

MEANING = "meaning"
ROWS = "rows"


@dataclass(frozen=True)
class Kind:
    """A document: how its default template is built and where its words come from.

    ``find(user, id)`` gives the thing that it is about, or raises ``NotAllowed``: whoever may
    see the thing gets the document. ``context(thing)`` gives the words (a dataclass of
    ``contexts.py``), or raises ``InvalidInput`` where something is missing (a signer).
    ``samples()`` are made-up words that reach every branch of the template, by which a
    ward's own template is tried. ``required`` are fields without which it is no document.
    ``by_order``: the head of the office may sign it, too (TL.).
    """

    code: str
    title: str
    build: Callable[[], Paper]
    find: Callable[[Account, int], Any]
    context: Callable[[Any], Any]
    samples: Callable[[], Sequence[Any]]
    required: frozenset[str]
    file_name: Callable[[Any], str]
    signed_by: str = "Chủ tịch hoặc Phó Chủ tịch ký thay"
    numbered: bool = True
    dated: bool = True
    landscape: bool = False
    by_order: bool = False

    def fields(self) -> list[FieldLine]:
        """Every field that the template may show, in plain words."""
        return _lines(type(self.samples()[0]), "")


@dataclass(frozen=True)
class FieldLine:
    """A field as it is written in Word and what it holds."""

    name: str
    meaning: str
    loop: str = ""


def said(meaning: str, rows: type | None = None, default: Any = MISSING) -> Any:
    """A field of a context with its meaning for the ward; ``rows``: what each line of it is."""
    return field(default=default, metadata={MEANING: meaning, ROWS: rows})


def _lines(context: type, prefix: str) -> list[FieldLine]:
    found: list[FieldLine] = []
    assert is_dataclass(context)
    for one in fields(context):
        rows = one.metadata.get(ROWS)
        name = f"{prefix}{one.name}"
        loop = ""
        if rows is not None or str(one.type).startswith("list"):
            shown = "…" if rows is not None else "{{ dong }}"
            loop = f"{{%p for dong in {name} %}} {shown} {{%p endfor %}}"
        found.append(FieldLine(name, one.metadata.get(MEANING, ""), loop))
        if rows is not None:
            found += _lines(rows, "dong.")
    return found
