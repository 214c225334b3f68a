"""Where an opinion speaks of: tổ, kiệt, số nhà, đường … read by small rules.

A name is read by its capitals; since many type without, a name that one text tells is looked
for in the other one's folded words as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from dialogue.core.text import fold

_NUMBER = r"(\d+[a-z]?(?:[/-]\d+[a-z]?)*)"
# Over folded words. What is numbered: a group, an area, a lane, a road, a house.
_NUMBERED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("group", re.compile(rf"\b(?:to dan pho|to)(?: so)? 0*{_NUMBER}\b")),
    ("area", re.compile(rf"\b(?:khu dan cu|khu pho|xom|ap|khu vuc|khu)(?: so)? 0*{_NUMBER}\b")),
    ("team", re.compile(rf"\b(?:doi san xuat|doi)(?: so)? 0*{_NUMBER}\b")),
    ("lane", re.compile(rf"\b(?:kiet|hem|ngo|ngach)(?: so)? 0*{_NUMBER}\b")),
    ("highway", re.compile(rf"\bquoc lo(?: so)? 0*{_NUMBER}\b")),
    ("province", re.compile(rf"\b(?:tinh lo|duong tinh)(?: so)?[ -]*0*{_NUMBER}\b")),
    ("house", re.compile(rf"\b(?:so nha|so)(?: so)? 0*{_NUMBER}\b")),
)
_HOUSE_OF = re.compile(r"(?<![\w/-])(\d{1,4}[A-Za-z]?(?:/\d+)*) (?=[^\W\d_a-zà-ỹ])")
# What stands before a name and is none of it; with its marks: "ngõ" is no "Ngô".
_HEAD_WORDS = """
đường kiệt hẻm ngõ ngách tổ khu phố phường xã thôn ấp xóm chợ cầu trường kênh mương hồ sông quốc
lộ tỉnh dân cư đô thị tái định chung nhà số công thành huyện quận thị trấn đèo đội sản xuất tập thể
rạp đài ủy ban vòng xoay ngã tư ba đoạn tại ở từ đến qua trong trước sau hiện nay các nhiều một có
đây là và còn thuộc khi cứ mỗi bị vì nếu đầu giữa gần cạnh bên chót tuyến trục hai người bà ông chị
anh em cháu tôi chúng đề kính mong xin lắp làm sửa cấp đất rác đèn điện nước cây xe biết cuối tới
đơn hỏi suối đình chùa bến
"""
_HEADS = frozenset(_HEAD_WORDS.split())
# With one of these before it a single word is a name too: "sông Lô".
_ONE_WORDS = "sông cầu chợ đèo hồ suối bến rạp chùa đình kênh"
_OF_ONE = frozenset(_ONE_WORDS.split())
_NO_NAMES = frozenset(
    ("nguyen dan", "tet nguyen dan", "trung tam", "hoi truong", "nha nuoc", "viet nam", "ban nganh")
)
_WORD = re.compile(r"[^\W_]+|[^\w\s]")


class Where(Enum):
    """What two places say of each other."""

    SAME = "same"
    NEAR = "near"  # the same street, road or group; nothing nearer is told by both
    UNTOLD = "untold"  # neither tells any
    UNSURE = "unsure"  # only one tells any, or they tell it in ways that do not compare
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Places:
    """The places of one opinion; ``folded`` to look for the other one's names in it."""

    numbered: frozenset[tuple[str, str]]
    names: frozenset[str]
    folded: str

    def of(self, kind: str) -> frozenset[str]:
        return frozenset(number for k, number in self.numbered if k == kind)

    @property
    def words(self) -> frozenset[str]:
        """The single words of the names, which say nothing of the matter."""
        return frozenset(word for name in self.names for word in name.split())


def places_of(text: str) -> Places:
    """The places that ``text`` names, abbreviations written out before (``words.plain``)."""
    folded = fold(re.sub(r"[^\w\s/.,;:-]", " ", text))
    numbered = {(kind, m) for kind, pattern in _NUMBERED for m in pattern.findall(folded)}
    numbered |= {("house", number.lower()) for number in _HOUSE_OF.findall(text)}
    known = {number for kind, number in numbered if kind != "house"}
    numbered -= {("house", number) for number in known}  # "hẻm số 51", "Tổ 2 Tây Trì"
    return Places(frozenset(numbered), frozenset(_names(text)), folded)


def _names(text: str) -> set[str]:
    """Words with capitals in a row, what only leads to them left out."""
    found: set[str] = set()
    run: list[str] = []
    before = ""
    for token in [*_WORD.findall(text), "."]:
        if token.isalpha() and token[0].isupper() and not (token.isupper() and len(token) > 2):
            run.append(token.lower())
            continue
        while run and run[0] in _HEADS and (len(run) != 2 or run[1] in _HEADS):
            before, run = run[0], run[1:]
        if len(run) == 1 and before in _OF_ONE:
            run = [before, *run]
        name = fold(" ".join(run[:4]))
        if len(run) >= 2 and name not in _NO_NAMES:
            found.add(name)
        run, before = [], token.lower()
    return found


def compare(one: Places, other: Places) -> tuple[Where, tuple[str, ...]]:
    """What the two say of each other, the nearer marks before the wider ones; and why."""
    shared = {name for name in one.names if _tells(other, name)}
    shared |= {name for name in other.names if _tells(one, name)}
    roads = _agree(one, other, "highway", "province")
    lanes = _agree(one, other, "lane", "house")
    groups = _agree(one, other, "group", "area", "team")
    why = (
        *(("cùng đường, cùng nơi",) if shared or roads else ()),
        *(("cùng kiệt, hẻm hoặc số nhà",) if lanes else ()),
        *(("cùng tổ hoặc khu",) if groups else ()),
    )
    return _where(one, other, len(shared), roads, lanes, groups), why


def _where(
    one: Places,
    other: Places,
    shared: int,
    roads: bool | None,
    lanes: bool | None,
    groups: bool | None,
) -> Where:
    # "is False": both tell one, and not the same.
    if lanes is False or roads is False:
        return Where.ELSEWHERE
    if shared:
        return Where.SAME if lanes or groups or shared > 1 else Where.NEAR
    if one.names and other.names:
        # The same number in another street or group is another place.
        return Where.NEAR if roads and groups is not False else Where.ELSEWHERE
    if groups is False:
        return Where.ELSEWHERE
    if lanes:
        return Where.SAME
    if roads or groups:
        return Where.NEAR
    if one.names or one.numbered or other.names or other.numbered:
        return Where.UNSURE
    return Where.UNTOLD


def _tells(place: Places, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", place.folded) is not None


def _agree(one: Places, other: Places, *kinds: str) -> bool | None:
    """Whether both tell the same number of a kind; None where not both tell one."""
    told = None
    for kind in kinds:
        ours, theirs = one.of(kind), other.of(kind)
        if ours & theirs:
            return True
        if ours and theirs:
            told = False
    return told
