"""Uploads are judged by their content; photos are made anew; files follow permission."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents.models import TemplateVersion
from dialogue.files import actions, checks, queries
from dialogue.files.registry import register_owner


def photo(width: int = 40, height: int = 30, *, where: bool = False, kind: str = "JPEG") -> bytes:
    """A picture; ``where`` puts a position into its EXIF data."""
    picture = Image.new("RGB", (width, height), "teal")
    exif = Image.Exif()
    if where:
        exif.get_ifd(0x8825).update({1: "N", 2: (15.0, 7.0, 12.0)})
        exif[0x010F] = "MAYANH"
    target = io.BytesIO()
    picture.save(target, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return target.getvalue()


def upload(data: bytes, name: str = "image.jpg") -> FileStorage:
    return FileStorage(io.BytesIO(data), filename=name)


def document(part: str, extra: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(part, "<x/>")
        if extra:
            archive.writestr(extra, "x")
    return target.getvalue()


@pytest.fixture
def owner(unit: Callable[[str], Unit]) -> Unit:
    return unit("to-3")


def test_a_photo_is_made_anew_without_its_position(
    app: Flask, owner: Unit, account: Callable[[str], Account]
) -> None:
    raw = photo(where=True)
    assert b"MAYANH" in raw
    kept = actions.store(owner, upload(raw), actor=account("to3"))
    data = queries.path_of(app.config["FILES_DIR"], kept.sha256).read_bytes()
    assert b"MAYANH" not in data
    assert not Image.open(io.BytesIO(data)).getexif()
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 40, 30)


def test_two_photos_of_one_name_are_two(owner: Unit, account: Callable[[str], Account]) -> None:
    for width in (40, 50):
        actions.store(owner, upload(photo(width)), actor=account("to3"))
    kept = queries.attachments_of(owner)
    assert [k.name for k in kept] == ["image.jpg", "image.jpg"]
    assert kept[0].sha256 != kept[1].sha256


def test_a_large_photo_is_shrunk(owner: Unit, account: Callable[[str], Account]) -> None:
    kept = actions.store(owner, upload(photo(3000, 1500)), actor=account("to3"))
    assert (kept.width, kept.height) == (2000, 1000)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xd8\xff\xe0" + b"not a picture" * 20, "bị hỏng"),
        (b"", "không có nội dung"),
        (b"<svg onload=alert(1)>", "không phải"),
        (b"MZ\x90\x00" + bytes(300), "không phải"),
        (b"%PDF-1.7\n" + bytes(100), "không phải"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
    ],
)
def test_what_is_no_photo_is_refused_with_why(
    owner: Unit, account: Callable[[str], Account], data: bytes, why: str
) -> None:
    with pytest.raises(InvalidInput, match=why):
        actions.store(owner, upload(data), actor=account("to3"))
    assert queries.attachments_of(owner) == []


def test_a_pixel_bomb_is_refused(
    owner: Unit, account: Callable[[str], Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MAX_PIXELS", 1000)
    with pytest.raises(InvalidInput, match="quá lớn"):
        actions.store(owner, upload(photo(400, 300)), actor=account("to3"))


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n" + bytes(100), "application/pdf"),
        (document("word/document.xml"), "wordprocessingml"),
        (document("xl/workbook.xml"), "spreadsheetml"),
    ],
)
def test_evidence_may_be_a_document(
    owner: Unit, account: Callable[[str], Account], data: bytes, media_type: str
) -> None:
    kept = actions.store(owner, upload(data, "a"), actor=account("to3"), documents=True)
    assert media_type in kept.media_type


def test_a_document_with_macros_is_refused(owner: Unit, account: Callable[[str], Account]) -> None:
    data = document("word/document.xml", "word/vbaProject.bin")
    with pytest.raises(InvalidInput):
        actions.store(owner, upload(data, "a.docx"), actor=account("to3"), documents=True)


def test_files_follow_the_permission_of_their_owner(
    owner: Unit,
    account: Callable[[str], Account],
    client_as: Callable[[str], FlaskClient],
    client: FlaskClient,
) -> None:
    picture = actions.store(owner, upload(photo()), actor=account("to3"))
    report = actions.store(
        owner, upload(b"%PDF-1.7\n", "bao cao.pdf"), actor=account("to3"), documents=True
    )
    for username in ("to3", "vanphong"):
        assert client_as(username).get(f"/files/{picture.id}").status_code == 404
    register_owner("unit", lambda user, unit_id: user.unit_id == unit_id)
    try:
        shown = client_as("to3").get(f"/files/{picture.id}")
        assert shown.status_code == 200
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert shown.headers["Cache-Control"] == "no-store"
        loaded = client_as("to3").get(f"/files/{report.id}")
        assert loaded.headers["Content-Disposition"].startswith("attachment")
        assert client_as("to4").get(f"/files/{picture.id}").status_code == 404
        assert client.get(f"/files/{picture.id}").status_code == 303
    finally:
        register_owner("unit", lambda _user, _unit_id: False)


def test_nothing_stays_when_the_act_fails(
    app: Flask, owner: Unit, account: Callable[[str], Account]
) -> None:
    ready = actions.prepare([upload(photo())])
    with pytest.raises(ValueError, match="stop"), unit_of_work():
        actions.attach(owner, ready, actor=account("to3"))
        raise ValueError("stop")
    assert queries.attachments_of(owner) == []
    assert not list(Path(app.config["FILES_DIR"]).rglob("*.tmp"))


def camera(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A picture as large as phones take them, of one colour: few bytes, many pixels."""
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    Image.new("L", (width, height), 128).save(target, "JPEG", exif=exif, progressive=progressive)
    return target.getvalue()


