"""The real template in the emulator, as `make serve` deploys it: the doors, and that nothing stays behind."""

import gzip
import json
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from infra.load.serving import is_gone
from infra.load.vitals import functions_under
from infra.local import demo
from infra.local.bundle import FUNCTIONS, zip_functions
from infra.local.emulator import running_emulator
from infra.local.logs import LOOK_SECONDS, copied_logs
from infra.local.settings import PROJECT, Settings
from infra.local.stack import Stack, deploy, read_environment, replace_code
from infra.local.trial import free_port
from infra.local.watching import Look, look, watch
from tests.infra.local import OCTETS, PAGE, URL, Local


def facts(answer: demo.Answer) -> tuple[str, str]:
    return answer.body["article_id"], answer.body["article"]["provenance"]["content_hash"]


def test_a_page_is_one_article_whichever_way_its_bytes_come(local: Local) -> None:
    korean = PAGE.decode().replace('charset="utf-8"', 'charset="euc-kr"').encode("cp949", "xmlcharrefreplace")
    answers = [
        local.push(PAGE, {"Content-Type": "text/html; charset=utf-8"}),
        local.push(gzip.compress(PAGE), OCTETS),
        local.push(korean, OCTETS),
    ]
    assert {answer.status for answer in answers} <= {200, 201}
    assert len({facts(answer) for answer in answers}) == 1
    assert answers[1].headers["copydesk-outcome"] == "unchanged"


def test_a_kept_article_is_read_back_as_it_was_answered(local: Local) -> None:
    pushed = local.push(PAGE, OCTETS)
    read = demo.ask("GET", f"{local.settings.api_url}/v1/articles/{pushed.body['article_id']}")
    assert read.status == 200
    assert read.body["article"] == pushed.body["article"]


def test_a_dropped_page_is_found_under_its_receipt(local: Local) -> None:
    receipt = demo.wait_for_receipt(local.settings, demo.drop_page(local.emulator, local.stack))
    assert receipt["via"] == "inbox"
    assert receipt["outcome"] in ("created", "unchanged")
    assert local.count_dead_letters() == 0


def test_what_readme_says_to_drop_by_hand_is_found_and_listed_when_pasted(local: Local) -> None:
    readme = (PROJECT / "README.md").read_text().replace("127.0.0.1:8787", f"127.0.0.1:{local.settings.port}")
    (pasted,) = [block for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL) if block.startswith("INBOX=")]
    pasted = pasted.replace("http://127.0.0.1:8788", local.emulator.url).replace("sleep 3", "sleep 10")
    ran = subprocess.run(["bash", "-ec", pasted.replace("curl -s ", "curl -sSf ")], cwd=PROJECT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    receipt, refused, rejections = read_documents(ran.stdout)
    assert (receipt["inbox_key"], receipt["via"]) == ("in/demo/밤시장.html", "inbox")
    assert refused["outcome"] == "rejected"
    assert receipt["article_id"]  # late even, where another test pushed the page in this very second: S3 counts whole ones
    assert [entry["inbox_key"] for entry in rejections["rejections"]] == ["in/demo/no-page.txt"]


def test_sixteen_at_once_wait_for_as_many_environments_as_there_are_cores(local: Local) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: local.push(PAGE, OCTETS, url=f"{URL}/{number}"), range(16)))
    assert {answer.status for answer in answers} <= {200, 201}
    assert Counter(function for _, function in functions_under(local.emulator.process.pid))["Api"] <= max(2, os.cpu_count() or 1)


def offer_upload(local: Local, **words: Any) -> dict[str, Any]:
    body, json_type = json.dumps(words).encode(), {"Content-Type": "application/json"}
    return demo.ask("POST", f"{local.settings.api_url}/v1/uploads", body, json_type).body


def wait_until_settled(local: Local, receipt: str) -> dict[str, Any]:
    for _ in range(60):
        told = demo.ask("GET", local.settings.api_url + receipt).body
        if told["outcome"] != "pending":
            return told
        time.sleep(0.5)
    raise AssertionError(f"{receipt} is still pending")


def test_an_upload_and_a_page_read_later_are_the_article_of_the_push(local: Local) -> None:
    url = "https://news.example.com/view/등대"
    pushed = local.push(PAGE, OCTETS, quote(url))
    form = offer_upload(local, url=url)
    assert requests.post(form["url"], data=form["fields"], files={"file": PAGE}, timeout=30).status_code == 204
    later = local.push(PAGE, OCTETS | {"Prefer": "respond-async"}, quote(url))
    assert later.status == 202
    for receipt, via in ((form["receipt"], "upload"), (later.headers["location"], "http")):
        told = wait_until_settled(local, receipt)
        assert (told["article_id"], told["content_hash"]) == facts(pushed)
        assert (told["via"], told["outcome"]) in ((via, "unchanged"), (via, "duplicate"), (via, "superseded"))
    assert local.count_dead_letters() == 0


def test_a_form_with_other_words_than_were_signed_is_refused(local: Local) -> None:
    form = offer_upload(local, edition=1)
    for name, value in (("x-amz-meta-edition", "2"), ("key", "up/demo/x"), ("x-amz-meta-url", "https://news.example.com/1")):
        sent = requests.post(form["url"], data=form["fields"] | {name: value}, files={"file": PAGE}, timeout=30)
        assert sent.status_code == 403, name


