"""Keeping a document as issued; the ward's own templates; the parent body's line."""

from __future__ import annotations

import io
from typing import Any

from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.core.db import Base
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents import queries
from dialogue.documents.kind import Kind
from dialogue.documents.models import DocumentSetting, IssuedDocument, TemplateVersion
from dialogue.documents.permissions import keeps_templates
from dialogue.documents.producing import MEDIA_TYPE, produce, template_bytes
from dialogue.documents.rendering import fields_of
from dialogue.files.actions import Ready, attach, prepare
from dialogue.history.actions import record

UPLOAD_FIELD = "upload"


def keep_issued(kind: Kind, thing: Any, *, actor: Account) -> IssuedDocument:
    """Make the document of ``thing`` and keep it as issued, within the act that issues it.

    ``InvalidInput`` undoes that act: nothing is numbered without its document.
    """
    with unit_of_work() as session:
        if queries.issued(kind.code, thing.id) is not None:
            raise Conflict("Văn bản này đã ban hành và lưu.")
        made = produce(kind, thing)
        ready = _on_disk(made.data, made.name)
        document = IssuedDocument(
            kind=kind.code,
            subject_id=thing.id,
            symbol=thing.symbol,
            name=made.name,
            sha256=ready.sha256,
            size=len(made.data),
            template_version_id=made.template.id if made.template else None,
            issued_by_id=actor.id,
        )
        session.add(document)
        attach(document, [ready], actor=actor)
        record(actor, document, "keep", f"Lưu bản Word số {thing.symbol}", sha256=ready.sha256)
        return document


def add_template(kind: Kind, upload: FileStorage, *, actor: Account) -> TemplateVersion:
    """Take the ward's own template of ``kind`` into force once it has stood its trial.

    ``InvalidInput`` beside ``upload``, in plain words, for what is no Word file, holds code,
    names an unknown field or lacks one without which the document is none.
    """
    if not keeps_templates(actor):
        raise NotAllowed
    ready = _uploaded(upload)
    _try(kind, ready.checked.data)
    with unit_of_work() as session:
        version = TemplateVersion(
            kind=kind.code,
            number=_next_number(kind),
            name=ready.name,
            sha256=ready.sha256,
            added_by_id=actor.id,
        )
        session.add(version)
        attach(version, [ready], actor=actor)
        record(actor, version, "add", f"Dùng mẫu mới “{kind.title}”: {ready.name}")
        return version


def restore_template(kind: Kind, number: int, *, actor: Account) -> TemplateVersion:
    """Take an earlier version of the ward's into force again, as a new version."""
    if not keeps_templates(actor):
        raise NotAllowed
    earlier = next((v for v in queries.versions(kind.code) if v.number == number), None)
    if earlier is None or earlier.sha256 is None:
        raise NotAllowed
    _try(kind, template_bytes(kind, earlier))
    with unit_of_work() as session:
        version = TemplateVersion(
            kind=kind.code,
            number=_next_number(kind),
            name=earlier.name,
            sha256=earlier.sha256,
            added_by_id=actor.id,
        )
        session.add(version)
        record(actor, version, "restore", f"Dùng lại mẫu “{kind.title}” bản {number}")
        return version


def back_to_default(kind: Kind, *, actor: Account) -> None:
    """Have ``kind`` use the system's own template; the ward's versions stay."""
    with unit_of_work() as session:
        if not keeps_templates(actor):
            raise NotAllowed
        now = queries.in_force(kind.code)
        if now is None or now.is_default:
            return
        version = TemplateVersion(
            kind=kind.code, number=_next_number(kind), added_by_id=actor.id
        )  # fmt: skip
        session.add(version)
        record(actor, version, "default", f"Trở về mẫu mặc định “{kind.title}”")


def set_parent_line(shown: bool, *, actor: Account) -> None:
    """Whether documents name the parent body above the ward."""
    with unit_of_work() as session:
        if not keeps_templates(actor):
            raise NotAllowed
        if queries.shows_parent_line() == shown:
            return
        setting = session.get(DocumentSetting, 1)
        if setting is None:
            setting = DocumentSetting(id=1)
            session.add(setting)
        setting.parent_line = shown
        label = "Ghi" if shown else "Bỏ"
        record(actor, setting, "parent_line", f"{label} dòng cơ quan cấp trên trên văn bản")


def _next_number(kind: Kind) -> int:
    last = queries.in_force(kind.code)
    return last.number + 1 if last else 1


def _on_disk(data: bytes, name: str) -> Ready:
    upload = FileStorage(io.BytesIO(data), filename=name)
    return prepare([upload], documents=True, field=UPLOAD_FIELD)[0]


def _uploaded(upload: FileStorage) -> Ready:
    ready = prepare([upload], documents=True, field=UPLOAD_FIELD)
    if not ready:
        raise InvalidInput("Cần chọn tệp Word của mẫu.", field=UPLOAD_FIELD)
    if ready[0].checked.media_type != MEDIA_TYPE:
        raise InvalidInput("Mẫu phải là tệp Word (.docx).", field=UPLOAD_FIELD)
    return ready[0]


def _try(kind: Kind, template: bytes) -> None:
    """Fill ``template`` with each of the kind's samples."""
    shown: set[str] = set()
    for sample in kind.samples():
        shown |= fields_of(template, sample)
    if not shown:
        raise InvalidInput(
            "Tệp này không có mục nào để điền. Xin tải mẫu hiện dùng về, sửa trên tệp đó.",
            field=UPLOAD_FIELD,
        )
    missing = sorted(kind.required - shown)
    if missing:
        names = {line.name: line.meaning for line in kind.fields()}
        listed = "; ".join(f"{{{{ {name} }}}} ({names.get(name, '')})" for name in missing)
        raise InvalidInput(f"Mẫu thiếu mục bắt buộc: {listed}.", field=UPLOAD_FIELD)


def note_export(subject: Base, what: str, *, actor: Account) -> None:
    """Note that ``actor`` took out a list with phones or addresses of people."""
    with unit_of_work():
        record(actor, subject, "export", f"Tải danh sách có số điện thoại, địa chỉ: {what}"[:200])
