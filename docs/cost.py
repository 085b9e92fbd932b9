"""The tables of docs/cost.md: what a million pages cost by line, from prices and from the calls that a page really takes.

  python -m docs.cost             # renews the tables
  python -m docs.cost --check

The calls are counted: the functions' own code keeps a new page of 100 KB in an emulated account, and every request of its clients is
noted, with the sizes of its items. Nothing is counted that only the first page of a process pays.
"""

import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
PAGE = Path(__file__).with_name("cost.md")
MILLION = 1_000_000
PRICED = "us-east-1, on demand, without the free tier, as AWS published them in mid-2025"
# US dollars for one of them.
PRICES: Mapping[str, float] = {
    "S3 PUT, LIST": 0.005 / 1_000,
    "S3 GET": 0.0004 / 1_000,
    "DynamoDB write unit": 0.625 / MILLION,
    "DynamoDB read unit": 0.125 / MILLION,
    "Lambda run": 0.20 / MILLION,
    "Lambda GB-second, x86_64": 0.0000166667,
    "HTTP API request of 512 KB": 1.00 / MILLION,
    "SQS request": 0.40 / MILLION,
    "EventBridge event of 64 KB": 1.00 / MILLION,
    "Step Functions state transition": 0.025 / 1_000,
    "Step Functions Express request": 1.00 / MILLION,
    "Step Functions Express GB-second": 0.00001667,
    "CloudWatch Logs GB": 0.50,
}
GB = 1_000_000_000
API_GB = 1769 / 1024
ANNOUNCE_GB = 512 / 1024
WAIT_MS = 8  # of one request to S3 or DynamoDB from within the region: an assumption, nothing was run on AWS
CPU_MS = (
    70  # 48 to read a page (the mean of 53 of 80 to 120 KB of a corpus, 2026-11; nineteen of twenty under 72), 16 to keep it (`make cold`)
)
ANNOUNCE_MS = 40  # one run for one change: batches of several are cheaper
BATCH = 5  # lines of a backfill that are counted; a hundred are one batch, and what they have in common counts for nothing then
ACCESS_LOG_BYTES = 300
ANNOUNCE_LOG_BYTES = 170  # its line for one change
PROCESSOR = "Lambda: processor and memory"
ARM64_SAVES = 0.2  # of the price of a GB-second


@dataclass(frozen=True)
class Taken:
    """What one page took: requests and units by name, requests that were waited for, and bytes of logs."""

    units: Mapping[str, float]
    waited: int
    logged: int


# ------------------------------------------------------------- counting


def size_of(item: Mapping[str, Mapping[str, Any]]) -> int:
    """Bytes as DynamoDB counts them: names and values, a number by half its digits, a list or map by its elements and 3, one for each."""
    return sum(len(name.encode()) + size_of_value(value) for name, value in item.items())


