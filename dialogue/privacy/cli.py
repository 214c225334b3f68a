"""The commands about personal data: what is past its time, and an erasure from the server."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.errors import DomainError
from dialogue.extensions import db
from dialogue.privacy import erasing, queries, rules


@click.command("retention")
@click.option("--do/--dry-run", "do", default=False, help="Xóa thật; không có thì chỉ đếm.")
@with_appcontext
def retention(do: bool) -> None:
    """Count what is past its time; with --do let it go."""
    for rule, number in rules.apply(do=do):
        click.echo(f"{rule.what} ({rule.how_long}): {'đã xóa' if do else 'sẽ xóa'} {number}")
    if not do:
        click.echo("Chưa xóa gì. Chạy lại với --do để xóa.")


@click.command("erase-person")
@click.option("--name", default="", help="Họ và tên.")
@click.option("--phone", default="", help="Số điện thoại.")
@click.option("--ground", required=True, help="Căn cứ, không ghi tên người yêu cầu.")
@click.option("--by", required=True, help="Tên đăng nhập của người chịu trách nhiệm.")
@click.option("--despite-open", is_flag=True, help="Xóa dù còn việc chưa trả lời xong.")
@click.option("--do", is_flag=True, help="Xóa thật; không có thì chỉ liệt kê.")
@with_appcontext
def erase_person(name: str, phone: str, ground: str, by: str, despite_open: bool, do: bool) -> None:
    """Erase one person from all rows that name him; without --do only list them."""
    actor = db.session.scalar(select(Account).where(Account.username == by))
    if actor is None:
        click.echo("Không có tài khoản này.", err=True)
        sys.exit(1)
    found = queries.find(name, phone)
    for one in found:
        click.echo(f"{one.key}: {one.place.label}, {one.name}")
    if not do:
        click.echo("Chưa xóa gì. Chạy lại với --do để xóa.")
        return
    wish = erasing.Wish(
        name, phone, tuple(one.key for one in found), ground, despite_open=despite_open, sure=True
    )
    try:
        done = erasing.erase(wish, actor=actor)
    except DomainError as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
    click.echo(f"Đã xóa ở {sum(done.counts.values())} dòng.")
