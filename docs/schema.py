"""docs/article.schema.json, generated from the contract. `--check` writes nothing and fails if the file is not current."""

import json
import sys
from pathlib import Path

from copydesk.article import Article

SCHEMA = Path(__file__).with_name("article.schema.json")


def read_schema() -> str:
    return json.dumps(Article.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    current = read_schema()
    if SCHEMA.exists() and SCHEMA.read_text() == current:
        return 0
    if "--check" in sys.argv[1:]:
        print(f"{SCHEMA} is not what article.py says: run make schema", file=sys.stderr)
        return 1
    SCHEMA.write_text(current)
    print(f"wrote {SCHEMA}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
