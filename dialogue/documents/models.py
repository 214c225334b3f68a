"""Documents as issued, the ward's own templates, what the ward sets about all of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.db import Base


class TemplateVersion(Base):
    """One version of the ward's template of one kind; the newest row is in force.

    A row without a file goes back to the template that comes with the system.
    """

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # a code of registry.KINDS
    number: Mapped[int]  # 1, 2 … within the kind
    name: Mapped[str] = mapped_column(String(200), default="")  # of the file
    sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    added_by: Mapped[Account] = relationship()

    @property
    def is_default(self) -> bool:
        return self.sha256 is None


class IssuedDocument(Base):
    """A document as it was issued: these bytes, whatever data or template become later."""

    __tablename__ = "issued_document"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    template_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("template_version.id"), default=None
    )  # None: the template that came with the system
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)


class DocumentSetting(Base):
    """What holds for all documents (a single row; without it the defaults hold)."""

    __tablename__ = "document_setting"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    parent_line: Mapped[bool] = mapped_column(default=True)  # UBND … above the ward's name
