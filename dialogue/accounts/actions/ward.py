"""The ward gets another name, parent body or place from a day on."""

from __future__ import annotations

from datetime import date, timedelta

from dialogue.accounts.models import Account, FormerWard, Ward
from dialogue.accounts.permissions import is_admin
from dialogue.accounts.queries import former_wards, ward
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work


def rename_ward(*, name: str, parent_body: str, place: str, from_day: date, actor: Account) -> Ward:
    """From ``from_day`` the ward is called so; papers dated before keep the former names.

    ``InvalidInput`` for a day to come, or one before the last change. Nothing changed is
    nothing done.
    """
    if not is_admin(actor):
        raise NotAllowed
    with unit_of_work() as session:
        here = ward()
        if here is None:
            raise Conflict("Chưa thiết lập phường.")
        now = (here.name, here.parent_body, here.place)
        wanted = (clean_line(name), clean_line(parent_body), clean_line(place))
        if not wanted[0]:
            raise InvalidInput("Cần ghi tên phường.", field="name")
        if not wanted[2]:
            raise InvalidInput("Cần ghi địa danh.", field="place")
        if wanted == now:
            return here
        if from_day > clock.today():
            raise InvalidInput("Chỉ ghi khi tên mới đã có hiệu lực.", field="from_day")
        until = from_day - timedelta(days=1)
        before = former_wards()
        if before and until <= before[0].valid_to:
            since = clock.show_date(before[0].valid_to + timedelta(days=1))
            raise InvalidInput(
                f"Lần đổi trước có hiệu lực từ {since}: ngày này phải sau đó.", field="from_day"
            )
        session.add(FormerWard(name=now[0], parent_body=now[1], place=now[2], valid_to=until))
        here.name, here.parent_body, here.place = wanted
        record(
            actor, here, "rename", f"Đổi tên phường từ {clock.show_date(from_day)}",
            before=list(now), after=list(wanted), from_day=from_day.isoformat(),
        )  # fmt: skip
        return here
