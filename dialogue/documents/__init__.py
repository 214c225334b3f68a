"""Official documents in Word (Nghị định 30/2020/NĐ-CP): made from what is there, kept as issued."""

from __future__ import annotations

from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; keep what is issued; offer downloads to the templates."""
    from dialogue.documents import pdf, views
    from dialogue.documents.tables import views as tables
    from dialogue.followup.hooks import register_on_issue

    app.config.setdefault("PDF_FINDER", pdf.find)
    app.register_blueprint(views.bp)
    app.register_blueprint(tables.bp)
    app.context_processor(_offers)
    register_on_issue(_keep_issued)


def _offers() -> dict[str, Any]:
    from dialogue.documents.messages import writes_messages
    from dialogue.documents.papers import count_papers
    from dialogue.documents.pdf import offers_pdf
    from dialogue.documents.signing import head_of_office

    return {
        "count_papers": count_papers,
        "writes_messages": writes_messages,
        "offers_pdf": offers_pdf,
        "head_of_office": head_of_office,
    }


def _keep_issued(actor: Any, issued: Any) -> None:
    """A document that cannot be made refuses the issue before anything is numbered."""
    from dialogue.core.errors import InvalidInput
    from dialogue.documents.actions import keep_issued
    from dialogue.documents.registry import kind_of_issued

    try:
        keep_issued(kind_of_issued(issued), issued, actor=actor)
    except InvalidInput as refusal:
        raise InvalidInput(
            f"Chưa ghi số vì chưa tạo được bản Word: {refusal.message}", field="issued_on"
        ) from refusal
