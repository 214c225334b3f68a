"""Who wants mail about what, and the queue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.db import Base, Versioned

TOPICS = {
    "due": "Nhắc việc đến hạn, quá hạn",
    "work": "Việc được giao, đề nghị, phối hợp",
    "papers": "Thông báo, văn bản trả lời: trình, duyệt, trả lại, ban hành",
    "opinions": "Ý kiến của đơn vị",
    "other": "Việc khác",
}


class MailSetting(Base, Versioned):
    """A person's own address and what he wants to be written about."""

    __tablename__ = "mail_setting"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(200))
    topics: Mapped[list[str]] = mapped_column(default=list)

    account: Mapped[Account] = relationship()

    @property
    def id(self) -> int:
        """Its number in the history."""
        return self.account_id


class Mail(Base):
    """One note to one person: how many lines wait. Its words are made when it goes."""

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("state in ('queued','sent','given_up')", name="state"),
        CheckConstraint("lines >= 0", name="lines"),
        Index("ix_mail_queue", "state", "next_at"),
        Index("ix_mail_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(12), default="queued")
    lines: Mapped[int] = mapped_column(default=0)  # 0: a trial that the person asked for
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(default=clock.now)
    error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)

    account: Mapped[Account] = relationship()