def read_documents(text: str) -> list[dict[str, Any]]:
    """The JSON documents that stand one after the other."""
    found, decoder = [], json.JSONDecoder()
    while text := text.strip():
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:]
    return found


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(200), 415, "not_html"),
        (b"just some words", 415, "not_html"),
        (b"", 422, "empty_page"),
        (b" " * 4_000_000, 422, "empty_page"),
        (b"<html>" + b"<div>" * 200_000, 422, "too_deep"),
        (b"<p " + b"".join(b"a%d=1 " % n for n in range(100_000)) + b">", 413, "too_large"),
        (b"<select>" + b"<option>" * 200_000, 413, "too_large"),
        (gzip.compress(bytes(100_000_000)), 413, "too_large"),
    ],
    ids=["jpeg", "plain text", "nothing", "spaces", "nested divs", "attributes", "options", "gzip bomb"],
)
def test_garbage_is_refused_and_the_service_goes_on(local: Local, body: bytes, status: int, kind: str) -> None:
    answer = local.push(body, OCTETS)
    assert (answer.status, answer.body["type"]) == (status, f"/problems/{kind}")
    assert demo.ask("GET", f"{local.settings.api_url}/healthz").status == 200


@pytest.mark.parametrize("secret", ["cd_wrong", ""])
def test_nobody_gets_in_without_a_key(local: Local, secret: str) -> None:
    assert local.push(PAGE, OCTETS | {"Authorization": f"Bearer {secret}"}).status == 401


def test_sam_local_gets_the_names_that_the_stack_gave(local: Local) -> None:
    variables = read_environment(local.emulator, local.stack)
    assert {environment["TABLE_NAME"] for environment in variables.values()} == {local.stack.outputs["TableName"]}


def test_what_the_functions_say_is_copied_once_into_a_file(local: Local, tmp_path: Path) -> None:
    with copied_logs(local.emulator, local.stack, tmp_path / "functions.log"):
        local.push(b"just some words", OCTETS)
        time.sleep(3 * LOOK_SECONDS)
    lines = (tmp_path / "functions.log").read_text().splitlines()
    (refused,) = [line for line in lines if line.startswith("ApiFunction ") and '"message":"refused"' in line]
    assert '"service":"api"' in refused


class Told(Exception):
    """Ends a watch with its first line."""


def tell(line: str) -> None:
    raise Told(line)


def watch_for_a_change(local: Local, functions: Path, seen: Look) -> str:
    with pytest.raises(Told) as told:
        watch(local.emulator, local.stack, seen, tell, functions)
    return str(told.value)


def test_changed_code_reaches_the_functions_while_they_run(local: Local, tmp_path: Path) -> None:
    functions = tmp_path / "functions"
    shutil.copytree(FUNCTIONS / "copydesk", functions / "copydesk", ignore=shutil.ignore_patterns("__pycache__"))
    changed, seen = functions / "copydesk" / "errors.py", look(functions)
    changed.write_text(changed.read_text() + "\nimport json as\n")
    line = changed.read_text().count("\n")
    assert watch_for_a_change(local, functions, seen) == f"{changed}:{line}: invalid syntax; the functions keep the old code"
    assert local.push(b"just some words", OCTETS).status == 415

    api, seen = functions / "copydesk" / "handlers" / "api.py", look(functions)
    changed.write_text((FUNCTIONS / "copydesk" / "errors.py").read_text())
    api.write_text(api.read_text() + "\n\ndef handler(event, context):\n    return {'statusCode': 418, 'body': '{}'}\n")
    assert watch_for_a_change(local, functions, seen) == (
        "functions/copydesk/errors.py, functions/copydesk/handlers/api.py changed: the functions run the new code"
    )
    assert local.push(b"just some words", OCTETS).status == 418
    replace_code(local.emulator, local.stack, zip_functions())
    assert local.push(b"just some words", OCTETS).status == 415


def listeners(port: int) -> set[str]:
    """The addresses that somebody listens on at this port, as the kernel writes them."""
    rows = [row.split() for table in ("/proc/net/tcp", "/proc/net/tcp6") for row in Path(table).read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="asks the Linux kernel")
def test_nothing_listens_beyond_this_machine(local: Local) -> None:
    loopback = "0100007F"
    assert listeners(local.settings.port) | listeners(local.settings.emulator_port) == {loopback}


def test_nothing_is_left_running_and_the_next_start_finds_what_was_kept(tmp_path: Path) -> None:
    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)
    item: dict[str, Any] = {"pk": {"S": "P#demo"}, "sk": {"S": "PUBLISHER"}}
    with running_emulator(settings, tmp_path) as first:
        table = deploy(first, zip_functions()).outputs["TableName"]
        demo.seed(first, Stack({"TableName": table}, {}))
    assert is_gone(first.process.pid)
    with running_emulator(settings, tmp_path) as second:
        assert deploy(second, zip_functions()).outputs["TableName"] == table
        assert second.client("dynamodb").get_item(TableName=table, Key=item)["Item"]["name"] == {"S": "Demo"}
