"""The documents for machines: the contract, the API's, the events'; with `--check`, whether they are what the code says."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from copydesk.article import Article
from copydesk.handlers.api import describe_routes
from copydesk.handlers.openapi.events import describe_events

FOLDER = Path(__file__).parent
MADE: Mapping[str, Callable[[], dict[str, Any]]] = {
    "article.schema.json": Article.model_json_schema,
    "event.schema.json": describe_events,
    "openapi.json": describe_routes,
}


def main() -> int:
    stale = [name for name, make in MADE.items() if not is_current(FOLDER / name, printed(make()))]
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/{name} is not what the code says: run make schema", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (FOLDER / name).write_text(printed(MADE[name]()))
        print(f"wrote docs/{name}")
    return 0


def printed(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


if __name__ == "__main__":
    sys.exit(main())