@pytest.mark.parametrize(("width", "height"), [(8192, 6144), (12000, 9000)])
def test_what_large_phones_take_is_taken_in_little_room(width: int, height: int) -> None:
    """50 and 108 megapixels: unpacked only as far as the kept picture needs."""
    import resource

    data = camera(width, height)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    checked = checks.check(data, "image.jpg", documents=False, field="photos")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (checked.width, checked.height) == (1500, 2000)
    assert grown < 150_000  # KB


def test_a_large_picture_that_must_be_held_whole_is_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (8000, 8000)).save(bomb, "PNG")
    for data in (camera(9000, 6000, progressive=True), camera(60000, 1000), bomb.getvalue()):
        with pytest.raises(InvalidInput, match="kích thước quá lớn"):
            checks.check(data, "image.jpg", documents=False, field="photos")


def kept_files(app: Flask) -> list[str]:
    return sorted(path.name for path in Path(app.config["FILES_DIR"]).glob("??/*"))


def test_photos_of_a_failed_act_leave_the_disk(
    app: Flask, owner: Unit, account: Callable[[str], Account]
) -> None:
    shared = actions.store(owner, upload(photo(44)), actor=account("to3"))
    prepared = actions.prepare([upload(photo(44)), upload(photo(45))])
    assert len(kept_files(app)) == 2
    with pytest.raises(ValueError, match="stop"), unit_of_work():
        actions.attach(owner, prepared, actor=account("to3"))
        raise ValueError("stop")
    actions.forget_unused()
    # What another thing holds under the same content stays.
    assert kept_files(app) == [shared.sha256]


def test_a_refused_form_leaves_no_files(
    app: Flask, client_as: Callable[[str], FlaskClient]
) -> None:
    data = {"account": "0", "photos": [(io.BytesIO(photo(46)), "image.jpg")], "words": ""}
    client_as("to3").post("/opinions", data=data, content_type="multipart/form-data")
    assert kept_files(app) == []


def test_what_another_table_names_by_its_hash_stays(
    app: Flask, owner: Unit, account: Callable[[str], Account]
) -> None:
    """A ward's own Word template has no attachment; its row names the bytes all the same."""
    ready = actions.prepare([upload(photo(51)), upload(photo(52))])
    with unit_of_work() as session:
        session.add(
            TemplateVersion(
                kind="notice", number=1, sha256=ready[0].sha256, added_by_id=account("to3").id
            )
        )
    actions.forget_unused()
    assert kept_files(app) == [ready[0].sha256]
    actions.clean_up(older_than=-60, dry_run=False)
    assert kept_files(app) == [ready[0].sha256]


def test_bytes_that_left_meanwhile_are_put_back(
    app: Flask, owner: Unit, account: Callable[[str], Account]
) -> None:
    """One takes the last row of a photo away while another is about to attach the same."""
    first = actions.store(owner, upload(photo(47)), actor=account("to3"))
    ready = actions.prepare([upload(photo(47))])
    actions.remove([first])
    assert kept_files(app) == []
    second = actions.attach(owner, ready, actor=account("to3"))[0]
    assert kept_files(app) == [second.sha256]


def test_files_clean_removes_only_what_is_old_and_belongs_to_nothing(
    app: Flask, owner: Unit, account: Callable[[str], Account]
) -> None:
    import os

    held = actions.store(owner, upload(photo(48)), actor=account("to3"))
    actions.prepare([upload(photo(49)), upload(photo(50))])
    loose = [name for name in kept_files(app) if name != held.sha256]
    for name in (loose[0], held.sha256):
        os.utime(queries.path_of(app.config["FILES_DIR"], name), (1, 1))
    run = app.test_cli_runner()
    told = run.invoke(args=["files-clean", "--dry-run"]).output
    assert loose[0] in told
    assert len(kept_files(app)) == 3
    assert "1 tệp thừa, 0 tệp thiếu" in run.invoke(args=["files-clean"]).output
    assert kept_files(app) == sorted([held.sha256, loose[1]])
    queries.path_of(app.config["FILES_DIR"], held.sha256).unlink()
    assert "1 tệp thiếu" in run.invoke(args=["files-clean"]).output
