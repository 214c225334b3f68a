"""Settings and what is due to go."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.care.hooks import Gauge
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.mail.models import Mail, MailSetting
from dialogue.notifications.models import Notification

BY_ADDRESS = (
    ("work", ("/assignments", "/tasks", "/requests", "/parts")),
    ("papers", ("/replies", "/notices", "/corrections", "/delegations")),
    ("opinions", ("/opinions",)),
)


def is_configured() -> bool:
    """Whether this ward has a mail server."""
    return bool(current_app.config["SMTP_URL"] and current_app.config["MAIL_FROM"])


def setting_of(account: Account) -> MailSetting | None:
    return db.session.get(MailSetting, account.id)


def topic_of(line: Notification) -> str:
    """What a line is about, by its key and where it leads."""
    if (line.key or "").startswith("remind:"):
        return "due"
    for topic, starts in BY_ADDRESS:
        if line.url.startswith(starts):
            return topic
    return "other"


def who_wants(line: Notification) -> list[MailSetting]:
    """The people whom ``line`` is for and who want mail about such."""
    query = select(MailSetting).join(MailSetting.account).where(Account.active)
    if line.account_id is not None:
        query = query.where(Account.id == line.account_id)
    else:
        query = query.where(Account.unit_id == line.unit_id)
    topic = topic_of(line)
    return [one for one in db.session.scalars(query).unique() if topic in one.topics]


def waiting_note(account_id: int) -> Mail | None:
    """A note to that person that has not been tried yet: further lines go with it."""
    query = select(Mail).where(
        Mail.account_id == account_id, Mail.state == "queued", Mail.tries == 0, Mail.lines > 0
    )
    return db.session.scalar(query.limit(1))


def due(now: datetime) -> list[Mail]:
    """What is to go now, the oldest first."""
    query = (
        select(Mail)
        .where(Mail.state == "queued", Mail.next_at <= now)
        .options(joinedload(Mail.account))
        .order_by(Mail.id)
    )
    return list(db.session.scalars(query).unique())


def last_of(account: Account) -> Mail | None:
    """The last note to that person."""
    query = select(Mail).where(Mail.account_id == account.id).order_by(Mail.id.desc())
    return db.session.scalar(query.limit(1))


def gauges() -> list[Gauge]:
    """The queue in figures; empty while the ward has no mail server and nothing waits."""
    week = clock.now() - timedelta(days=7)
    counts = (
        select(func.count()).where(Mail.state == "queued"),
        select(func.count()).where(Mail.state == "given_up", Mail.created_at >= week),
    )
    waiting, lost = (db.session.scalar(query) or 0 for query in counts)
    if not (is_configured() or waiting or lost):
        return []
    return [
        Gauge("Thư đang chờ gửi", str(waiting), bad=bool(waiting) and not is_configured()),
        Gauge("Thư không gửi được trong 7 ngày", str(lost), bad=lost > 0),
    ]
