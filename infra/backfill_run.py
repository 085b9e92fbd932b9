"""The proof of a backfill: pages by the thousand through the real function, killed and resumed twice, accounted for and audited.

  python -m infra.backfill_run 10000

The pages are variants of tests/pages, half of them loose, half in zips; besides, a WARC of 200. A stack of its own runs for it, and is
gone afterwards. Prints one JSON document; exit status 1 where anything does not add up.
"""

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from copydesk.store.backfills import Workbench, list_stamped_outcomes
from infra.local.bundle import zip_functions
from infra.local.demo import PUBLISHER, seed
from infra.local.emulator import Emulator, running_emulator
from infra.local.presence import told_where
from infra.local.proxy import running_proxy
from infra.local.settings import PROJECT, Settings
from infra.local.stack import Stack, deploy
from infra.local.trial import free_port

PAGES = sorted((PROJECT / "tests" / "pages").glob("*/*/page.html"))
DAY = datetime(2019, 5, 1, 9, tzinfo=UTC)
ZIPPED = 1_000  # pages of one zip
WARC_PAGES = 200
KILLS = (0.3, 0.6)  # after so much of the lines the driver is killed
STARTS = 5
LOOK_SECONDS = 1.0
COPYDESK = (sys.executable, "-c", "import sys; from copydesk.cli.main import main; sys.exit(main())")
WORKERS = int(os.environ.get("WORKERS", "2"))


@dataclass(frozen=True)
class Variant:
    """A page with its words, and when it was taken in."""

    name: str
    body: bytes
    words: dict[str, Any]
    at: datetime


def renamed(template: Path, mark: str) -> tuple[str, bytes]:
    """An address, and the page with the mark in all addresses that name it: an article of its own."""
    body, slug = template.read_bytes(), template.parent.name
    named = slug if slug.encode() in body else slug.rpartition("-")[2]
    return f"https://{template.parents[1].name}/{slug}{mark}", body.replace(named.encode(), f"{named}{mark}".encode())


def make_variants(count: int) -> Iterator[Variant]:
    """Of a hundred pages 90 are articles of their own, 4 repeat one, 3 revise one, 2 are older editions of one, and 1 is no page."""
    for number in range(count):
        kind, own = number % 100, number
        minutes, words = 0, {}
        if kind >= 90:
            own = number - 50
        if 90 <= kind < 94:
            minutes = 1
        elif 94 <= kind < 97:
            minutes, words = 2, {"headline": f"Second edition of {own}"}
        elif 97 <= kind < 99:
            minutes, words = -2, {"headline": f"First draft of {own}"}
        url, body = renamed(PAGES[own % len(PAGES)], str(own))
        body, words = body if kind < 99 else b"no page, only words", {"url": url, **words}
        yield Variant(f"{number:06d}.html", body, words, DAY + timedelta(minutes=minutes))


# Of a hundred. Which of two editions is stored and which superseded is told by their batches' order, and that by when they ran.
EXPECTED = {("stored", "superseded"): 95, ("unchanged",): 4, ("rejected",): 1}


