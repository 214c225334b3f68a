"""What an upload really is: judged by its content, images made anew."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass

import filetype
from PIL import Image, ImageOps

from dialogue.core.errors import InvalidInput

IMAGE_BYTES = 15 * 1024 * 1024
FILE_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 2000
UNPACKED_BYTES = 200 * 1024 * 1024
IMAGES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


@dataclass(frozen=True)
class Checked:
    """The bytes to keep, with what they are."""

    data: bytes
    media_type: str
    suffix: str
    width: int | None = None
    height: int | None = None


def check(data: bytes, name: str, *, documents: bool, field: str) -> Checked:
    """The upload as it may be stored. Raises ``InvalidInput`` beside ``field``."""
    if not data:
        raise InvalidInput(f"Tệp “{name}” không có nội dung.", field)
    if len(data) > FILE_BYTES:
        raise InvalidInput(f"Tệp “{name}” quá lớn (tối đa 20 MB).", field)
    kind = filetype.guess_mime(data)
    if kind in IMAGES:
        return _image(data, name, field)
    if kind in ("image/heic", "image/heif"):
        raise InvalidInput(
            f"Ảnh “{name}” ở dạng HEIC chưa mở được. Xin chọn ảnh JPG hoặc chụp màn hình ảnh đó.",
            field,
        )
    if documents and kind == "application/pdf":
        return Checked(data, "application/pdf", ".pdf")
    if documents:
        office = _office(data)
        if office is not None:
            return office
    allowed = "ảnh, PDF, Word (.docx) hoặc Excel (.xlsx)" if documents else "ảnh (JPG, PNG, WebP)"
    raise InvalidInput(f"Tệp “{name}” không phải {allowed}.", field)


def _image(data: bytes, name: str, field: str) -> Checked:
    if len(data) > IMAGE_BYTES:
        raise InvalidInput(f"Ảnh “{name}” quá lớn (tối đa 15 MB).", field)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise InvalidInput(f"Ảnh “{name}” có kích thước quá lớn.", field)
                opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
                upright = ImageOps.exif_transpose(opened)
                picture = _flat(upright)
    except InvalidInput:
        raise
    except Exception as problem:  # Pillow raises many kinds for broken files
        raise InvalidInput(f"Ảnh “{name}” bị hỏng, không mở được.", field) from problem
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    target = io.BytesIO()
    # Saved anew: position data and whatever else hid in the file is gone.
    picture.save(target, "JPEG", quality=82, optimize=True)
    return Checked(target.getvalue(), "image/jpeg", ".jpg", picture.width, picture.height)


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "P"):
        layered = picture.convert("RGBA")
        flat = Image.new("RGB", layered.size, "white")
        flat.paste(layered, mask=layered.getchannel("A"))
        return flat
    return picture.convert("RGB")


def _office(data: bytes) -> Checked | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_BYTES:
                return None
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    for media_type, suffix in OFFICE.items():
        if _PARTS[suffix] in names:
            return Checked(data, media_type, suffix)
    return None
