"""``flask setup``: a real ward, with its units, its fields, its first plan and account."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from dialogue.accounts import actions, passwords, queries
from dialogue.accounts.models import Ward
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.opinions.actions import load_fields
from dialogue.plans.plan_2024 import draft_plan

DEPARTMENTS = (
    "Bộ phận Một cửa, Tư pháp - Hộ tịch, Địa chính - Xây dựng - Đô thị và Môi trường, "
    "Tài chính - Kế toán, Văn hóa - Thông tin và Đài Truyền thanh, "
    "Lao động - Thương binh và Xã hội, Công an phường, Ban Bảo vệ dân phố, Ban Chỉ huy Quân sự"
)
FRONT = (
    "Ủy ban MTTQ Việt Nam phường, Hội Liên hiệp Phụ nữ phường, Hội Nông dân phường, "
    "Hội Cựu chiến binh phường"
)

# By these codes the plan finds whose task is whose (Kế hoạch III).
CODES = (
    ("mot-cua", ("mot cua", "hanh chinh cong")),
    ("tu-phap", ("tu phap",)),
    ("dia-chinh", ("dia chinh", "do thi")),
    ("tai-chinh", ("tai chinh",)),
    ("van-hoa", ("van hoa", "truyen thanh")),
    ("ld-tbxh", ("lao dong", "thuong binh")),
    ("cong-an", ("cong an",)),
    ("bvdp", ("bao ve dan pho", "an ninh trat tu")),
    ("quan-su", ("quan su",)),
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
@click.option(
    "--plan/--no-plan", default=True, help="Lập sẵn dự thảo kế hoạch năm nay theo mẫu năm 2024."
)
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
    plan: bool,
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
    ward = Ward(
        name=clean_line(name),
        parent_body=clean_line(parent_body),
        place=clean_line(place),
        hall=clean_line(hall),
    )
    try:
        with unit_of_work() as session:
            session.add(ward)
            _make_units(groups, _listed(departments), _listed(front))
            load_fields()
            if plan:
                draft_plan(ward, clock.today().year, groups=groups)
            _make_first_account(username, full_name, password)
    except InvalidInput as error:
        raise click.ClickException(error.message) from error
    click.echo(f"Đã thiết lập {ward.committee}: {len(queries.units())} đơn vị.")
    if plan:
        click.echo(
            f"Đã có dự thảo kế hoạch đối thoại năm {clock.today().year}, hai đợt chưa định ngày; "
            "Văn phòng xem và sửa ở mục Kế hoạch."
        )
    click.echo("Chạy: make run. Người quản trị đăng nhập rồi tạo tài khoản cho mọi người.")


def _listed(names: str) -> list[str]:
    return list(dict.fromkeys(clean_line(one) for one in names.split(",") if clean_line(one)))


def _make_units(groups: int, departments: list[str], front: list[str]) -> None:
    kinds = [
        ("lanh-dao", "Lãnh đạo UBND phường", "leadership"),
        ("van-phong", "Văn phòng UBND phường", "office"),
        *(("", one, "front") for one in front),
        ("doan-thanh-nien", "Đoàn Thanh niên phường", "youth_union"),
        *((code, one, "department") for code, one in _coded(departments)),
        *((f"to-{n}", f"Tổ dân phố {n}", "residential_group") for n in range(1, groups + 1)),
    ]
    for position, (code, unit, kind) in enumerate(kinds):
        actions.create_unit(
            code=code, name=unit, short_name=unit[:60], kind=kind, position=position
        )


def _coded(departments: list[str]) -> list[tuple[str, str]]:
    left = list(CODES)
    coded = []
    for name in departments:
        words = fold(name)
        found = next((entry for entry in left if any(key in words for key in entry[1])), None)
        if found is not None:
            left.remove(found)
        coded.append((found[0] if found else "", name))
    return coded


def _make_first_account(username: str, full_name: str, password: str) -> None:
    (office,) = queries.units("office")
    actions.create_account(
        username=username,
        full_name=full_name,
        title="Quản trị hệ thống",
        unit=office,
        roles=["admin"],
        password=password,
        must_change_password=False,
    )
