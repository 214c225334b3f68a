"""The command that tidies the folder of files."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from dialogue.files import actions

HOUR = 3600


@click.command("files-clean")
@click.option("--dry-run", is_flag=True, help="Chỉ liệt kê, không xóa.")
@with_appcontext
def files_clean(dry_run: bool) -> None:
    """Remove files that belong to nothing; tell of those that are missing."""
    loose, missing = actions.clean_up(older_than=HOUR, dry_run=dry_run)
    for path in loose:
        click.echo(f"{'sẽ xóa' if dry_run else 'đã xóa'} {path.name}")
    for row in missing:
        click.echo(f"thiếu tệp của {row.owner_type} {row.owner_id}: {row.name}", err=True)
    click.echo(f"{len(loose)} tệp thừa, {len(missing)} tệp thiếu.")
