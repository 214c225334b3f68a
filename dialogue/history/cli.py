"""The command that proves the record."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from dialogue.history import chain

_BROKEN = {
    "content": "nội dung không còn khớp với dấu niêm",
    "link": "chuỗi nối với dòng trước không còn khớp với dấu niêm",
    "redaction": "lời đã bị bỏ mà không có lần xóa dữ liệu cá nhân nào ghi tên dòng này",
}


@click.group()
def audit() -> None:
    """Check the record of all acts."""


@audit.command("verify")
@click.option("--noted", help="Dấu niêm của lần kiểm tra trước, đã ghi lại ở nơi khác.")
@with_appcontext
def verify(noted: str | None) -> None:
    """Walk the record from its first row; exit 1 and name the first broken one."""
    verdict = chain.verify(noted)
    if verdict.broken is not None:
        click.echo(f"Dòng {verdict.broken}: {_BROKEN[verdict.why]}.", err=True)
        click.echo(f"{verdict.rows} dòng trước đó nguyên vẹn.", err=True)
        sys.exit(1)
    if not verdict.passed_noted:
        click.echo("Không còn thấy dòng mang dấu niêm đã ghi: sổ đã bị cắt.", err=True)
        sys.exit(1)
    if verdict.redacted:
        click.echo(f"{verdict.redacted} dòng đã được bỏ lời theo yêu cầu xóa dữ liệu cá nhân.")
    click.echo(f"{verdict.rows} dòng nguyên vẹn. Dấu niêm cuối: {verdict.head}")
