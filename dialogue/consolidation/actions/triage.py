"""The office works on a whole heading at once; each opinion is checked again by itself (B6)."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.accounts.models import Account, Unit
from dialogue.consolidation.actions.gathering import GONE
from dialogue.consolidation.models import Consolidation
from dialogue.consolidation.workflow import CONSOLIDATION
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.opinions import actions as opinions
from dialogue.opinions.actions import BulkResult
from dialogue.opinions.models import COMPETENCES, Field, Opinion

LABELS = {
    "classify": "Phân loại",
    "select": "Đưa vào chương trình",
    "ask": "Giao chuẩn bị trả lời",
}


def classify_heading(
    consolidation: Consolidation,
    heading_id: int,
    ids: Sequence[int],
    *,
    field: Field,
    competence: str,
    actor: Account,
) -> BulkResult:
    """Classify those of the heading that are among ``ids``; each refusal is said by name."""
    if competence not in COMPETENCES:
        raise InvalidInput("Thẩm quyền này không có trong danh sách.", "competence")
    chosen = _chosen(consolidation, heading_id, ids, actor)
    result = opinions.classify_all(chosen, field=field, competence=competence, actor=actor)
    return _noted(consolidation, heading_id, "classify", result, actor)


def select_heading(
    consolidation: Consolidation, heading_id: int, ids: Sequence[int], *, actor: Account
) -> BulkResult:
    """Put those of the heading that are among ``ids`` on the agenda."""
    chosen = _chosen(consolidation, heading_id, ids, actor)
    result = opinions.select_all(chosen, actor=actor)
    return _noted(consolidation, heading_id, "select", result, actor)


def ask_heading(
    consolidation: Consolidation,
    heading_id: int,
    ids: Sequence[int],
    *,
    lead_unit: Unit,
    actor: Account,
) -> BulkResult:
    """Have one unit prepare the answers to those of the heading that are among ``ids``."""
    chosen = _chosen(consolidation, heading_id, ids, actor)
    result = opinions.ask_all(chosen, lead_unit=lead_unit, actor=actor)
    return _noted(consolidation, heading_id, "ask", result, actor)


def _chosen(
    consolidation: Consolidation, heading_id: int, ids: Sequence[int], actor: Account
) -> list[Opinion]:
    CONSOLIDATION.permit(actor, consolidation, "triage")
    heading = next((h for h in consolidation.headings if h.id == heading_id), None)
    if heading is None:
        raise Conflict(GONE)
    wanted = set(ids)
    # A draft added after a return is not the office's to see.
    found = [
        item.opinion
        for item in heading.items
        if item.opinion_id in wanted and item.opinion.state != "draft"
    ]
    if not found:
        raise InvalidInput("Cần đánh dấu ít nhất một ý kiến của nhóm.", "ids")
    return found


def _noted(
    consolidation: Consolidation, heading_id: int, verb: str, result: BulkResult, actor: Account
) -> BulkResult:
    with unit_of_work():
        title = next((h.title for h in consolidation.headings if h.id == heading_id), "")
        refused = f", {len(result.refused)} chưa làm được" if result.refused else ""
        record(
            actor,
            consolidation,
            f"triage_{verb}",
            f"{LABELS[verb]} nhóm “{title}”: {len(result.done)} ý kiến{refused}",
            done=[one.id for one in result.done],
            refused={str(one.id): why for one, why in result.refused},
        )
    return result
