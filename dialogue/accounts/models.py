"""The ward itself, its units, the people with an account and the roles they hold."""

from __future__ import annotations

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.core import clock, text
from dialogue.core.db import Base, Versioned

ROLES = {
    "admin": "Quản trị",
    "chair": "Chủ tịch",
    "vice_chair": "Phó Chủ tịch",
    "office": "Văn phòng",
    "department": "Ban ngành, đơn vị",
    "front": "Mặt trận, đoàn thể",
    "youth_union": "Đoàn thanh niên",
    "group_leader": "Tổ trưởng",
}

USERNAME = r"[a-z0-9._-]{2,40}"
USERNAME_RULE = "Tên đăng nhập dùng 2 đến 40 chữ thường không dấu, số, dấu chấm."

UNIT_KINDS = {
    "leadership": "Lãnh đạo",
    "office": "Văn phòng",
    "department": "Ban ngành, đơn vị",
    "front": "Mặt trận, đoàn thể",
    "youth_union": "Đoàn thanh niên",
    "residential_group": "Tổ dân phố",
}


class Ward(Base):
    """The one ward that this system serves (a single row)."""

    __tablename__ = "ward"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(120))  # "phường Chánh Lộ"
    parent_body: Mapped[str] = mapped_column(String(160))  # "UBND thành phố Quảng Ngãi"
    place: Mapped[str] = mapped_column(String(80))  # on documents: "Chánh Lộ"
    hall: Mapped[str] = mapped_column(String(200), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)

    @property
    def committee(self) -> str:
        """``UBND phường Chánh Lộ``."""
        return f"UBND {self.name}"


class FormerWard(Base):
    """What the ward was called until a day, as papers of that time must say (two tiers of
    time: a reform renames bodies, issued papers keep the names of their day)."""

    __tablename__ = "former_ward"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    parent_body: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(80))
    valid_to: Mapped[date] = mapped_column(unique=True)  # that day included

    @property
    def committee(self) -> str:
        """As ``Ward.committee``, of then."""
        return f"UBND {self.name}"


class Unit(Base, Versioned):
    """A unit of the ward, valid for a time; an old record keeps the old name."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint(
            "kind in ('leadership','office','department','front','youth_union',"
            "'residential_group')",
            name="kind",
        ),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)  # "to-1", "cong-an"
    name: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(24))
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)

    def is_valid(self, on: date | None = None) -> bool:
        on = on or clock.today()
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class Account(UserMixin, Base, Versioned):  # type: ignore[misc]
    """A person who signs in. Belongs to one unit, holds roles with dates."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)  # lower case
    phone: Mapped[str | None] = mapped_column(String(20), unique=True, default=None)  # E.164
    full_name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(900), default="")
    title: Mapped[str] = mapped_column(String(120), default="")  # "Tổ trưởng tổ dân phố 3"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    # The second step of signing in: its secret, and the last step of time that was used.
    totp_secret: Mapped[str | None] = mapped_column(String(64), default=None)
    totp_step: Mapped[int | None] = mapped_column(default=None)
    session_epoch: Mapped[int] = mapped_column(default=0)  # grows: every session ends
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime | None] = mapped_column(default=None)

    unit: Mapped[Unit] = relationship(lazy="joined")
    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="account", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return f"{self.id}:{self.session_epoch}"

    @property
    def roles(self) -> frozenset[str]:
        """The roles held today."""
        today = clock.today()
        return frozenset(g.role for g in self.grants if g.is_valid(today))

    def has(self, *roles: str) -> bool:
        """Whether any of ``roles`` is held today."""
        return not self.roles.isdisjoint(roles)

    def rename(self, full_name: str) -> None:
        self.full_name = text.clean_line(full_name)
        self.name_key = text.name_sort_key(self.full_name)

    @property
    def role_names(self) -> str:
        return ", ".join(ROLES[r] for r in ROLES if r in self.roles)


class RoleGrant(Base):
    """One role held by one account from a day to a day."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "role in ('admin','chair','vice_chair','office','department','front',"
            "'youth_union','group_leader')",
            name="role",
        ),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date] = mapped_column(default=clock.today)
    valid_to: Mapped[date | None] = mapped_column(default=None)

    account: Mapped[Account] = relationship(back_populates="grants")

    def is_valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class SignInFailure(Base):
    """A failed sign-in, so that guessing at one account is slowed down."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_login_at", "login", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class SignIn(Base):
    """One device on which an account is, or was, signed in.

    The browser keeps a random token, the table only its hash. ``kept``: a device of one's own
    ("Máy của riêng tôi"); without it the machine may be shared.
    """

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_account", "account_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the token
    kept: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(String(60), default="")  # "Chrome, Windows"
    address: Mapped[str] = mapped_column(String(60), default="")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    account: Mapped[Account] = relationship()


class SpareCode(Base):
    """A code for who has lost his phone: good once, kept as its hash."""

    __tablename__ = "spare_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(default=None)
