"""``flask remind``: run every ten minutes by the server's timer (docs/reminders.md)."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from dialogue.core import clock
from dialogue.deadlines.hours import HOURS, is_working_moment
from dialogue.notifications.actions import Run
from dialogue.notifications.actions import remind as send_reminders


def register(app: Flask) -> None:
    """Add the command to ``app``."""
    app.cli.add_command(remind)


@click.command(
    "remind", help="Nhắc việc đến hạn; chạy lại bao nhiêu lần, mỗi bước cũng chỉ nhắc một lần."
)
@click.option("--dry-run", is_flag=True, help="Chỉ in ra sẽ nhắc ai, việc gì; không gửi.")
@click.option("--now", "at_once", is_flag=True, help="Nhắc cả khi ngoài giờ làm việc.")
@with_appcontext
def remind(dry_run: bool, at_once: bool) -> None:
    """Print a line for each reminder. Exit 1 when a part failed (the others were told)."""
    now = clock.now()
    if not at_once and not is_working_moment(now):
        hours = ", ".join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in HOURS)
        click.echo(
            f"{clock.show_moment(now)}: ngoài giờ làm việc, chưa nhắc ai. "
            f"Giờ nhắc: {hours} các ngày làm việc."
        )
        return
    run = send_reminders(now, dry_run=dry_run)
    _report(run, dry_run)
    if run.failed:
        raise SystemExit(1)


def _report(run: Run, dry_run: bool) -> None:
    for one in run.told:
        click.echo(f"{one.whom}: {one.text}")
    words = "Sẽ nhắc" if dry_run else "Đã nhắc"
    click.echo(f"{words} {len(run.told)} việc." if run.told else "Không có việc nào cần nhắc.")
    for name in run.failed:
        click.echo(f"Lỗi ở phần {name}; xem nhật ký của máy chủ.", err=True)
