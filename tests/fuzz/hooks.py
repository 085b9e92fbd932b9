"""What schemathesis cannot know: how NDJSON is written, and which ids there are."""

import json
import os
import re
import urllib.request

import schemathesis

PAGE = (
    "<html lang=en><title>Harbour</title><article><h1>Harbour wall mended</h1>"
    + "<p>The wall holds again, says the harbour master.</p>" * 4
)
ID = re.compile(r"[a-z2-7]{26}")


def push_page(number: int) -> dict[str, str]:
    body = json.dumps({"html": PAGE, "url": f"https://www.example.com/{number}"}).encode()
    headers = {"Authorization": f"Bearer {os.environ['KEY']}", "Content-Type": "application/json", "Prefer": "return=minimal"}
    with urllib.request.urlopen(urllib.request.Request(os.environ["API"] + "/v1/articles", body, headers)) as answer:
        told: dict[str, str] = json.load(answer)
        return told


KEPT = [push_page(number) for number in range(8)]


@schemathesis.hook
def map_path_parameters(context, path_parameters):  # type: ignore[no-untyped-def]
    """Half of the ids that have the form of one become one that there is."""
    for name in ("article_id", "receipt_id"):
        told = (path_parameters or {}).get(name)
        if isinstance(told, str) and ID.fullmatch(told) and sum(map(ord, told)) % 2:
            path_parameters[name] = KEPT[sum(map(ord, told)) // 2 % len(KEPT)][name]
    return path_parameters


@schemathesis.serializer("application/x-ndjson")
def write_lines(context, value):  # type: ignore[no-untyped-def]
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.deserializer("application/octet-stream")
def read_bytes(context, response):  # type: ignore[no-untyped-def]
    return response.content.decode("latin-1")
