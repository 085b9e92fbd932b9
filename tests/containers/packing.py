"""Containers made for a test: WARC files as crawlers write them, zips as people do."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from copydesk.containers import Entry, Skipped, list_files, read_sources

DAY = datetime(2019, 5, 1, 9, 30, tzinfo=UTC)


class Warc:
    """A WARC file in the making."""

    def __init__(self, *, gzip: bool = True) -> None:
        self.file = io.BytesIO()
        self.writer = WARCWriter(self.file, gzip=gzip)

    def add(
        self,
        kind: str = "response",
        url: str = "https://www.example.com/1",
        body: bytes = b"",
        *,
        status: str = "200 OK",
        at: str = "2019-05-01T09:30:00Z",
        headers: Mapping[str, str] | None = None,
        told: Mapping[str, str] | None = None,
    ) -> "Warc":
        """`headers` are the server's, `told` the archiver's."""
        of_http = None
        if kind in ("response", "revisit", "request"):
            named = list({"Content-Type": "text/html; charset=utf-8", **(headers or {})}.items())
            line, protocol = ("GET / HTTP/1.1", "HTTP/1.1") if kind == "request" else (status, "HTTP/1.1")
            of_http = StatusAndHeaders(line, named, protocol=protocol, is_http_request=kind == "request")
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=of_http,
            warc_content_type=(told or {}).get("Content-Type", ""),
            warc_headers_dict={"WARC-Date": at, **{name: value for name, value in (told or {}).items() if name != "Content-Type"}},
        )
        self.writer.write_record(record)
        return self

    def written(self, path: Path) -> Path:
        path.write_bytes(self.file.getvalue())
        return path


def write_zip(path: Path, members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2019, 5, 1, 9, 30, 0)), body, method)
    return path


def read_all(path: Path) -> tuple[list[Entry], list[Skipped]]:
    found = list(read_sources(list_files(path)))
    return [each for each in found if isinstance(each, Entry)], [each for each in found if isinstance(each, Skipped)]


def read_range(folder: Path, entry: Entry) -> bytes:
    """The bytes of the entry's place alone, as a function gets them from S3."""
    start, length = entry.place.offset, entry.place.length
    return ((folder / entry.source) if folder.is_dir() else folder).read_bytes()[start : start + length]