def write_archive(folder: Path, count: int) -> None:
    """The first half of the pages loose, the others in zips."""
    variants = make_variants(count)
    for variant in variants:
        if int(variant.name[:6]) >= count // 2:
            break
        (folder / variant.name).write_bytes(variant.body)
        (folder / f"{variant.name}.words.json").write_text(json.dumps(variant.words))
        os.utime(folder / variant.name, (variant.at.timestamp(),) * 2)
    rest = list(make_variants(count))[count // 2 :]
    for start in range(0, len(rest), ZIPPED):
        with zipfile.ZipFile(folder / f"z{start:06d}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for variant in rest[start : start + ZIPPED]:
                archive.writestr(zipfile.ZipInfo(variant.name, variant.at.timetuple()[:6]), variant.body, zipfile.ZIP_DEFLATED)
                archive.writestr(f"{variant.name}.words.json", json.dumps(variant.words))


def write_warc(path: Path, count: int) -> None:
    """Pages as a crawler keeps them, each with its request and a picture; robots and a page that had not changed besides."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)

        def add(kind: str, url: str, body: bytes, content_type: str, status: str = "200 OK") -> None:
            line = StatusAndHeaders(
                "GET / HTTP/1.1" if kind == "request" else status, [("Content-Type", content_type)], protocol="HTTP/1.1"
            )
            line.is_http_request = kind == "request"
            told = {"WARC-Date": f"{DAY:%Y-%m-%dT%H:%M:%SZ}"}
            record = writer.create_warc_record(
                url, kind, payload=io.BytesIO(body), length=len(body), http_headers=line, warc_headers_dict=told
            )
            writer.write_record(record)

        add("response", "https://crawled.example/robots.txt", b"User-agent: *", "text/plain")
        for number in range(count):
            url, body = renamed(PAGES[number % len(PAGES)], f"c{number}")
            add("request", url, b"", "text/html")
            add("response", url, body, "text/html")
            add("response", f"{url}.jpg", b"\xff\xd8\xff", "image/jpeg")
        add("revisit", "https://crawled.example/1", b"", "text/html")
        add("response", "https://crawled.example/gone", b"<p>gone", "text/html", "404 Not Found")


def crawled(count: int) -> int:
    """Pages of the WARC beside so many others."""
    return min(count // 4, WARC_PAGES)


@dataclass(frozen=True)
class Shell:
    """Where the commands of a person are given: a folder whose local stack they find."""

    folder: Path
    bench: Workbench

    def run(self, *words: str) -> tuple[int, str]:
        ran = subprocess.run([*COPYDESK, *words], cwd=self.folder, stdout=subprocess.PIPE, text=True)
        return ran.returncode, ran.stdout

    def start(self, job: str) -> int:
        """Start it until it is done, as a person would on a machine that is too busy for a batch in its time; how often."""
        for times in range(1, STARTS + 1):
            status, _ = self.run("backfill", "start", job, "--workers", str(WORKERS))
            if not status and not self.run("backfill", "report", job)[0]:
                return times
        return STARTS

    def start_and_kill(self, job: str, *, lines: int) -> int:
        """Start the job, kill the driver when so many lines are reached; how many were."""
        words = [*COPYDESK, "backfill", "start", job, "--workers", str(WORKERS)]
        driver = subprocess.Popen(words, cwd=self.folder, stdout=subprocess.DEVNULL)
        while driver.poll() is None and self.count_reached(job) < lines:
            time.sleep(LOOK_SECONDS)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        return self.count_reached(job)

    def count_reached(self, job: str) -> int:
        return sum(lines for _, lines, _ in list_stamped_outcomes(self.bench, job, "outcomes"))


def prove(shell: Shell, count: int) -> dict[str, Any]:
    archive = shell.folder / "archive"
    archive.mkdir()
    write_archive(archive, count)
    write_warc(shell.folder / "crawl.warc.gz", crawled(count))
    began = time.monotonic()
    shell.run("backfill", "plan", "archive", "--publisher", PUBLISHER, "--job", "archive")
    planned = time.monotonic()
    kills = [shell.start_and_kill("archive", lines=int(count * part)) for part in KILLS]
    starts = shell.start("archive")
    settled = time.monotonic()
    shell.run("backfill", "plan", "crawl.warc.gz", "--publisher", PUBLISHER, "--job", "crawl")
    shell.start("crawl")
    again = time.monotonic()
    status, report = shell.run("backfill", "report", "archive", "--json")
    crawl_status, crawl = shell.run("backfill", "report", "crawl", "--json")
    audited, audit = shell.run("audit", "--json")
    return {
        "pages": count,
        "killed_at_lines": kills,
        "starts_after": starts,
        "report": json.loads(report),
        "crawl": json.loads(crawl),
        "audit": json.loads(audit),
        "exits": {"report": status, "crawl": crawl_status, "audit": audited},
        "seconds": {"plan": round(planned - began), "archive": round(settled - planned), "crawl": round(again - settled)},
    }


def faults_of(told: dict[str, Any]) -> list[str]:
    """What of the run does not add up."""
    count, report, crawl = told["pages"], told["report"], told["crawl"]
    faults = [f"exit {status} of {name}" for name, status in told["exits"].items() if status]
    for names, part in EXPECTED.items():
        found = sum(report[name] for name in names)
        faults += [f"{' and '.join(names)}: {found}"] if found != part * count // 100 else []
    if crawl["manifest"] != crawl["stored"] or crawl["manifest"] != crawled(count):
        faults.append(f"of the crawl {crawl['stored']} are stored")
    return faults


def run(count: int) -> dict[str, Any]:
    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        emulator: Emulator = running.enter_context(running_emulator(settings, folder))
        stack: Stack = deploy(emulator, zip_functions())
        running.enter_context(running_proxy(settings.port, emulator.url, stack.outputs["HttpApiId"]))
        running.enter_context(told_where(settings, stack, folder / ".copydesk" / f"emulator-{settings.emulator_port}"))
        seed(emulator, stack)
        return prove(Shell(folder, Workbench(emulator.client("s3"), stack.outputs["BackfillBucketName"])), count)


def main() -> int:
    told = run(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    faults = faults_of(told)
    print(json.dumps({**told, "faults": faults}, ensure_ascii=False, indent=2))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
