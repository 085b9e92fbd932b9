"""docs/api.md, every call in it run: `python -m docs.api` writes the answers into it, and prints what changed.

A ```sh block is a call; the ```http block below it is what it answered. All blocks run in one shell, first to last, against a local
stack that starts empty; `$API` and `$KEY` are the address and the demo key.
"""

import difflib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENT = PROJECT / "docs" / "api.md"
BLOCK = re.compile(r"```sh\n(?P<call>.*?)```\n\n```http\n(?P<answer>.*?)```\n", re.DOTALL)
SHOWN_HEADERS = (
    "content-type location etag vary link allow retry-after www-authenticate preference-applied content-disposition "
    "copydesk-outcome copydesk-receipt"
).split()
PRINTED_API = "http://127.0.0.1:8787"
MAX_TEXT, MAX_ENTRIES, MAX_DEPTH, MAX_LINES = 96, 2, 4, 8
SHELL_SECONDS = 300

# What differs from run to run, or whenever a page is read better: compared as a mark.
VARIABLE = (
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)"), "<time>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<hash>"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "<id>"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "<key id>"),
    (re.compile(r"\b[a-z2-7]{26}\b"), "<id>"),
    (re.compile(r"(cursor|after)=[\w.~%-]+…?"), r"\1=<cursor>"),
    (re.compile(r"http://127\.0\.0\.1:\d+/(?!v1)[^\s\"<>]*"), "<presigned>"),
    (re.compile(r"(retry-after: )\d+"), r"\1<seconds>"),
    (
        re.compile(r'"(policy|x-amz-signature|x-amz-credential|x-amz-date|x-amz-security-token)": "[^"]*"', re.IGNORECASE),
        r'"\1": "<signed>"',
    ),
)


@dataclass(frozen=True)
class Exchange:
    """A call of the document with the answer that stands there."""

    call: str
    answer: str


def read_exchanges(document: str) -> Iterator[Exchange]:
    return (Exchange(found["call"], found["answer"]) for found in BLOCK.finditer(document))


def run_calls(calls: list[str], *, api: str, key: str) -> list[str]:
    """Their answers as the document shows them. Raises CalledProcessError where the shell itself fails."""
    with tempfile.TemporaryDirectory() as folder:
        script = "\n".join(f"{{\n{call}}} >{folder}/{number}" for number, call in enumerate(calls))
        subprocess.run(
            ["bash", "-eu", "-c", script],
            check=True,
            timeout=SHELL_SECONDS,
            cwd=PROJECT,
            env={"PATH": "/usr/bin:/bin", "API": api, "KEY": key},
        )
        return [show_answer(Path(folder, str(number)).read_text(), api=api) for number in range(len(calls))]


def show_answer(told: str, *, api: str) -> str:
    """Status, the headers that matter, the body; long things cut."""
    head, _, body = told.replace("\r\n", "\n").partition("\n\n")
    status, *headers = head.split("\n")
    named = {name.lower(): value for name, value in (line.split(": ", 1) for line in headers if ": " in line)}
    lines = [" ".join(status.split()[:2])]
    lines += [f"{name}: {shortened(named[name])}" for name in SHOWN_HEADERS if name in named]
    return "\n".join([*lines, "", show_body(body.strip())]).strip().replace(api, PRINTED_API) + "\n"


def show_body(body: str) -> str:
    try:
        return json.dumps(shortened(json.loads(body)), ensure_ascii=False, indent=2)
    except ValueError:
        return "\n".join(show_line(line) for line in body.split("\n")[:MAX_LINES])


def show_line(line: str) -> str:
    try:
        return json.dumps(shortened(json.loads(line)), ensure_ascii=False)
    except ValueError:
        return str(shortened(line))


def shortened(value: Any, depth: int = 0) -> Any:
    match value:
        case str() if len(value) > MAX_TEXT:
            return value[: MAX_TEXT - 1] + "…"
        case list() if value and depth >= MAX_DEPTH:
            return ["…"]
        case dict() if value and depth >= MAX_DEPTH:
            return {"…": "…"}
        case list():
            more = [f"… {len(value) - MAX_ENTRIES} more"] if len(value) > MAX_ENTRIES else []
            return [shortened(entry, depth + 1) for entry in value[:MAX_ENTRIES]] + more
        case {"meta": {"headline": headline}, "body": {"text": text}, "captions": _, "widgets": _}:
            return {"meta": {"headline": headline, "…": "…"}, "body": {"text": shortened(text), "…": "…"}, "…": "captions, widgets …"}
        case dict():
            return {name: shortened(entry, depth + 1) for name, entry in value.items()}
    return value


def masked(answer: str) -> str:
    for pattern, mark in VARIABLE:
        answer = pattern.sub(mark, answer)
    return answer


def with_answers(document: str, answers: list[str]) -> str:
    """The document with new answers where they differ in more than what varies from run to run."""
    fresh = iter(answers)

    def replaced(found: re.Match[str]) -> str:
        answer = next(fresh)
        kept = found["answer"] if masked(found["answer"]) == masked(answer) else answer
        return f"```sh\n{found['call']}```\n\n```http\n{kept}```\n"

    return BLOCK.sub(replaced, document)


def main() -> int:
    from infra.local.demo import SECRET  # the emulator: only who runs the document needs it
    from infra.local.trial import running_trial

    document = DOCUMENT.read_text()
    with running_trial() as api:
        answers = run_calls([exchange.call for exchange in read_exchanges(document)], api=api, key=SECRET)
    current = with_answers(document, answers)
    DOCUMENT.write_text(current)
    sys.stdout.writelines(difflib.unified_diff(document.splitlines(True), current.splitlines(True), "before", "after"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
