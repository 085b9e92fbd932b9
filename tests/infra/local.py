"""The stack as a test sees it."""

from dataclasses import dataclass

from infra.local import demo
from infra.local.emulator import Emulator
from infra.local.settings import Settings
from infra.local.stack import Stack

PAGE = (demo.PAGES / demo.PUSHED[0]).read_bytes()
URL = demo.PUSHED[1]
OCTETS = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True)
class Local:
    settings: Settings
    emulator: Emulator
    stack: Stack

    def push(self, body: bytes, headers: dict[str, str], url: str = URL) -> demo.Answer:
        return demo.ask("POST", f"{self.settings.api_url}/v1/articles?url={url}", body, headers)

    def count_dead_letters(self) -> int:
        queue = self.emulator.client("sqs")
        attributes = queue.get_queue_attributes(QueueUrl=self.stack.outputs["InboxDeadLettersUrl"], AttributeNames=["All"])
        return int(attributes["Attributes"]["ApproximateNumberOfMessages"])
