"""WARC files: which records are pages, under which words, and that one can be read again by its place alone."""

import gzip
import zlib
from pathlib import Path

import pytest

from copydesk.containers import MAX_PACKED, unpack
from copydesk.errors import BadTransfer, TooLarge
from copydesk.page import MAX_BYTES, receive
from tests.containers.packing import DAY, Warc, read_all, read_range
from tests.paper import print_page

PAGE = print_page().encode()
URL = "https://www.example.com/news/1"


def chunked(body: bytes, size: int = 500) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_a_page_has_the_address_the_time_and_the_charset_of_its_record(tmp_path: Path) -> None:
    warc = Warc().add(url=URL, body=PAGE, headers={"Content-Type": "text/html; charset=euc-kr"})
    (entry,), skipped = read_all(warc.written(tmp_path / "a.warc.gz"))
    assert (entry.words, entry.at, entry.content_type) == ({"url": URL}, DAY, "text/html; charset=euc-kr")
    assert (entry.read(), entry.name, entry.source, skipped) == (PAGE, URL, "a.warc.gz", [])


SENT = [
    ("as it is", PAGE, {}),
    ("chunked", chunked(PAGE), {"Transfer-Encoding": "chunked"}),
    ("gzip", gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
    ("gzip in chunks", chunked(gzip.compress(PAGE), 100), {"Content-Encoding": "gzip", "Transfer-Encoding": "Chunked"}),
    ("deflate", zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
    ("bare deflate", zlib.compress(PAGE, wbits=-15), {"Content-Encoding": "deflate"}),
    ("chunks joined by the archiver", PAGE, {"Transfer-Encoding": "chunked"}),
    ("gzip unpacked by the archiver", PAGE, {"Content-Encoding": "gzip"}),
    ("deflate unpacked by the archiver", PAGE, {"Content-Encoding": "deflate"}),
]


@pytest.mark.parametrize("gzipped", [True, False], ids=["warc.gz", "warc"])
@pytest.mark.parametrize(("body", "headers"), [row[1:] for row in SENT], ids=[row[0] for row in SENT])
def test_a_page_is_read_again_from_its_place_however_it_was_sent(
    tmp_path: Path, body: bytes, headers: dict[str, str], gzipped: bool
) -> None:
    warc = (
        Warc(gzip=gzipped).add("warcinfo", "", b"software: x").add(url=f"{URL}0", body=b"<p>other").add(url=URL, body=body, headers=headers)
    )
    path = warc.add(url=f"{URL}2", body=b"<p>behind").written(tmp_path / ("a.warc.gz" if gzipped else "a.warc"))
    _, entry, _ = read_all(path)[0]
    again = unpack(entry.place.form, read_range(path, entry))
    assert receive(again).body == receive(entry.read()).body == PAGE


NO_PAGES = [
    ("a record of type request", {"kind": "request"}),
    ("a record of type revisit", {"kind": "revisit"}),
    ("a record of type metadata", {"kind": "metadata"}),
    ("a record of type warcinfo", {"kind": "warcinfo"}),
    ("no web address", {"url": "dns:www.example.com", "kind": "resource", "told": {"Content-Type": "text/dns"}}),
    ("no web address", {"url": "https://"}),
    ("status 404", {"status": "404 Not Found"}),
    ("status 301", {"status": "301 Moved"}),
    ("status 206", {"status": "206 Partial Content"}),
    ("cut by its archiver", {"told": {"WARC-Truncated": "length"}}),
    ("robots.txt", {"url": "https://www.example.com/robots.txt"}),
    ("not HTML", {"headers": {"Content-Type": "image/png"}}),
    ("not HTML", {"headers": {"Content-Type": "application/json"}}),
    ("not HTML", {"kind": "resource", "told": {"Content-Type": "text/css"}}),
    ("packed as br", {"headers": {"Content-Encoding": "br"}}),
]


@pytest.mark.parametrize(("why", "record"), NO_PAGES)
def test_what_is_no_page_is_skipped_with_its_reason(tmp_path: Path, why: str, record: dict[str, object]) -> None:
    path = Warc().add(**{"body": PAGE, **record}).add(url=URL, body=PAGE).written(tmp_path / "a.warc.gz")  # type: ignore[arg-type]
    (entry,), (skipped,) = read_all(path)
    assert (entry.name, skipped.why) == (URL, why)


def test_a_resource_that_is_html_is_a_page(tmp_path: Path) -> None:
    path = Warc().add("resource", URL, PAGE, told={"Content-Type": "text/html; charset=utf-8"}).written(tmp_path / "a.warc")
    (entry,), _ = read_all(path)
    assert unpack(entry.place.form, read_range(path, entry)) == entry.read() == PAGE


def test_two_records_of_one_address_are_two_pages_each_of_its_day(tmp_path: Path) -> None:
    path = Warc().add(url=URL, body=PAGE, at="2021-01-01T00:00:00Z").add(url=URL, body=PAGE).written(tmp_path / "a.warc.gz")
    assert [entry.at.year for entry in read_all(path)[0]] == [2021, 2019]


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_file_that_was_cut_gives_what_stands_before(tmp_path: Path, gzipped: bool) -> None:
    whole = Warc(gzip=gzipped).add(url=URL, body=PAGE).add(url=f"{URL}2", body=PAGE).file.getvalue()
    (tmp_path / "a.warc.gz").write_bytes(whole[:-300])
    (entry,), (skipped,) = read_all(tmp_path / "a.warc.gz")
    assert (entry.name, skipped.name, skipped.why) == (URL, f"{URL}2", "cut in its midst")


def test_a_file_with_garbage_in_it_gives_what_stands_before_and_says_from_where_on_nothing_is_read(tmp_path: Path) -> None:
    whole = Warc(gzip=False).add(url=URL, body=PAGE).file.getvalue()
    (tmp_path / "a.warc").write_bytes(whole + b"WARC/9.9 nonsense\r\n\r\n")
    (entry,), (skipped,) = read_all(tmp_path / "a.warc")
    assert (entry.name, skipped.why.startswith(f"a broken WARC: nothing is read from byte {len(whole):,} on")) == (URL, True)


def test_one_gzip_stream_over_all_records_is_no_container_and_is_told(tmp_path: Path) -> None:
    plain = Warc(gzip=False).add(url=URL, body=PAGE).add(url=f"{URL}2", body=PAGE).file.getvalue()
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(plain))
    _, skipped = read_all(tmp_path / "a.warc.gz")
    assert "non-chunked gzip" in skipped[-1].why


def test_a_page_larger_than_any_is_read_one_byte_too_far_and_no_further(tmp_path: Path) -> None:
    path = Warc().add(url=URL, body=bytes(MAX_BYTES + 500)).written(tmp_path / "a.warc")
    (entry,), _ = read_all(path)
    with pytest.raises(TooLarge):
        receive(entry.read())


def test_a_record_that_unpacks_to_far_more_is_refused_before_it_is_whole() -> None:
    bomb = gzip.compress(b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 9000000000\r\n\r\n" + bytes(2 * MAX_PACKED))
    with pytest.raises(TooLarge):
        unpack("record", bomb)


@pytest.mark.parametrize(
    "packed", [b"", b"\x1f\x8b\x08\0", b"garbage", gzip.compress(b"not a record")], ids=["nothing", "half a head", "no gzip", "no record"]
)
def test_a_place_without_a_record_is_a_bad_transfer(packed: bytes) -> None:
    with pytest.raises(BadTransfer):
        unpack("record", packed)
