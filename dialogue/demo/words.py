"""The demo's opinions, answers and conclusions: written for it, about nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """One opinion: who sends it, the words, the field, where, and perhaps whose."""

    sender: str
    field: str
    words: str
    place: str = ""
    resident: str = ""
    phone: str = ""
    consent: bool = False
    people: int = 1


# The meeting that is over: residents on administrative procedures.
OVER = (
    Voice(
        "to1",
        "tthc",
        "Bà con đi chứng thực giấy tờ phải chờ gần hết buổi sáng, hai bàn mà chỉ có một người "
        "làm. Đề nghị phường bố trí thêm người vào sáng thứ Hai và thứ Sáu.",
        "Bộ phận Một cửa",
        "Nguyễn Thị Sáu",
        "0905 001 201",
    ),
    Voice(
        "to2",
        "tthc",
        "Làm bản sao khai sinh cho cháu đi lại ba lần vì mỗi lần cán bộ yêu cầu thêm một loại "
        "giấy. Đề nghị niêm yết đầy đủ thành phần hồ sơ để người dân chuẩn bị một lần.",
        "Bộ phận Một cửa",
        "Trần Văn Tám",
        "0905 001 202",
        consent=True,
    ),
    Voice(
        "to3",
        "thoat_nuoc",
        "Kiệt 45 đường Bùi Thị Xuân cứ mưa lớn là nước tràn vào nhà, cống bị lấp từ khi làm lại "
        "mặt đường. Tổ đã kiến nghị hai năm nay chưa thấy làm.",
        "Kiệt 45 Bùi Thị Xuân",
        "Lê Thị Bông",
        "0905 001 203",
        people=12,
    ),
    Voice(
        "to4",
        "chieu_sang",
        "Đoạn đường sau nhà văn hóa tổ 4 không có đèn, học sinh đi học thêm về tối rất sợ. "
        "Xin lắp hai bóng đèn.",
        "Sau nhà văn hóa tổ 4",
        "Phạm Văn Lành",
    ),
    Voice(
        "to5",
        "moi_truong",
        "Điểm tập kết rác đầu hẻm 12 Phan Bội Châu hôi thối, xe lấy rác muộn, có hôm đến trưa "
        "mới lấy.",
        "Hẻm 12 Phan Bội Châu",
        "Đoàn Thị Mười",
        "0905 001 205",
    ),
    Voice(
        "matran",
        "ho_tich",
        "Nhiều người cao tuổi không có điện thoại thông minh nên không nộp hồ sơ trên mạng được. "
        "Đề nghị có người giúp tại chỗ và nhận hồ sơ giấy cho các cụ.",
        "",
        people=30,
    ),
    Voice(
        "phunu",
        "chinh_sach",
        "Chị em nuôi con một mình chưa rõ thủ tục xin hỗ trợ tiền học cho con, hỏi mỗi nơi trả "
        "lời một khác.",
        people=7,
    ),
    Voice(
        "to3",
        "thoat_nuoc",
        "Xin phường sửa giúp cống thoát nước kiệt 45 Bùi Thị Xuân, mỗi trận mưa là ngập đến "
        "đầu gối, xe máy chết máy hết.",
        "Kiệt 45 Bùi Thị Xuân",
        "Võ Thị Hường",
        "0905 001 208",
    ),
    Voice(
        "to6",
        "cay_xanh",
        "Cây bàng trước số 8 Nguyễn Trãi nghiêng hẳn ra đường, mùa bão sắp đến. Nhờ phường cho "
        "người xem, cần thì cắt tỉa.",
        "Trước số 8 Nguyễn Trãi",
        "Cao Thị Nga",
    ),
    Voice(
        "to7",
        "dat_dai",
        "Hồ sơ xin tách thửa nộp từ đầu năm, quá ngày hẹn trên phiếu mà chưa có kết quả, cũng "
        "không có giấy xin lỗi.",
        "Đường Hai Bà Trưng",
        "Vũ Đình Tư",
        "0905 001 210",
    ),
    Voice(
        "to8",
        "nha_van_hoa",
        "Nhà văn hóa tổ 8 dột ba chỗ, bàn ghế hư, họp tổ phải mượn nhà dân.",
        "Nhà văn hóa tổ 8",
        people=25,
    ),
    Voice(
        "to2",
        "trat_tu_do_thi",
        "Hàng quán lấn hết vỉa hè trước chợ, người đi bộ phải xuống lòng đường, nhắc rồi hôm "
        "sau lại bày ra.",
        "Trước chợ",
        "Trần Thị Lài",
    ),
)

# The meeting that is live: the young people on digital transformation.
LIVE = (
    Voice(
        "doan",
        "dich_vu_cong",
        "Nộp hồ sơ đăng ký kinh doanh trên mạng báo lỗi ở bước ký số, gọi số hỗ trợ không ai "
        "nghe. Đề nghị phường có một đầu mối giúp thanh niên khởi nghiệp.",
        resident="Lý Gia Hân",
        consent=True,
    ),
    Voice(
        "doan",
        "thanh_nien",
        "Chi đoàn tổ 5 muốn lập nhóm hướng dẫn các bác lớn tuổi cài định danh điện tử vào tối "
        "thứ Bảy, xin mượn nhà văn hóa và đường truyền.",
        "Nhà văn hóa tổ 5",
        "Nguyễn Nhật Minh",
        "0905 002 102",
    ),
    Voice(
        "doan",
        "thanh_nien",
        "Nhiều bạn bị lừa qua mạng mất tiền mà không biết báo ở đâu. Đề nghị công an phường mở "
        "buổi nói chuyện về an toàn trên mạng cho thanh niên.",
        resident="Phan Quỳnh Anh",
        people=9,
    ),
    Voice(
        "to1",
        "dich_vu_cong",
        "Mạng không dây ở nhà văn hóa tổ 1 chậm, bà con xếp hàng cài ứng dụng không được. Xin "
        "nâng đường truyền.",
        "Nhà văn hóa tổ 1",
        "Đỗ Thành Đạt",
    ),
    Voice(
        "to3",
        "giao_duc",
        "Thư viện phường đóng cửa các ngày cuối tuần, trong khi học sinh chỉ rảnh cuối tuần. "
        "Đề nghị mở chiều thứ Bảy.",
        "Thư viện phường",
        "Lê Khánh Vy",
    ),
    Voice(
        "phunu",
        "thanh_nien",
        "Các chị bán hàng trên mạng cần một lớp chụp ảnh sản phẩm và viết bài, nhờ Đoàn giúp.",
        people=15,
    ),
    Voice(
        "doan",
        "dich_vu_cong",
        "Đề nghị phường có mã quét tại bàn Một cửa để xem hồ sơ của mình đang ở bước nào, khỏi "
        "phải gọi điện hỏi.",
        resident="Trịnh Công Thành",
    ),
    Voice(
        "doan",
        "nha_van_hoa",
        "Sân bóng khu tái định cư hết giờ là tắt đèn lúc 20 giờ, xin kéo dài đến 21 giờ 30 vào "
        "mùa hè.",
        "Khu tái định cư",
        "Bùi Đức Anh",
    ),
    Voice(
        "to4",
        "dich_vu_cong",
        "Người dân chưa quen thanh toán lệ phí bằng chuyển khoản, có hôm nộp rồi mà hệ thống báo "
        "chưa nộp.",
        "Bộ phận Một cửa",
        "Phạm Ngọc Hiếu",
        "0905 002 109",
    ),
    Voice(
        "doan",
        "thanh_nien",
        "Xin phường đưa tin tuyển dụng của các cơ sở trên địa bàn lên trang của Đoàn mỗi tuần.",
        resident="Hồ Thị Thu Uyên",
    ),
    Voice(
        "to6",
        "an_ninh",
        "Nhóm thanh niên tụ tập nẹt pô ở đầu cầu sau 22 giờ, đề nghị công an tuần tra.",
        "Đầu cầu Trà Khúc cũ",
        "Cao Minh Quân",
    ),
)

# The meeting to come: opinions at every step before the hall.
COMING = (
    Voice(
        "to1",
        "duong",
        "Đường hẻm 30 Trần Hưng Đạo bong tróc, ổ gà sâu, đêm tối xe máy ngã hoài.",
        "Hẻm 30 Trần Hưng Đạo",
        "Nguyễn Đình Bảy",
        "0905 003 101",
    ),
    Voice(
        "to1",
        "duong",
        "Hẻm 30 Trần Hưng Đạo hư mặt đường nhiều chỗ, đề nghị phường vá lại trước mùa mưa.",
        "Hẻm 30 Trần Hưng Đạo",
        "Nguyễn Thị Ba",
    ),
    Voice(
        "to2",
        "cap_nuoc",
        "Nước máy khu chợ yếu vào buổi sáng, tầng hai không lên được.",
        "Khu chợ",
        "Trần Quang Lộc",
        "0905 003 103",
    ),
    Voice(
        "to2",
        "tieng_on",
        "Quán hát đầu đường mở loa quá 23 giờ, trong tổ có người bệnh và học sinh ôn thi.",
        "Đầu đường Lê Lợi",
        "Phùng Thị Cúc",
    ),
    Voice(
        "to3",
        "thoat_nuoc",
        "Kiệt 45 Bùi Thị Xuân vẫn ngập, phường đã hứa khảo sát nhưng chưa thấy trả lời.",
        "Kiệt 45 Bùi Thị Xuân",
        "Lê Thị Bông",
        "0905 001 203",
        people=12,
    ),
    Voice(
        "to4",
        "vat_nuoi",
        "Nhà cuối kiệt nuôi hơn hai mươi con gà, sáng sớm rất ồn và hôi.",
        "Cuối kiệt 7 Cao Bá Quát",
        "Phạm Thị Duyên",
    ),
    Voice(
        "to5",
        "dien_luc",
        "Dây điện, dây mạng sà thấp trước cổng trường mẫu giáo, xe tải đi qua vướng.",
        "Trước trường mẫu giáo",
        "Đoàn Văn Phú",
        "0905 003 107",
    ),
    Voice(
        "to6",
        "giao_thong",
        "Ngã tư không có gờ giảm tốc, giờ tan trường rất nguy hiểm.",
        "Ngã tư Nguyễn Trãi",
        "Cao Thị Hiền",
    ),
    Voice(
        "matran",
        "chinh_sach",
        "Hộ vừa thoát nghèo bị cắt thẻ bảo hiểm y tế ngay, đề nghị phường hướng dẫn cách mua "
        "tiếp có hỗ trợ.",
        people=18,
    ),
    Voice(
        "phunu",
        "y_te",
        "Đề nghị kiểm tra quán ăn vặt trước cổng trường tiểu học.",
        "Cổng trường tiểu học",
        people=6,
    ),
    Voice(
        "nongdan",
        "quy_hoach",
        "Đất trồng rau ven sông nằm trong quy hoạch đã lâu, bà con không biết có được tiếp tục "
        "canh tác hay không.",
        "Bãi ven sông",
        "Huỳnh Văn Đông",
    ),
    Voice(
        "cuuchienbinh",
        "tthc",
        "Thủ tục xác nhận người có công qua nhiều bước, đề nghị rút gọn cho người già yếu.",
        people=5,
    ),
    Voice(
        "to7",
        "khac",
        "Tôi không đồng ý quyết định xử phạt đối với gia đình tôi và yêu cầu hủy quyết định đó.",
        "",
        "Vũ Thị Hạnh",
        "0905 003 113",
    ),
    Voice(
        "to7",
        "khac",
        "Ông tổ phó là người tham lam, ai cũng biết, phải đuổi ngay.",
        "",
        "Vũ Văn Khoa",
    ),
    Voice(
        "to8",
        "truyen_thanh",
        "Loa phát thanh khu phố rè, nghe không rõ thông báo.",
        "Tổ 8",
        "Kiều Thị Lan",
    ),
    Voice(
        "to8", "thue_phi", "Xin giải thích tiền rác thu theo hộ hay theo người.", "", "Kiều Văn Hải"
    ),
    Voice(
        "to5",
        "nha_o",
        "Nhà cụ Mười ở một mình sắp sập, xin hỗ trợ sửa trước mùa mưa bão.",
        "Hẻm 12 Phan Bội Châu",
        "Đoàn Thị Mười",
        "0905 001 205",
        people=4,
    ),
    Voice("to3", "moi_truong", "Mương sau tổ 3 bị đổ xà bần, nước không chảy được."),
    Voice(
        "to2",
        "khac",
        "1. Cây phượng trước trường nghiêng ra đường, xin cắt tỉa trước mùa bão.\n"
        "2. Nước máy hẻm 16 Lê Trung Đình yếu từ đầu tháng.",
        "Hẻm 16 Lê Trung Đình",
        "Trần Thị Nga",
    ),
    Voice(
        "to6",
        "thoat_nuoc",
        "Kiệt 45 đường Bùi Thị Xuân mưa lớn là nước tràn vào nhà, cống bị lấp.",
        "Kiệt 45 Bùi Thị Xuân",
    ),
)
