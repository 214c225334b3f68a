"""How an official document looks (Nghị định 30/2020/NĐ-CP, Phụ lục I): each rule stands once."""

from dialogue.documents.layout.finish import finish
from dialogue.documents.layout.foot import form_signature, minutes_signatures, signature
from dialogue.documents.layout.head import addressees, grounds, letterhead, type_and_subject
from dialogue.documents.layout.paper import Column, Paper

__all__ = [
    "Column",
    "Paper",
    "addressees",
    "finish",
    "form_signature",
    "grounds",
    "letterhead",
    "minutes_signatures",
    "signature",
    "type_and_subject",
]
