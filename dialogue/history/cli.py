"""The command that proves the record."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from dialogue.history import chain


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
        what = "nội dung" if verdict.why == "content" else "chuỗi nối với dòng trước"
        click.echo(f"Dòng {verdict.broken}: {what} không còn khớp với dấu niêm.", err=True)
        click.echo(f"{verdict.rows} dòng trước đó nguyên vẹn.", err=True)
        sys.exit(1)
    if not verdict.passed_noted:
        click.echo("Không còn thấy dòng mang dấu niêm đã ghi: sổ đã bị cắt.", err=True)
        sys.exit(1)
    click.echo(f"{verdict.rows} dòng nguyên vẹn. Dấu niêm cuối: {verdict.head}")
