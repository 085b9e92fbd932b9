"""The command line: one page, many pages, and how each run ends."""

import gzip
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from copydesk.cli import main as entry
from copydesk.cli import normalize as command
from copydesk.normalize import normalize
from copydesk.page import Words, receive
from copydesk.renditions.formats import FORMATS

STORY = "".join(
    f"<p>알리바바는 앞으로 {year}년까지 클라우드와 데이터센터에 3800억 위안 이상을 투자할 것이라고 24일 밝혔다.</p>"
    for year in range(2026, 2032)
)
HTML = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>75조원 투자</title></head><body>
<article><h1>알리바바, 75조원 투자</h1>{STORY}</article></body></html>"""
URL = "https://news.example/view/1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(HTML.encode()))
    (tmp_path / "plain.txt").write_text("그냥 글이다.", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from copydesk.cli.main import main; raise SystemExit(main())", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
    )


def answers(lines: Sequence[dict[str, Any] | bytes]) -> tuple[list[dict[str, Any]], int, str]:
    out, err = io.BytesIO(), io.StringIO()
    stdin = [line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines]
    status = command.normalize_lines(stdin, out, err)
    return [json.loads(line) for line in out.getvalue().splitlines()], status, err.getvalue()


# ------------------------------------------------------------- one page


@pytest.mark.usefixtures("folder")
def test_a_file_and_standard_input_print_the_same_article() -> None:
    by_name, by_pipe = run("normalize", "page.html", "--url", URL), run("normalize", "-", "--url", URL, stdin=HTML.encode())
    packed = run("normalize", "page.html.gz", "--url", URL)
    assert (by_name.returncode, by_name.stderr) == (0, b"")
    assert by_name.stdout == by_pipe.stdout == packed.stdout
    article = json.loads(by_name.stdout)
    assert article["meta"]["url"] == URL
    assert article["provenance"]["source_hash"] == receive(HTML.encode(), words=Words()).source_hash


@pytest.mark.usefixtures("folder")
def test_json_can_be_asked_for_by_name() -> None:
    plain, named = (run("normalize", "page.html", *more) for more in ((), ("--json",)))
    assert (named.returncode, named.stdout) == (0, plain.stdout)


@pytest.mark.usefixtures("folder")
def test_the_text_rendition_begins_with_the_headline() -> None:
    printed = run("normalize", "page.html", "--format", "text").stdout.decode()
    assert printed.startswith("알리바바, 75조원 투자\n\n")
    assert printed.count("3800억 위안") == 6


@pytest.mark.usefixtures("folder")
def test_explain_prints_how_the_article_was_found_beside_it() -> None:
    told = json.loads(run("normalize", "page.html", "--explain").stdout)
    assert set(told) == {"article", "explain"}
    assert "milliseconds" in told["explain"]


@pytest.mark.usefixtures("folder")
def test_words_of_the_sender_are_taken_by_name() -> None:
    body = HTML.replace("utf-8", "x").encode("cp949")
    article = json.loads(run("normalize", "-", "--word", "charset=euc-kr", stdin=body).stdout)
    assert article["provenance"]["charset"]["how"] == "sender"
    refused = run("normalize", "page.html", "--word", "edition=x")
    assert (refused.returncode, b"invalid_words" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "stdin", "kind"),
    [
        ("plain.txt", b"", b"not_html"),
        ("none.html", b"", b"none.html"),
        ("-", b"", b"empty_page"),
        ("-", b"<div>" * 200_000, b"too_deep"),
        (".", b"", b"unreadable"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_refused_page_ends_with_1_and_says_why(name: str, stdin: bytes, kind: bytes) -> None:
    ended = run("normalize", name, stdin=stdin)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert kind in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("normalize",),
        ("normalize", "--format", "yaml", "x"),
        ("normalize", "--jsonl", "x"),
        ("normalize", "x", "--explain", "--format", "text"),
    ],
)
def test_an_unusable_command_line_ends_with_2(arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 2
    assert b"usage: copydesk" in ended.stderr + ended.stdout


def test_help_shows_examples() -> None:
    ended = run("normalize", "--help")
    assert (ended.returncode, b"copydesk normalize --jsonl < pages.jsonl" in ended.stdout) == (0, True)
    assert b"normalize" in run("--help").stdout


# ------------------------------------------------------------ many pages


@pytest.mark.usefixtures("folder")
def test_every_line_is_answered_in_order_whatever_became_of_its_page() -> None:
    told, status, said = answers(
        [
            {"id": "한", "path": "page.html", "url": URL, "content_type": "text/html; charset=utf-8", "edition": 2},
            {"id": 2, "path": "none.html"},
            {"id": "c", "path": "plain.txt"},
            {"id": "d", "path": "page.html", "url": "nonsense"},
            {"id": "e", "path": "page.html", "nonsense": 1},
            {"id": "f"},
            {"id": "g", "path": "."},
            {"id": "\ud800", "path": "page.html.gz"},
        ]
    )
    assert [line["id"] for line in told] == ["한", 2, "c", "d", "e", "f", "g", "\ud800"]
    kinds = [line["error"]["type"] if "error" in line else "article" for line in told]
    assert kinds == ["article", "missing", "not_html", "invalid_words", "invalid_words", "invalid_words", "unreadable", "article"]
    assert (status, said) == (0, "")


@pytest.mark.usefixtures("folder")
def test_the_article_of_a_line_is_the_article_of_the_single_page() -> None:
    out = run("normalize", "--jsonl", stdin=json.dumps({"id": "a", "path": "page.html", "url": URL}).encode()).stdout
    assert out == b'{"id":"a","article":' + run("normalize", "page.html", "--url", URL).stdout.strip() + b"}\n"


@pytest.mark.usefixtures("folder")
def test_lines_that_cannot_be_answered_are_named_and_end_with_2_after_the_good_ones() -> None:
    told, status, said = answers(
        [b"\n", b"{nonsense\n", b"[1]\n", b'{"path": "page.html"}\n', b"[" * 100_000 + b"\n", b'"\xff"\n', {"id": "a", "path": "page.html"}]
    )
    assert ([line["id"] for line in told], status) == (["a"], 2)
    assert [line.split(":")[1].strip() for line in said.splitlines()] == ["line 2", "line 3", "line 4", "line 5", "line 6"]


@pytest.mark.usefixtures("folder")
def test_a_fault_of_ours_is_one_pages_answer_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.normalize.normalize", lambda page: {}["missing"])
    told, status, _ = answers([{"id": "a", "path": "page.html"}, {"id": "b", "path": "plain.txt"}])
    assert [line["error"]["type"] for line in told] == ["internal", "internal"]
    assert (status, told[0]["error"]["detail"]) == (0, "KeyError: 'missing'")


@pytest.mark.usefixtures("folder")
def test_progress_is_shown_on_a_terminal_only() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    command.normalize_lines([b'{"id": "a", "path": "none.html"}\n'], io.BytesIO(), terminal)
    assert "1 pages, 1 refused" in terminal.getvalue()
    assert run("normalize", "--jsonl", stdin=b'{"id": "a", "path": "none.html"}\n').stderr == b""


@pytest.mark.usefixtures("folder")
def test_a_reader_that_leaves_early_ends_the_run_quietly() -> None:
    lines = json.dumps({"id": "a", "path": "page.html"}) + "\n"
    shell = f"{sys.executable} -c 'from copydesk.cli.main import main; raise SystemExit(main())' normalize --jsonl | head -1 | wc -l"
    ended = subprocess.run(["bash", "-c", shell], input=lines.encode() * 50, capture_output=True, check=False)
    assert (ended.stdout.strip(), ended.stderr) == (b"1", b"")


@pytest.mark.usefixtures("folder")
def test_a_page_is_printed_in_any_form(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    article = normalize(receive(HTML.encode(), words=Words()))
    for form in FORMATS:
        assert entry.main(["normalize", "page.html", "--format", form.name]) == 0
        assert capsysbinary.readouterr().out.decode().rstrip("\n") == form.write(article).rstrip("\n")


def test_the_help_names_every_form() -> None:
    assert command.FORMS.split(", ") == [form.name for form in FORMATS]


SPARED = ("boto3", "botocore", "copydesk.store", "pydantic", "selectolax")


@pytest.mark.parametrize(
    ("arguments", "may_load"),
    [
        (["--help"], ()),
        (["normalize", "none.html"], ()),
        (["keys", "--help"], ("botocore", "copydesk.store")),  # a store's errors are botocore's
        (["normalize", "page.html"], ("selectolax",)),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_command_loads_only_what_it_needs(arguments: list[str], may_load: tuple[str, ...]) -> None:
    code = f"import sys; from copydesk.cli.main import main\ntry: main({arguments})\nexcept SystemExit: pass\nprint('\\n', *sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    loaded = set(ended.stdout.decode().splitlines()[-1].split())
    assert "copydesk.cli.main" in loaded
    assert loaded & set(SPARED) <= set(may_load)
    assert set(entry.COMMANDS) >= {"normalize", "publishers", "keys"}
