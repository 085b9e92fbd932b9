"""Those who push and drop: distinct pages, and senders who send again what was not answered."""

import http.client
import threading
import time
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.demo import PUBLISHER, SECRET

ANSWER_SECONDS = 120
ATTEMPTS = 40  # a sender repeats what was answered with 503, and asks again where nobody listens
LONGEST_PAUSE_SECONDS = 5.0
TIMES_OUT = (0, 429, 500, 502, 503, 504)
PAGE = """<!doctype html><html lang="en"><head><title>Ferry {number}</title></head><body><article><h1>Ferry {number} came back</h1>
<p>Nobody on quay {number} had expected the ferry before the evening, and yet it came in with the morning tide.</p>
<p>The harbour master said that the wind had turned in the night and that the crew of {number} had wanted to be home.</p>
<p>It leaves again on Tuesday, with fewer cars and more people than at any time in the last eleven years.</p></article></body></html>"""


@dataclass(frozen=True)
class Pushed:
    """One answer: its outcome, or the status of a refusal; the article that it named; the seconds that it took, repeats included."""

    number: int
    told: str
    article_id: str | None
    began: float
    seconds: float
    repeats: int


class Crowd:
    """A connection for each thread that pushes, opened again where it broke."""

    def __init__(self, port: int) -> None:
        self.port, self.own, self.opened = port, threading.local(), list[http.client.HTTPConnection]()

    def connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        self.own.connection = connection
        self.opened.append(connection)
        return connection

    def close(self) -> None:
        for connection in self.opened:
            connection.close()

    def push(self, number: int) -> Pushed:
        began = time.perf_counter()
        for repeats in range(ATTEMPTS):
            status, outcome, article_id = self.ask(number)
            if status not in TIMES_OUT:
                break
            time.sleep(min(LONGEST_PAUSE_SECONDS, 0.2 * 2**repeats))
        return Pushed(number, outcome or str(status), article_id, began, time.perf_counter() - began, repeats)

    def ask(self, number: int) -> tuple[int, str | None, str | None]:
        """Status, outcome and article; 0 where nobody answered."""
        headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "text/html", "Prefer": "return=minimal"}
        connection = getattr(self.own, "connection", None) or self.connect()
        try:
            connection.request("POST", f"/v1/articles?url={address(number)}", PAGE.format(number=number).encode(), headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()  # it opens itself again at the next request
            return 0, None, None
        location = answer.getheader("location") or ""
        return answer.status, answer.getheader("copydesk-outcome"), location.rpartition("/")[2] or None


def address(number: int) -> str:
    return f"https://news.example.com/ferry/{number}"


def drop_all(s3: Any, bucket: str, count: int) -> None:
    """Again where the bucket is away for a while: the same key and the same page."""
    for number in range(count):
        told = {"url": f"https://daily.example.org/ferry/{number}"}
        body = PAGE.format(number=f"of the inbox, {number},").encode()
        for attempt in range(ATTEMPTS):
            try:
                s3.put_object(Bucket=bucket, Key=f"in/{PUBLISHER}/load-{number}.html", Body=body, ContentType="text/html", Metadata=told)
                break
            except (BotoCoreError, ClientError):
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(LONGEST_PAUSE_SECONDS)
