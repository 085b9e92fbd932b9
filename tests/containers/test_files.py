"""Loose files and zips: which are pages, what was said beside them, and that a member can be read again by its place alone."""

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from copydesk.containers import list_files, unpack
from copydesk.errors import BadTransfer, TooLarge
from copydesk.page import MAX_BYTES, receive
from tests.containers.packing import DAY, Warc, read_all, read_range, write_zip
from tests.paper import print_page

PAGE = print_page().encode()


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
        os.utime(folder / name, (DAY.timestamp(),) * 2)
    return folder


def test_pages_of_a_folder_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"b/2.htm": PAGE, "b/등대.HTML": PAGE, "a.html": PAGE, ".hidden.html": PAGE, "c.html.gz": gzip.compress(PAGE), ".git/x.html": PAGE},
    )
    entries, skipped = read_all(tmp_path)
    assert [entry.name for entry in entries] == ["a.html", "c.html.gz", "b/2.htm", "b/등대.HTML"]
    assert ({receive(entry.read()).body for entry in entries}, {entry.at for entry in entries}, skipped) == ({PAGE}, {DAY}, [])


def test_a_single_file_is_a_source_too(tmp_path: Path) -> None:
    lay(tmp_path, {"a.html": PAGE})
    (entry,), _ = read_all(tmp_path / "a.html")
    assert entry.name == "a.html"


def test_what_is_no_page_is_skipped_by_name(tmp_path: Path) -> None:
    lay(tmp_path, {"a.jpg": b"\xff\xd8\xff", "empty": b"", "notes.txt": b"notes", "none.zip": b"PK\x05\x06" + bytes(18)})
    entries, skipped = read_all(tmp_path)
    assert (entries, [each.name for each in skipped]) == ([], ["a.jpg", "empty", "notes.txt"])


def test_what_stands_beside_a_page_are_its_senders_words(tmp_path: Path) -> None:
    said = '{"url": "https://www.example.com/등대", "edition": 3}'.encode()
    folder = lay(tmp_path / "in", {"a.html": PAGE, "a.html.words.json": said, "b.html": PAGE, "b.html.words.json": b"[1]"})
    packed = write_zip(tmp_path / "a.zip", {"a.html": PAGE, "a.html.words.json": said, "b.html": PAGE, "b.html.words.json": b"[1]"})
    for path in (folder, packed):
        (entry,), (skipped,) = read_all(path)
        assert entry.words == {"url": "https://www.example.com/등대", "edition": 3}
        assert (skipped.name, skipped.why) == ("b.html", "words that are no JSON object")


def test_containers_in_a_folder_are_opened(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", {"x/1.html": PAGE})
    Warc().add(url="https://www.example.com/2", body=PAGE).written(tmp_path / "b.warc.gz")
    lay(tmp_path, {"c.html": PAGE})
    entries, _ = read_all(tmp_path)
    assert [(entry.source, entry.name) for entry in entries] == [
        ("a.zip", "x/1.html"),
        ("b.warc.gz", "https://www.example.com/2"),
        ("c.html", "c.html"),
    ]
    assert {unpack(entry.place.form, read_range(tmp_path, entry)) for entry in entries} == {PAGE}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED], ids=["deflated", "stored"])
def test_a_member_is_read_again_from_its_place(tmp_path: Path, method: int) -> None:
    path = write_zip(tmp_path / "a.zip", {"밤시장/1.html": b"<p>first", "2.html": PAGE, "3.html": b""}, method=method)
    entries, _ = read_all(path)
    assert [unpack(entry.place.form, read_range(path, entry)) for entry in entries] == [b"<p>first", PAGE, b""]
    assert [entry.read() for entry in entries] == [b"<p>first", PAGE, b""]
    assert {entry.at for entry in entries} == {DAY}


def test_members_that_nothing_can_be_read_from_are_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("bz.html", PAGE, zipfile.ZIP_BZIP2)
        link = zipfile.ZipInfo("link.html")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("pic.png", b"")
        archive.writestr("__MACOSX/._a.html", b"")
        archive.writestr("folder/", b"")
    entries, skipped = read_all(tmp_path / "a.zip")
    assert entries == []
    assert [each.why for each in skipped] == ["packed neither by deflate nor as it is", "a link", "not an HTML file"]


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.html": PAGE})
    packed = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + flags] |= 1
    path.write_bytes(packed)
    assert [each.why for each in read_all(path)[1]] == ["encrypted"]


def test_a_zip_that_was_cut_is_told_and_the_next_file_has_its_turn(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.html": PAGE})
    path.write_bytes(path.read_bytes()[:-30])
    lay(tmp_path, {"b.html": PAGE})
    entries, (skipped,) = read_all(tmp_path)
    assert ([entry.name for entry in entries], skipped.why.startswith("a broken zip")) == (["b.html"], True)


def test_a_member_that_unpacks_to_far_more_is_refused_before_it_is_whole(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.html": bytes(3 * MAX_BYTES)})
    (entry,), _ = read_all(path)
    with pytest.raises(TooLarge):
        entry.read()


def test_a_member_that_is_damaged_is_a_bad_transfer() -> None:
    with pytest.raises(BadTransfer):
        unpack("deflated", b"\xff\xff\xff")


def test_a_link_to_somewhere_else_is_not_followed(tmp_path: Path) -> None:
    lay(tmp_path, {"out/a.html": PAGE, "in/b.html": PAGE})
    (tmp_path / "in" / "c.html").symlink_to(tmp_path / "out" / "a.html")
    (tmp_path / "in" / "d").symlink_to(tmp_path / "out")
    assert [source.name for source in list_files(tmp_path / "in")] == ["b.html"]


def test_what_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(list_files(tmp_path / "nothing"))
