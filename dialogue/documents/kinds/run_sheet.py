"""Kịch bản điều hành of a meeting: its programme, then each matter with its prepared answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.core.errors import InvalidInput
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.kinds.programme import time_of
from dialogue.documents.kinds.summary import find as find_for_who_runs_it
from dialogue.documents.layout import Paper, letterhead, signature, type_and_subject
from dialogue.documents.signing import leader_on
from dialogue.followup.privacy import public_name, public_words
from dialogue.followup.words import conference
from dialogue.opinions.models import Opinion
from dialogue.opinions.queries import agenda
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import active_duties
from dialogue.plans.queries import presider_of, programme
from dialogue.plans.queries.programme import ProgrammeLine

NOT_ASKED = "Đơn vị trả lời: chưa phân công; chủ trì mời đơn vị có liên quan trả lời."
NOT_READY = "Nội dung trả lời: đơn vị chưa chuẩn bị xong."


@dataclass(frozen=True)
class Scene:
    """One line of the programme and what is said to lead over to it."""

    heading: str = said("Số thứ tự, giờ, nội dung")
    owner: str = said("Người, đơn vị thực hiện; để trống nếu chưa ghi")
    lead: str = said("Lời dẫn")


@dataclass(frozen=True)
class Question:
    """One matter of the agenda and who answers it with what."""

    heading: str = said("Số thứ tự, người nêu")
    words: list[str] = said("Nội dung ý kiến, từng đoạn")
    answers: list[str] = said("Đơn vị trả lời và nội dung đã chuẩn bị, từng đoạn")


@dataclass(frozen=True, kw_only=True)
class RunSheetText(contexts.Signed):
    """What the run sheet says."""

    when: str = said("Thời gian của hội nghị")
    where: str = said("Địa điểm")
    presider: str = said("Chủ trì")
    secretary: str = said("Thư ký; để trống nếu chưa phân công")
    scenes: list[Scene] = said("Diễn biến theo chương trình", rows=Scene)
    questions: list[Question] = said("Các nội dung đối thoại đã chọn", rows=Question)
    closing: list[str] = said("Câu kết")


def build() -> Paper:
    paper = Paper()
    letterhead(paper, numbered=False)
    type_and_subject(paper, "KỊCH BẢN ĐIỀU HÀNH")
    paper.line("I. THÔNG TIN CHUNG", "Phần mục")
    paper.line("Thời gian: {{ when }}.", "Lời văn")
    paper.line("Địa điểm: {{ where }}.", "Lời văn")
    paper.line("Chủ trì: {{ presider }}.", "Lời văn")
    with paper.when("secretary"):
        paper.line("Thư ký: {{ secretary }}.", "Lời văn")
    paper.line("II. DIỄN BIẾN", "Phần mục")
    with paper.each("scene in scenes"):
        paper.line("{{ scene.heading }}", "Phần mục")
        with paper.when("scene.owner"):
            paper.line("Thực hiện: {{ scene.owner }}.", "Lời văn")
        paper.line("{{ scene.lead }}", "Lời văn")
    with paper.when("questions"):
        paper.line("III. CÁC NỘI DUNG ĐỐI THOẠI VÀ PHẦN TRẢ LỜI", "Phần mục")
        with paper.each("question in questions"):
            paper.line("{{ question.heading }}", "Phần mục")
            paper.lines("question.words")
            paper.lines("question.answers")
    paper.lines("closing", "Lời kết")
    signature(paper)
    return paper


def context(meeting: Meeting) -> RunSheetText:
    """Programme and agenda as they stand. ``InvalidInput`` while there is no programme."""
    found = programme(meeting)
    if not found.lines:
        raise InvalidInput("Chưa ghi chương trình nên chưa soạn được kịch bản điều hành.")
    presider = presider_of(meeting)
    signer = leader_on(preferred=presider)
    questions = agenda(meeting)
    return RunSheetText(
        **contexts.headed(conference(meeting), None),
        **contexts.signed("", signer, contexts.RECIPIENTS[1:2]),
        when=wording.moment_of(meeting.starts_at),
        where=meeting.place,
        presider=f"{presider.full_name}, {presider.title}".strip(", ") if presider else signer.name,
        secretary=", ".join(d.account.full_name for d in active_duties(meeting, "secretary")),
        scenes=[_scene(place, line) for place, line in enumerate(found.lines, start=1)],
        questions=[_question(place, one) for place, one in enumerate(questions, start=1)],
        closing=wording.ended([_closing(len(questions))]),
    )


def _scene(place: int, line: ProgrammeLine) -> Scene:
    title = line.item.title.rstrip(" .;")
    owner = line.item.owner_name.rstrip(" .;")
    called = f"kính mời {owner} thực hiện" if owner else "hội nghị chuyển sang"
    return Scene(
        heading=f"{place}. {time_of(line)}: {title}",
        owner=owner,
        lead=f"Lời dẫn: “Thưa các vị đại biểu, thưa bà con, {called} nội dung: {title}.”",
    )


def _question(place: int, opinion: Opinion) -> Question:
    more = len(opinion.merged)
    same = [f"Có thêm {more} ý kiến cùng nội dung."] if more else []
    return Question(
        heading=f"{place}. Ý kiến của {public_name(opinion)}",
        words=[*wording.paragraphs(public_words(opinion)), *same],
        answers=_answers(opinion),
    )


def _answers(opinion: Opinion) -> list[str]:
    prepared = opinion.preparation
    if prepared is None:
        return [NOT_ASKED]
    helping = ", ".join(one.unit.name for one in prepared.supporting)
    units = (
        f"{prepared.lead_unit.name}; phối hợp: {helping}" if helping else prepared.lead_unit.name
    )
    ready = wording.paragraphs(prepared.answer) if prepared.state == "ready" else []
    if not ready:
        return [f"Đơn vị trả lời: {units}.", NOT_READY]
    return [f"Đơn vị trả lời: {units}.", f"Nội dung trả lời: {ready[0]}", *ready[1:]]


def _closing(count: int) -> str:
    return (
        f"Kịch bản có {count:02d} nội dung đối thoại; chủ trì điều chỉnh thứ tự, thời gian theo "
        "diễn biến của hội nghị"
    )


def samples() -> Sequence[RunSheetText]:
    scene = Scene(
        "1. 08 giờ 00 - 08 giờ 10: Tuyên bố lý do",
        "Văn phòng",
        "Lời dẫn: “Kính mời Văn phòng thực hiện nội dung: Tuyên bố lý do.”",
    )
    question = Question(
        "1. Ý kiến của N.V.A., Tổ dân phố 3",
        ["Đề nghị sửa nắp cống vỡ."],
        ["Đơn vị trả lời: Địa chính.", "Nội dung trả lời: Đã đưa vào kế hoạch quý II."],
    )
    return [
        RunSheetText(
            **contexts.sample_head("Hội nghị đối thoại với Nhân dân", draft=empty),
            **contexts.sample_signed("", draft=empty),
            when="08 giờ 00, thứ Sáu, ngày 12 tháng 4 năm 2024",
            where="Hội trường UBND phường",
            presider="Nguyễn Thị An, Chủ tịch UBND phường",
            secretary="" if empty else "Lê Văn Tư",
            scenes=[] if empty else [scene, Scene("2. 10 phút: Kết luận", "", "Lời dẫn: “…”")],
            questions=[] if empty else [question],
            closing=wording.ended([_closing(0 if empty else 1)]),
        )
        for empty in (False, True)
    ]


KIND = Kind(
    code="run_sheet",
    title="Kịch bản điều hành",
    build=build,
    find=find_for_who_runs_it,
    context=context,
    samples=samples,
    required=(contexts.REQUIRED - {"number"}) | {"scenes", "questions"},
    file_name=lambda meeting: f"Kịch bản điều hành {meeting.name}",
    numbered=False,
)