def size_of_value(value: Mapping[str, Any]) -> int:
    ((kind, told),) = value.items()
    match kind:
        case "S":
            return len(told.encode())
        case "N":
            return 1 + -(-len(told.strip("-0.")) // 2)
        case "L":
            return 3 + sum(1 + size_of_value(each) for each in told)
        case "M":
            return 3 + sum(1 + len(name.encode()) + size_of_value(each) for name, each in told.items())
        case "SS":
            return sum(len(each.encode()) for each in told)
    return 1


def units_of(operation: str, sent: Mapping[str, Any]) -> Counter[str]:
    match operation:
        case "PutObject" | "ListObjectsV2" | "CopyObject":
            return Counter({"S3 PUT, LIST": 1})
        case "GetObject" | "HeadObject":
            return Counter({"S3 GET": 1})
        case "BatchGetItem":
            return Counter({"DynamoDB read unit": sum(len(asked["Keys"]) for asked in sent["RequestItems"].values())})
        case "Query" | "GetItem":
            return Counter({"DynamoDB read unit": 1})
        case "PutItem" | "UpdateItem":
            return Counter({"DynamoDB write unit": write_units(sent.get("Item", {}))})
        case "TransactWriteItems":
            items = [action["Put"]["Item"] for action in sent["TransactItems"]]
            return Counter({"DynamoDB write unit": sum(2 * kilobytes(item) + indexed(item) for item in items)})
    raise ValueError(f"{operation} has no price here")


def kilobytes(item: Mapping[str, Any]) -> int:
    return max(1, -(-size_of(item) // 1024))


def indexed(item: Mapping[str, Any]) -> int:
    return kilobytes(item) if "list_name" in item else 0


def write_units(item: Mapping[str, Any]) -> int:
    return kilobytes(item) + indexed(item)


@contextmanager
def account() -> Iterator[list[Counter[str]]]:
    """An emulated account with the stack's table and buckets; yields what is asked of it from then on."""
    from moto import mock_aws

    os.environ.update(
        AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="us-east-1",
        TABLE_NAME="copydesk", ARCHIVE_BUCKET="archive", INBOX_BUCKET="inbox", BACKFILL_BUCKET="backfill",
        RECORDS="carried",
    )  # fmt: skip
    noted: list[Counter[str]] = []
    with mock_aws():
        import boto3
        from samtranslator.yaml_helper import yaml_parse

        table = yaml_parse((PROJECT / "template.yaml").read_text())["Resources"]["Table"]["Properties"]
        wanted = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
        boto3.client("dynamodb").create_table(TableName="copydesk", **{name: table[name] for name in wanted})
        for bucket in ("archive", "inbox", "backfill"):
            boto3.client("s3").create_bucket(Bucket=bucket)
        yield noted


def note(client: Any, noted: list[Counter[str]]) -> None:
    def heard(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        noted.append(units_of(model.name, params))

    client.meta.events.register(f"before-parameter-build.{client.meta.service_model.service_id.hyphenize()}", heard)


def page_of(number: int) -> bytes:
    """A new article of 100 KB."""
    page = (PROJECT / "events" / "pages" / "harbor-wind.html").read_bytes()
    page = page.replace(b"3100412", str(3_200_000 + number).encode())
    return page + b"<!-- " + b"x" * (100_000 - len(page)) + b" -->"


def measure(noted: list[Counter[str]], prepare: Callable[[int], Any], take: Callable[[Any], None]) -> Taken:
    """The second page: the first opens what a process opens once."""
    logs = io.StringIO()
    for number in range(2):
        prepared = prepare(number)
        noted.clear()
        logs = io.StringIO()
        with redirect_stdout(logs):
            take(prepared)
    total: Counter[str] = sum(noted, Counter())
    return Taken(total, len(noted), round(len(logs.getvalue().encode()), -2))


def count_calls() -> dict[str, Taken]:
    """By door: what one new page takes of the store, and what its function writes to its log."""
    with account() as noted:
        from copydesk.handlers import api, backfill, intake, telemetry
        from copydesk.store.backfills import Line, source_key
        from copydesk.store.keys import add_key, add_publisher

        class Console:
            """Standard output as it is at the moment of writing."""

            def write(self, text: str) -> int:
                return sys.stdout.write(text)

            def flush(self) -> None: ...

        handler: Any = telemetry.log.registered_handler
        handler.setStream(Console())
        house, mailroom, backroom = api.open_house(), intake.open_house(), backfill.open_house()
        ledger = house.desk.ledger
        add_publisher(ledger, "demo", "Demo")
        add_key(ledger, "cd_demo", ("push",), ("demo",))
        for place in (house, mailroom, backroom):
            note(place.desk.ledger.client, noted)
            note(place.desk.archive.client, noted)

        def push(number: int) -> None:
            headers = {"authorization": "Bearer cd_demo", "content-type": "text/html; charset=utf-8"}
            context = {
                "http": {"method": "POST", "path": "/v1/articles", "sourceIp": "192.0.2.1"},
                "requestId": f"r{number}",
                "timeEpoch": 0,
            }
            query = f"url=https://news.example.com/view/{3_200_000 + number}"
            event = {"version": "2.0", "rawPath": "/v1/articles", "rawQueryString": query, "headers": headers,
                     "requestContext": context, "body": page_of(number).decode(), "isBase64Encoded": False}  # fmt: skip
            answer = api.converse(lambda: house, event)
            assert answer["statusCode"] == 201, answer

        def lay(number: int) -> str:
            key = f"in/demo/{number}.html"
            words = {"url": f"https://news.example.com/view/{3_300_000 + number}"}
            body = page_of(100_000 + number)
            mailroom.inbox.client.put_object(Bucket="inbox", Key=key, Body=body, ContentType="text/html", Metadata=words)
            entity = {"bucket": {"name": "inbox"}, "object": {"key": key}}
            return json.dumps({"Records": [{"eventName": "ObjectCreated:Put", "s3": entity}]})

        def take(body: str) -> None:
            assert intake.take_batch(lambda: mailroom, {"Records": [{"messageId": "m", "body": body}]}) == {"batchItemFailures": []}

        def stack(number: int) -> list[dict[str, Any]]:
            lines = []
            for n in range(number * BATCH, number * BATCH + BATCH):
                key = source_key("j", f"{n}.html")
                backroom.bench.client.put_object(Bucket="backfill", Key=key, Body=page_of(200_000 + n), ContentType="text/html")
                words = {"url": f"https://news.example.com/view/{3_400_000 + n}"}
                line = Line(n + 1, "demo", key=key, name=f"{n}.html", at="2026-03-10T05:31:22.000000Z", words=words)
                lines.append(json.loads(line.to_json()))
            return lines

        def settle(lines: list[dict[str, Any]]) -> None:
            event = {"BatchInput": {"job": "j", "dry_run": False}, "Items": lines}
            assert backfill.settle_batch(lambda: backroom, event, seconds_left=lambda: 80.0) == {"created": BATCH}

        taken = {"HTTP": measure(noted, int, push), "inbox": measure(noted, lay, take)}
        batch = measure(noted, stack, settle)
        taken["backfill"] = Taken(
            {name: units / BATCH for name, units in batch.units.items()}, round(batch.waited / BATCH), batch.logged // BATCH
        )
        return taken


# --------------------------------------------------------------- pricing


def lines_of(door: str, taken: Taken) -> dict[str, float]:
    """US dollars for a million pages, by line."""
    milliseconds = CPU_MS + WAIT_MS * taken.waited
    runs = {"HTTP": 1.0, "inbox": 1.0, "backfill": 0.01}[door]
    units = dict(taken.units)
    if door != "HTTP":
        units["S3 PUT, LIST"] = units.get("S3 PUT, LIST", 0) + 1  # by whoever lays the page down, into a bucket of ours
    logged = taken.logged + ANNOUNCE_LOG_BYTES + (ACCESS_LOG_BYTES if door == "HTTP" else 0)
    lines = {
        "S3: writes": units.get("S3 PUT, LIST", 0) * PRICES["S3 PUT, LIST"],
        "S3: reads": units.get("S3 GET", 0) * PRICES["S3 GET"],
        "DynamoDB: writes": units.get("DynamoDB write unit", 0) * PRICES["DynamoDB write unit"],
        "DynamoDB: reads": units.get("DynamoDB read unit", 0) * PRICES["DynamoDB read unit"],
        PROCESSOR: milliseconds / 1000 * API_GB * PRICES["Lambda GB-second, x86_64"],
        "Lambda: runs": runs * PRICES["Lambda run"],
        "Telling: announce and the bus": PRICES["Lambda run"] + PRICES["EventBridge event of 64 KB"]
        + ANNOUNCE_MS / 1000 * ANNOUNCE_GB * PRICES["Lambda GB-second, x86_64"],
        "Logs and metrics": logged / GB * PRICES["CloudWatch Logs GB"],
    }  # fmt: skip
    if door == "HTTP":
        lines["HTTP API"] = PRICES["HTTP API request of 512 KB"]
    if door == "inbox":
        lines["SQS"] = 3 * PRICES["SQS request"]
    if door == "backfill":
        express = (
            PRICES["Step Functions Express request"] + milliseconds / 1000 * 100 * 64 / 1024 * PRICES["Step Functions Express GB-second"]
        )
        lines["Step Functions"] = 0.01 * (express + PRICES["Step Functions state transition"])
    return {name: dollars * MILLION for name, dollars in lines.items()}


def write_costs(costs: Mapping[str, Mapping[str, float]]) -> str:
    names = sorted(
        {name for lines in costs.values() for name in lines}, key=lambda name: -max(lines.get(name, 0) for lines in costs.values())
    )
    rows = [[name, *(f"{lines[name]:.2f}" if name in lines else "" for lines in costs.values())] for name in names]
    rows.append(["**together**", *(f"**{sum(lines.values()):.2f}**" for lines in costs.values())])
    rows.append(["together, on arm64", *(f"{sum(lines.values()) - ARM64_SAVES * lines[PROCESSOR]:.2f}" for lines in costs.values())])
    return table(["dollars for a million new pages", *costs], rows)


def write_calls(counted: Mapping[str, Taken]) -> str:
    names = sorted({name for taken in counted.values() for name in taken.units})
    rows = [[name, *(f"{taken.units.get(name, 0):.2f}".rstrip("0").rstrip(".") for taken in counted.values())] for name in names]
    rows.append(["requests that the function waits for", *(str(taken.waited) for taken in counted.values())])
    rows.append(["bytes that the function logs", *(str(round(taken.logged, -2)) for taken in counted.values())])
    return table(["a new page of 100 KB takes", *counted], rows)


def write_prices() -> str:
    return table(["price", "dollars a million"], [[name, f"{price * MILLION:,.2f}"] for name, price in PRICES.items()])


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def renewed(page: str, counted: Mapping[str, Taken]) -> str:
    costs = {door: lines_of(door, taken) for door, taken in counted.items()}
    for name, made in (("costs", write_costs(costs)), ("calls", write_calls(counted)), ("prices", write_prices())):
        before, start, rest = page.partition(f"<!-- {name}: made by `python -m docs.cost` -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        page = before + start + made + end + after
    return page


def main() -> int:
    page = PAGE.read_text("utf-8")
    current = renewed(page, count_calls())
    if page == current:
        return 0
    if "--check" in sys.argv[1:]:
        print("docs/cost.md is not what a page takes: run python -m docs.cost", file=sys.stderr)
        return 1
    PAGE.write_text(current, "utf-8")
    print("wrote docs/cost.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
