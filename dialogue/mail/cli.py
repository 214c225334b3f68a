"""``flask send-mail``: run every few minutes by the server's timer (docs/mail.md)."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from dialogue.core import clock
from dialogue.mail import actions, queries, smtp


def register(app: Flask) -> None:
    """Add the command to ``app``."""
    app.cli.add_command(send_mail)


@click.command("send-mail", help="Gửi thư điện tử đang chờ; chạy lại không gửi hai lần.")
@with_appcontext
def send_mail() -> None:
    """Exit 1 when something could not be sent (it is tried again later)."""
    if not queries.is_configured():
        click.echo("Chưa đặt máy chủ thư (DIALOGUE_SMTP, DIALOGUE_MAIL_FROM).")
        return
    done = actions.send_due(clock.now(), smtp.sender(current_app.config["SMTP_URL"]))
    click.echo(f"Đã gửi {done.sent} thư; chưa gửi được {done.failed}; thôi gửi {done.given_up}.")
    if done.failed or done.given_up:
        raise SystemExit(1)
