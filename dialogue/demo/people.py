"""Units, accounts and fields of the demo ward. Every person here is made up."""

from __future__ import annotations

from datetime import date, time

from dialogue.accounts.actions import create_account, create_unit
from dialogue.accounts.models import Unit, Ward
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.opinions.actions import load_fields

PASSWORD = "Doi-thoai-2024"  # noqa: S105 (shown on the demo's sign-in page)
SINCE = date(2021, 1, 1)

UNITS = (
    ("lanh-dao", "Lãnh đạo UBND phường", "Lãnh đạo", "leadership"),
    ("van-phong", "Văn phòng UBND phường", "Văn phòng", "office"),
    ("mat-tran", "Ủy ban MTTQ Việt Nam phường", "Mặt trận", "front"),
    ("phu-nu", "Hội Liên hiệp Phụ nữ phường", "Hội Phụ nữ", "front"),
    ("nong-dan", "Hội Nông dân phường", "Hội Nông dân", "front"),
    ("cuu-chien-binh", "Hội Cựu chiến binh phường", "Hội CCB", "front"),
    ("doan-thanh-nien", "Đoàn Thanh niên phường", "Đoàn Thanh niên", "youth_union"),
    ("mot-cua", "Bộ phận Một cửa", "Một cửa", "department"),
    ("tu-phap", "Tư pháp - Hộ tịch", "Tư pháp", "department"),
    ("dia-chinh", "Địa chính - Xây dựng - Đô thị và Môi trường", "Địa chính", "department"),
    ("tai-chinh", "Tài chính - Kế toán", "Tài chính", "department"),
    ("van-hoa", "Văn hóa - Thông tin, Đài Truyền thanh", "Văn hóa", "department"),
    ("ld-tbxh", "Lao động - Thương binh và Xã hội", "LĐ-TBXH", "department"),
    ("cong-an", "Công an phường", "Công an", "department"),
    ("bvdp", "Ban Bảo vệ dân phố", "BVDP", "department"),
    ("quan-su", "Ban Chỉ huy Quân sự phường", "Quân sự", "department"),
    *((f"to-{n}", f"Tổ dân phố {n}", f"Tổ {n}", "residential_group") for n in range(1, 9)),
)

# user name, full name, post, unit, roles
ACCOUNTS = (
    ("quantri", "Đinh Quang Huy", "Công chức phụ trách công nghệ thông tin", "van-phong", "admin"),
    ("chutich", "Trần Minh Đức", "Chủ tịch UBND phường", "lanh-dao", "chair"),
    ("phochutich", "Phạm Thị Hồng Vân", "Phó Chủ tịch UBND phường", "lanh-dao", "vice_chair"),
    ("vanphong", "Nguyễn Thị Ánh Tuyết", "Công chức Văn phòng", "van-phong", "office"),
    ("thuky", "Lê Quốc Bảo", "Công chức Văn phòng", "van-phong", "office"),
    ("matran", "Võ Văn Thạnh", "Chủ tịch UBMTTQ phường", "mat-tran", "front"),
    ("phunu", "Bùi Thị Lệ Thu", "Chủ tịch Hội LHPN phường", "phu-nu", "front"),
    ("nongdan", "Huỳnh Tấn Phát", "Chủ tịch Hội Nông dân phường", "nong-dan", "front"),
    ("cuuchienbinh", "Đỗ Văn Sửu", "Chủ tịch Hội CCB phường", "cuu-chien-binh", "front"),
    ("doan", "Nguyễn Hoàng Nam", "Bí thư Đoàn phường", "doan-thanh-nien", "youth_union"),
    ("motcua", "Trương Thị Mỹ Duyên", "Công chức Một cửa", "mot-cua", "department"),
    ("tuphap", "Ngô Thị Kim Oanh", "Công chức Tư pháp - Hộ tịch", "tu-phap", "department"),
    ("diachinh", "Phan Đình Khải", "Công chức Địa chính - Xây dựng", "dia-chinh", "department"),
    ("taichinh", "Tạ Thị Bích Ngọc", "Công chức Tài chính - Kế toán", "tai-chinh", "department"),
    ("vanhoa", "Đặng Văn Lợi", "Công chức Văn hóa - Thông tin", "van-hoa", "department"),
    ("ldtbxh", "Mai Thị Xuân Hòa", "Công chức LĐ-TBXH", "ld-tbxh", "department"),
    ("congan", "Lương Anh Tuấn", "Trưởng Công an phường", "cong-an", "department"),
    ("bvdp", "Nguyễn Văn Mẫn", "Trưởng ban BVDP", "bvdp", "department"),
    ("quansu", "Hồ Sỹ Thắng", "Chỉ huy trưởng Quân sự", "quan-su", "department"),
    ("to1", "Nguyễn Văn Tín", "Tổ trưởng tổ dân phố 1", "to-1", "group_leader"),
    ("to2", "Trần Thị Liễu", "Tổ trưởng tổ dân phố 2", "to-2", "group_leader"),
    ("to3", "Lê Văn Chín", "Tổ trưởng tổ dân phố 3", "to-3", "group_leader"),
    ("to4", "Phạm Đình Ân", "Tổ trưởng tổ dân phố 4", "to-4", "group_leader"),
    ("to5", "Đoàn Thị Nguyệt", "Tổ trưởng tổ dân phố 5", "to-5", "group_leader"),
    ("to6", "Cao Xuân Ổn", "Tổ trưởng tổ dân phố 6", "to-6", "group_leader"),
    ("to7", "Vũ Thị Ửng", "Tổ trưởng tổ dân phố 7", "to-7", "group_leader"),
    ("to8", "Kiều Văn Đạt", "Tổ trưởng tổ dân phố 8", "to-8", "group_leader"),
)


def load(*, is_demo: bool = True) -> None:
    """Make the ward, its units, its fields and one account for each of its people."""
    with clock.acting_at(clock.at(SINCE, time(8))), unit_of_work() as session:
        session.add(
            Ward(
                name="phường Chánh Lộ",
                parent_body="UBND thành phố Quảng Ngãi",
                place="Chánh Lộ",
                hall="Hội trường UBND phường Chánh Lộ",
                is_demo=is_demo,
            )
        )
        units: dict[str, Unit] = {}
        for position, (code, name, short, kind) in enumerate(UNITS):
            units[code] = create_unit(
                code=code,
                name=name,
                short_name=short,
                kind=kind,
                position=position,
                valid_from=SINCE,
            )
        load_fields()
        for number, (username, full_name, title, unit, role) in enumerate(ACCOUNTS):
            create_account(
                username=username,
                full_name=full_name,
                title=title,
                unit=units[unit],
                roles=[role],
                password=PASSWORD,
                phone=f"+8490500{1000 + number}",
                must_change_password=False,
                valid_from=SINCE,
            )
