"""Settings, queueing with the act, sending apart from it: a mail server never blocks the ward."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage

from flask import current_app

from dialogue.accounts.models import Account
from dialogue.accounts.queries import ward
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.mail import queries
from dialogue.mail.models import TOPICS, Mail, MailSetting
from dialogue.notifications.actions import tell_role
from dialogue.notifications.models import Notification

log = logging.getLogger("dialogue.mail")

GATHER = timedelta(minutes=5)  # lines told close together go in one note
WAITS = tuple(timedelta(minutes=n) for n in (2, 10, 30, 120, 480))  # after each failed try
CLAIM = timedelta(minutes=10)  # another run does not take what one is sending

Send = Callable[[EmailMessage], None]


def change_setting(address: str, topics: Sequence[str], *, actor: Account) -> None:
    """One's own address and topics; an empty address ends it. ``InvalidInput`` for a bad one."""
    with unit_of_work() as session:
        address = address.strip()
        setting = queries.setting_of(actor)
        if not address:
            if setting is not None:
                record(actor, setting, "end", "Thôi nhận thư điện tử")
                session.delete(setting)
            return
        _check(address)
        chosen = [topic for topic in TOPICS if topic in topics]
        if not chosen:
            raise InvalidInput("Cần chọn ít nhất một loại, hoặc để trống địa chỉ.", field="topics")
        if setting is None:
            setting = MailSetting(account_id=actor.id, address=address, topics=chosen)
            session.add(setting)
        else:
            setting.address, setting.topics = address, chosen
            setting.version += 1
        session.flush()
        record(actor, setting, "change", "Đổi cách nhận thư điện tử", topics=chosen)


def _check(address: str) -> None:
    wrong = InvalidInput("Địa chỉ thư chưa đúng, ví dụ ten@chanhlo.gov.vn.", field="address")
    try:
        parsed = Address(addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as refusal:
        raise wrong from refusal
    if "." not in parsed.domain or not parsed.username or len(address) > 200:
        raise wrong


def try_out(*, actor: Account) -> None:
    """Queue a trial note to oneself."""
    with unit_of_work() as session:
        if queries.setting_of(actor) is None:
            raise Conflict("Cần ghi địa chỉ thư trước.")
        session.add(Mail(account_id=actor.id))


def queue(line: Notification) -> None:
    """With the act that tells ``line``: a note to each who wants one, gathered for a while."""
    if not queries.is_configured():
        return
    with unit_of_work() as session:
        for setting in queries.who_wants(line):
            note = queries.waiting_note(setting.account_id)
            if note is None:
                note = Mail(account_id=setting.account_id)
                session.add(note)
                session.flush()
                note.next_at = note.created_at + GATHER
            note.lines += 1


@dataclass
class Sent:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def send_due(now: datetime, send: Send) -> Sent:
    """Send what is due by ``send``; each failure waits longer, the last gives up.

    The server is spoken to outside of any write; a run beside this one takes nothing twice.
    """
    done = Sent()
    for mail_id in [mail.id for mail in queries.due(now)]:
        letter = _claim(mail_id, now)
        if letter is None:
            continue
        error = ""
        try:
            send(letter)
        except Exception as refusal:  # whatever a server answers, the next note is tried
            log.warning("mail %s: %s", mail_id, type(refusal).__name__)
            error = f"{type(refusal).__name__}: {refusal}"[:300]
        _note_outcome(mail_id, error, now, done)
    return done


def _claim(mail_id: int, now: datetime) -> EmailMessage | None:
    with unit_of_work() as session:
        mail = session.get(Mail, mail_id)
        if mail is None or mail.state != "queued" or mail.next_at > now:
            return None
        setting = queries.setting_of(mail.account)
        if setting is None or not mail.account.active:
            session.delete(mail)
            return None
        mail.next_at = now + CLAIM
        mail.tries += 1
        return letter_to(mail, setting)


def letter_to(mail: Mail, setting: MailSetting) -> EmailMessage:
    """How many lines wait and where to read them; nothing of a resident leaves the ward."""
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    here = ward()
    whose = here.committee if here else "UBND phường"
    letter = EmailMessage()
    letter["From"] = current_app.config["MAIL_FROM"]
    letter["To"] = setting.address
    if mail.lines:
        letter["Subject"] = f"Đối thoại với Nhân dân: {mail.lines} thông báo mới"
        what = f"Có {mail.lines} thông báo mới dành cho ông/bà."
    else:
        letter["Subject"] = "Đối thoại với Nhân dân: thư thử"
        what = "Đây là thư thử. Ông/bà sẽ nhận thư như thế này khi có thông báo mới."
    letter.set_content(
        f"Kính gửi {mail.account.full_name},\n\n{what}\n"
        f"Đọc tại: {site}/inbox\n\n"
        f"Thư tự động của hệ thống đối thoại, {whose}. Đổi hoặc thôi nhận: {site}/me/mail\n"
    )
    return letter


def _note_outcome(mail_id: int, error: str, now: datetime, done: Sent) -> None:
    with unit_of_work() as session:
        mail = session.get(Mail, mail_id)
        if mail is None:
            return
        mail.error = error
        if not error:
            mail.state, mail.sent_at = "sent", now
            done.sent += 1
        elif mail.tries > len(WAITS):
            mail.state = "given_up"
            done.given_up += 1
            tell_role("admin", f"Không gửi được thư điện tử sau {mail.tries} lần: {error}"[:400])
        else:
            mail.next_at = now + WAITS[mail.tries - 1]
            done.failed += 1
