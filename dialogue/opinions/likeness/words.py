"""What a text is about: its telling words, their pairs, and what people call by many names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from dialogue.core.text import clean_line, fold

# Without what folds like a telling word: "đến" and "đèn", "cho" and "chó", "tôi" and "tối".
_STOP_WORDS = """
va cua cac nhung la co khong duoc tai o trong voi de khi nay do tu ra vao rat bi se da dang thi
ma nhu hay hoac theo ve tren duoi sau truoc mot hai chung ba con nguoi dan phuong ubnd nghi kien
kinh mong xem xet giai quyet som xin vi nen roi lam gi sao may luon het qua lai cung moi noi
phan anh tinh trang viec
"""
STOP = frozenset(_STOP_WORDS.split())

# As people write in haste → as it is meant. Only whole words; a full stop may follow.
_SHORT = {
    "tdp": "tổ dân phố",
    "kdc": "khu dân cư",
    "kđt": "khu đô thị",
    "kdt": "khu đô thị",
    "kp": "khu phố",
    "tđc": "tái định cư",
    "tdc": "tái định cư",
    "ql": "quốc lộ",
    "đg": "đường",
    "cty": "công ty",
    "ko": "không",
    "hok": "không",
    "đc": "được",
    "vs": "với",
    "nc": "nước",
    "vsmt": "vệ sinh môi trường",
    "ttđt": "trật tự đô thị",
    "antt": "an ninh trật tự",
    "attp": "an toàn thực phẩm",
    "vnpt": "mạng internet",
    "dvc": "dịch vụ công",
    "dvctt": "dịch vụ công trực tuyến",
    "tthc": "thủ tục hành chính",
    "gcn": "giấy chứng nhận",
    "qsdđ": "quyền sử dụng đất",
    "cntt": "công nghệ thông tin",
    "cđs": "chuyển đổi số",
    "nsh": "nhà sinh hoạt",
    "nvh": "nhà văn hóa",
    "nvqs": "nghĩa vụ quân sự",
}
# Only with a full stop or right before a number: "k. 12", "K12", "đ. Nguyễn Du", "TL 11B".
_DOTTED = {"k": "kiệt", "h": "hẻm", "đ": "đường", "d": "đường", "p": "phường"}
_ROADS = {"tl": "tỉnh lộ", "đt": "tỉnh lộ", "dt": "tỉnh lộ"}
_shorts = re.compile(
    rf"\b({'|'.join(sorted(_SHORT, key=len, reverse=True))})(?:\.|(?=\d)|\b)", re.I
)
_dotted = re.compile(r"(?<!cư )(?<!khu )(?<!lô )\b(?:([khđdp])\. ?(?=\w)|([khp])(?=\d))", re.I)
_roads = re.compile(r"\b(tl|đt|dt)[ -]?(?=\d)", re.I)

# Many names, one thing. A name of one syllable counts only as written with its marks.
_NAMES: dict[str, str] = {
    "ngap": "ngập, ngập úng, ngập lụt, úng, lụt, ứ đọng, đọng nước, nước đọng, nước ứ, nước tràn, "
    "nước dâng, lội nước, vũng nước",
    "thoat nuoc": "thoát nước, cống, mương, rãnh, cống rãnh, nắp cống, cống hộp, mương nước, "
    "khơi thông, nạo vét",
    "ho ga": "hố ga, nắp hố, lưới chắn rác, miệng cống",
    "den duong": "đèn, đèn đường, chiếu sáng, điện chiếu sáng, bóng đèn, điện đường, tối om, "
    "tối thui, đèn chiếu sáng",
    "hu duong": "ổ gà, ổ vịt, hư hỏng, xuống cấp, lầy lội, nát, hỏng đường, sụt lún",
    "lam duong": "làm đường, sửa đường, bê tông, trải nhựa, thảm nhựa, làm lại đường, nâng cấp, "
    "sửa chữa, sửa lại, làm lại, bê tông hóa, đổ nhựa",
    "cham": "thi công chậm, quá chậm, ì ạch, đẩy nhanh, sớm hoàn thiện, chậm quá, lâu quá, "
    "dở dang, chậm tiến độ",
    "lan chiem": "lấn chiếm, lấn ra, chiếm hết, chiếm dụng, xây lấn, chiếm lòng đường, "
    "chiếm vỉa hè, lấn vỉa hè",
    "via he": "vỉa hè, lề đường, lề, lòng lề đường",
    "buon ban": "buôn bán, bán hàng, kinh doanh, quán xá, hàng quán, tiểu thương",
    "ket xe": "kẹt xe, ùn tắc, tắc đường, cản trở giao thông",
    "do xe": "đậu xe, đỗ xe, giữ xe, xe đậu, xe đỗ, bãi xe, xe hơi, ô tô",
    "che khuat": "che khuất, che mất, che tầm nhìn, tầm nhìn",
    "bien bao": "biển báo, bảng báo",
    "nga tu": "ngã tư, ngã ba, vòng xoay, bùng binh, giao lộ, nút giao",
    "heo": "heo, lợn",
    "mui hoi": "mùi hôi, hôi, hôi thối, bốc mùi, thối, thúi, mùi khét",
    "o nhiem": "ô nhiễm, ô nhiễm môi trường, mất vệ sinh, khói đen, nhiễm bẩn",
    "tieng on": "tiếng ồn, ồn, ồn ào, bật loa, mở loa, loa, karaoke",
    "rac": "rác, bãi rác, đổ rác, vứt rác, thu gom rác, đổ trộm",
    "cay": "cây, cành cây, cây xanh, tán cây",
    "nga do": "nghiêng, ngã đổ, mục nát, nghiêng đổ, mục",
    "nguy hiem": "nguy hiểm, tai nạn, té ngã, té, mất an toàn, không đảm bảo an toàn",
    "nha sinh hoat": "nhà sinh hoạt cộng đồng, nhà sinh hoạt, nhà văn hóa, nhà họp",
    "dat trong": "đất trống, lô đất trống, đất bỏ không, đất bỏ hoang",
    "covid": "covid, covid-19",
    "ho tro": "hỗ trợ, trợ cấp, tiền hỗ trợ",
    "so do": "sổ đỏ, bìa đỏ, sổ hồng, giấy chứng nhận, giấy chứng nhận quyền sử dụng đất",
    "dien": "điện yếu, trạm biến áp, trạm biến thế, cột điện, trụ điện, đường dây, dây điện, "
    "cấp điện",
    "nuoc sach": "nước máy, nước sạch, nước sinh hoạt, cấp nước, nguồn nước, nhiễm mặn, nhiễm phèn",
    "lo mo": "lò mổ, giết mổ",
    "gia cam": "gia cầm, gà vịt, gà, vịt",
    "thai do": "thái độ, mất lịch sự, vô lễ, cau có, thân thiện, niềm nở, thái độ phục vụ",
    "sao chup": "phôtô, photo, photocopy, sao chụp",
    "khai sinh": "khai sinh, giấy khai sinh",
    "chung thuc": "chứng thực, sao y, bản sao, công chứng, sao y bản chính",
    "ho khau": "hộ khẩu, thường trú, tạm trú, nhập khẩu, cư trú",
    "dong dau": "đóng dấu, con dấu",
    "truc tuyen": "dịch vụ công, trực tuyến, dịch vụ công trực tuyến, cổng dịch vụ công",
    "nguoi gia": "người già, người cao tuổi, người lớn tuổi",
    "giai toa": "giải tỏa, giải phóng mặt bằng, đền bù",
    "cong nghe": "công nghệ thông tin, phần mềm, trang thiết bị, máy móc",
    "thanh nien": "thanh niên, đoàn viên, bạn trẻ, thanh thiếu niên",
    "san choi": "sân chơi, sân bóng, sân thể thao, khu vui chơi",
    "lua dao": "lừa đảo, chiếm đoạt tài sản",
    "danh bac": "cờ bạc, đánh bài, đánh bạc",
    "trom cap": "trộm cắp, trộm, trộm vặt, mất trộm, cướp giật",
    "ma tuy": "ma túy, nghiện, hút chích",
    "chay nhanh": "quá tốc độ, phóng xe, đua xe, lạng lách, phóng nhanh",
    "muoi": "muỗi, dịch bệnh, sốt xuất huyết",
    "tha rong": "chó thả rông, thả rông",
    "dong ruong": "nội đồng, đường ruộng, đồng ruộng",
    "khoi nghiep": "khởi nghiệp, lập nghiệp, đổi mới sáng tạo",
    "tap huan": "tập huấn, bồi dưỡng",
    "quy hoach treo": "quy hoạch treo, dự án treo",
}
_BY_NAME: dict[str, str] = {
    name.strip(): concept for concept, names in _NAMES.items() for name in names.split(",")
}
_FOLDED_NAME: dict[str, str] = {fold(name): c for name, c in _BY_NAME.items() if " " in name}


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


_marked = _any_of(_BY_NAME)
_bare = _any_of(_FOLDED_NAME)


def plain(text: str) -> str:
    """``text`` with usual abbreviations written out: ``K.12 đ. Nguyễn Du`` → ``kiệt 12 đường …``.

    Capital letters stay, since they tell names.
    """
    line = _shorts.sub(lambda m: f"{_SHORT[m[1].lower()]} ", clean_line(text))
    line = _roads.sub(lambda m: f"{_ROADS[m[1].lower()]} ", line)
    line = _dotted.sub(lambda m: f"{_DOTTED[(m[1] or m[2]).lower()]} ", line)
    return clean_line(line)


def concepts(text: str) -> frozenset[str]:
    """The things that a plain text names, by whichever of their names."""
    found = {_BY_NAME[name] for name in _marked.findall(text.lower())}
    found |= {_FOLDED_NAME[name] for name in _bare.findall(fold(text))}
    return frozenset(found)


def other_names(found: Iterable[str]) -> list[str]:
    """The other names of what a text names, folded, for the search."""
    wanted = set(found)
    return list(dict.fromkeys(n for n, concept in _FOLDED_NAME.items() if concept in wanted))


def words_of(folded: str) -> list[str]:
    """The telling words, and the pairs of them that stand together (most words have two
    syllables)."""
    every = re.findall(r"\w+", folded)
    telling = dict.fromkeys(w for w in every if len(w) > 1 and w not in STOP)
    pairs = dict.fromkeys(f"{a} {b}" for a, b in pairwise(every) if a in telling and b in telling)
    return [*telling, *pairs]
