"""What units gathered: the youth union sent its groups, the women's union is still at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.consolidation import actions as consolidation
from dialogue.demo.stage import field, moment, person
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

DRAFTS = (
    (
        "Chợ chiều trước cổng trường mẫu giáo lấn lòng đường, người đón cháu không có chỗ đứng.",
        "Cổng trường mẫu giáo",
        "trat_tu_do_thi",
    ),
    (
        "Nhiều chị em đi làm xa muốn khám sức khỏe miễn phí vào ngày nghỉ, đề nghị trạm y tế báo "
        "lịch trước một tuần.",
        "Trạm y tế phường",
        "y_te",
    ),
)


def send_groups(parts: Sequence[Sequence[Opinion]], titles: dict[str, str], on: date) -> None:
    """The youth union puts its opinions under headings and sends the whole."""
    user = person("doan")
    with moment(on, 21):
        one = consolidation.start(parts[0][0].meeting, actor=user)
        for (title, summary), part in zip(titles.items(), parts, strict=True):
            heading = consolidation.add_heading(one, title=title, summary=summary, actor=user)
            consolidation.put(one, [opinion.id for opinion in part], heading.id, actor=user)
        consolidation.send(
            one,
            note="Đoàn phường đã lấy ý kiến ở các chi đoàn, kính gửi Văn phòng tổng hợp.",
            actor=user,
        )


def begin_groups(meeting: Meeting, there: Opinion, on: date) -> None:
    """The women's union has one group with a draft in it, and a draft in none."""
    user = person("phunu")
    with moment(on, 20):
        drafts = [
            opinions.save_draft(
                actor=user,
                client_key=f"demo-gathered-{meeting.id}-{number}",
                meeting=meeting,
                content=opinions.Content(words=words, place=place, field_id=field(code).id),
            )
            for number, (words, place, code) in enumerate(DRAFTS)
        ]
        one = consolidation.start(meeting, actor=user)
        heading = consolidation.add_heading(
            one, title="Quanh trường học", summary="Ăn uống, đi lại trước cổng trường.", actor=user
        )
        consolidation.put(one, [there.id, drafts[0].id], heading.id, actor=user)
