"""Filling a Word template: sandboxed, escaped, strict about fields."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean
from dialogue.documents.layout import finish

log = logging.getLogger(__name__)
# What XML forbids, and marks that turn the direction of the words after them.
_NOT_SAID = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
_UNDEFINED = re.compile(r"^'(?P<alone>[^']+)' is undefined|attribute '(?P<part>[^']+)'")
# What a template may say: show a field, repeat, choose. Nothing that computes or calls.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.For, nodes.If, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand,
)  # fmt: skip
_LOOPS_WITHIN = 3
CODE = "Mẫu có lệnh không được dùng. Mẫu chỉ được chèn các mục trong danh sách."


class DocumentEnvironment(SandboxedEnvironment):
    """Jinja that refuses, when it reads a template, whatever is no field, loop or choice."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters.clear()
        self.fields_used: set[str] = set()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _refuse_code(tree, 0)
        self.fields_used |= meta.find_undeclared_variables(tree)
        return tree


def _refuse_code(node: nodes.Node, depth: int) -> None:
    inside = depth + isinstance(node, nodes.For)
    hidden = isinstance(node, (nodes.Getattr, nodes.Name)) and _attribute(node).startswith("_")
    if not isinstance(node, _ALLOWED) or hidden or inside > _LOOPS_WITHIN:
        raise SecurityError(CODE)
    for child in node.iter_child_nodes():
        _refuse_code(child, inside)


def _attribute(node: nodes.Getattr | nodes.Name) -> str:
    return node.attr if isinstance(node, nodes.Getattr) else node.name


def plain(value: Any) -> Any:
    """``value`` (dataclasses, lists, texts) as dicts and lists of clean text, fit for Word."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, str):
        return _NOT_SAID.sub("", clean(value))
    return value


def render(template: bytes, context: Any, *, about: str = "") -> bytes:
    """The Word file of ``template`` filled with ``context`` (a dataclass of the document's).

    Raises ``InvalidInput`` with a Vietnamese line when the template names an unknown field,
    holds code or is no Word file.
    """
    return _fill(template, context, about)[0]


def fields_of(template: bytes, context: Any) -> set[str]:
    """The fields that ``template`` shows, tried on ``context``; ``InvalidInput`` as above."""
    return _fill(template, context, "")[1]


def _fill(template: bytes, context: Any, about: str) -> tuple[bytes, set[str]]:
    environment = DocumentEnvironment()
    try:
        word = DocxTemplate(io.BytesIO(template))
        word.render(plain(context), environment)
    except UndefinedError as error:
        raise InvalidInput(_unknown(error), field="upload") from error
    except TemplateSyntaxError as error:
        raise InvalidInput(_unreadable(error), field="upload") from error
    except SecurityError as error:
        raise InvalidInput(CODE, field="upload") from error
    except Exception as error:  # broken Word files fail in many ways
        log.warning("a template could not be filled", exc_info=True)
        raise InvalidInput(
            "Tệp Word của mẫu bị hỏng hoặc viết sai, không điền được.", field="upload"
        ) from error
    finish(word.docx)
    properties = word.docx.core_properties
    properties.title = plain(about)[:250]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001
    target = io.BytesIO()
    word.docx.save(target)
    return target.getvalue(), environment.fields_used


def _unknown(error: UndefinedError) -> str:
    found = _UNDEFINED.search(str(error))
    name = (found["alone"] or found["part"]) if found else ""
    return f"Mẫu có mục “{name}” không có trong danh sách các mục. Xin kiểm tra lại chính tả."


def _unreadable(error: TemplateSyntaxError) -> str:
    around = " ".join("".join(getattr(error, "docx_context", ())).split())[:120]
    where = f" Gần chỗ: “{around}”." if around else ""
    return (
        "Mẫu có dấu ngoặc {{ }} hoặc {% %} viết chưa đúng: thiếu ngoặc đóng, thiếu dòng kết "
        f"thúc, hoặc có chữ lạ bên trong.{where}"
    )
