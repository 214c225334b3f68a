"""What an upload really is: judged by its content, images made anew."""

from __future__ import annotations

import io
import threading
import zipfile
from dataclasses import dataclass

import filetype
from PIL import Image, ImageOps

from dialogue.core.errors import InvalidInput

IMAGE_BYTES = 20 * 1024 * 1024
FILE_BYTES = 20 * 1024 * 1024
# As the camera took it, up to the 200 megapixels of today's phones …
MAX_PIXELS = 205_000_000
# … and as it is unpacked: libjpeg leaves out what a smaller picture does not need, but only
# line by line; a progressive JPEG, like any other format, is held whole.
WHOLE_PIXELS = 52_000_000
MAX_SIDE = 2000
UNPACKED_BYTES = 200 * 1024 * 1024
IMAGES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


# Opening reads only the head of a file; the bounds above decide what is unpacked.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
# Several large photos at once would add up.
_one_at_a_time = threading.Lock()


class _TooLarge(Exception):
    """More pixels than may be unpacked."""


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
        raise InvalidInput(f"Ảnh “{name}” quá lớn (tối đa 20 MB).", field)
    with _one_at_a_time:
        try:
            picture = _read(data)
        except _TooLarge as large:
            raise InvalidInput(f"Ảnh “{name}” có kích thước quá lớn.", field) from large
        except Exception as problem:  # Pillow raises many kinds for broken files
            raise InvalidInput(f"Ảnh “{name}” bị hỏng, không mở được.", field) from problem
        target = io.BytesIO()
        # Saved anew: position data and whatever else hid in the file is gone.
        picture.save(target, "JPEG", quality=82, optimize=True)
    return Checked(target.getvalue(), "image/jpeg", ".jpg", picture.width, picture.height)


def _read(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data)) as opened:
            pixels = opened.width * opened.height
            whole = opened.format != "JPEG" or bool(opened.info.get("progressive"))
            if pixels > (WHOLE_PIXELS if whole else MAX_PIXELS):
                raise _TooLarge
            opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
            # A long, narrow picture is hardly made smaller by that.
            if opened.width * opened.height > WHOLE_PIXELS:
                raise _TooLarge
            if opened.mode != "P":  # a palette cannot be mixed
                opened.thumbnail((MAX_SIDE, MAX_SIDE))
            picture = _flat(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _TooLarge from bomb
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    return picture


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
