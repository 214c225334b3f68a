"""``flask setup``: a real ward, with its units and its first account."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from dialogue.accounts import actions, passwords, queries
from dialogue.accounts.models import Ward
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work

DEPARTMENTS = (
    "Bộ phận Một cửa, Tư pháp - Hộ tịch, Địa chính - Xây dựng - Đô thị và Môi trường, "
    "Tài chính - Kế toán, Văn hóa - Thông tin và Đài Truyền thanh, "
    "Lao động - Thương binh và Xã hội, Công an phường, Ban Bảo vệ dân phố, Ban Chỉ huy Quân sự"
)
FRONT = (
    "Ủy ban MTTQ Việt Nam phường, Hội Liên hiệp Phụ nữ phường, Hội Nông dân phường, "
    "Hội Cựu chiến binh phường"
)


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(setup)


@click.command("setup")
@click.option("--name", prompt="Tên phường (ví dụ: phường Chánh Lộ)")
@click.option("--parent-body", prompt="Cơ quan cấp trên (ví dụ: UBND tỉnh Quảng Ngãi)")
@click.option("--place", prompt="Địa danh ghi trên văn bản (ví dụ: Chánh Lộ)")
@click.option("--hall", prompt="Nơi tổ chức đối thoại", default="Hội trường UBND phường")
@click.option("--groups", prompt="Số tổ dân phố", type=click.IntRange(1, 200))
@click.option("--departments", prompt="Ban ngành, đơn vị (cách nhau dấu phẩy)", default=DEPARTMENTS)
@click.option("--front", prompt="Mặt trận, đoàn thể (cách nhau dấu phẩy)", default=FRONT)
@click.option("--username", prompt="Tên đăng nhập của người quản trị")
@click.option("--full-name", prompt="Họ và tên người quản trị")
@click.option(
    "--password", prompt="Mật khẩu", hide_input=True, confirmation_prompt="Ghi lại mật khẩu"
)
@with_appcontext
def setup(
    name: str,
    parent_body: str,
    place: str,
    hall: str,
    groups: int,
    departments: str,
    front: str,
    username: str,
    full_name: str,
    password: str,
) -> None:
    """Make a real ward in an empty database. No demo account exists in it."""
    from dialogue.cli import upgrade

    if not upgrade():
        raise click.ClickException(
            "Cơ sở dữ liệu này đã có một phường. "
            "Muốn làm lại, xin chuyển thư mục dữ liệu đi nơi khác."
        )
    problem = passwords.weakness(password, username, full_name)
    if problem:
        raise click.ClickException(problem)
    try:
        _make(
            Ward(
                name=clean_line(name),
                parent_body=clean_line(parent_body),
                place=clean_line(place),
                hall=clean_line(hall),
            ),
            groups,
            _listed(departments),
            _listed(front),
            (username, full_name, password),
        )
    except InvalidInput as error:
        raise click.ClickException(error.message) from error
    ward = queries.ward()
    click.echo(f"Đã thiết lập {ward.committee if ward else ''}: {len(queries.units())} đơn vị.")
    click.echo("Chạy: make run. Người quản trị đăng nhập rồi tạo tài khoản cho mọi người.")


def _listed(names: str) -> list[str]:
    return [clean_line(one) for one in names.split(",") if clean_line(one)]


def _make(
    ward: Ward, groups: int, departments: list[str], front: list[str], first: tuple[str, str, str]
) -> None:
    with unit_of_work() as session:
        session.add(ward)
        kinds = [
            ("Lãnh đạo UBND phường", "leadership"),
            ("Văn phòng UBND phường", "office"),
            *((one, "front") for one in front),
            ("Đoàn Thanh niên phường", "youth_union"),
            *((one, "department") for one in departments),
            *((f"Tổ dân phố {n}", "residential_group") for n in range(1, groups + 1)),
        ]
        units = [
            actions.create_unit(name=unit, short_name=unit[:60], kind=kind, position=position)
            for position, (unit, kind) in enumerate(kinds)
        ]
        username, full_name, password = first
        actions.create_account(
            username=username,
            full_name=full_name,
            title="Quản trị hệ thống",
            unit=units[1],
            roles=["admin"],
            password=password,
            must_change_password=False,
        )
