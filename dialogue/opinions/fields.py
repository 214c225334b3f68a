"""The fields (lĩnh vực) that a new ward starts with; it edits its own list afterwards."""

from __future__ import annotations

FIELDS = (
    ("dat_dai", "Đất đai"),
    ("quy_hoach", "Quy hoạch"),
    ("ho_tich", "Hộ tịch, chứng thực"),
    ("cu_tru", "Cư trú, CCCD, VNeID"),
    ("tthc", "Thủ tục hành chính, thái độ phục vụ"),
    ("dich_vu_cong", "Dịch vụ công trực tuyến, chuyển đổi số"),
    ("trat_tu_do_thi", "Trật tự đô thị (xây dựng, vỉa hè)"),
    ("duong", "Đường, kiệt, hẻm"),
    ("thoat_nuoc", "Thoát nước, ngập"),
    ("chieu_sang", "Chiếu sáng"),
    ("dien_luc", "Điện lực"),
    ("cap_nuoc", "Cấp nước"),
    ("cay_xanh", "Cây xanh"),
    ("moi_truong", "Rác, môi trường"),
    ("vat_nuoi", "Vật nuôi"),
    ("tieng_on", "Tiếng ồn"),
    ("an_ninh", "An ninh trật tự"),
    ("giao_thong", "Giao thông"),
    ("chinh_sach", "Chính sách xã hội"),
    ("y_te", "Y tế, an toàn thực phẩm"),
    ("giao_duc", "Giáo dục"),
    ("nha_van_hoa", "Nhà văn hóa, thể thao"),
    ("truyen_thanh", "Truyền thanh"),
    ("thue_phi", "Thuế, phí"),
    ("nha_o", "Nhà ở"),
    ("thanh_nien", "Thanh niên (việc làm, khởi nghiệp, chuyển đổi số)"),
    ("khac", "Khác"),
)
