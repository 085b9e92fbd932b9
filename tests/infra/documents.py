"""Where commands stand in the documents: fenced as `sh`, or named in passing between backticks."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

PROJECT = Path(__file__).parents[2]
DOCUMENTS = {
    str(path.relative_to(PROJECT)): path.read_text()
    for path in sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("tests/**/*.md")])
}
FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>```+)(?P<info>[^\n`]*)\n(?P<text>.*?)^ *(?P=ticks)$", re.MULTILINE | re.DOTALL)
MENTION = re.compile(r"`([^`\n]+)`")
PROGRAMS = ("copydesk", "make", "aws", "sam", "python", "pytest")
ENDS = {"&&", "||", "|", ";", ">", ">>", "<", "&"}


@dataclass(frozen=True)
class Block:
    """One fence; `info` is what stands behind its backticks."""

    document: str
    line: int
    info: str
    text: str


def read_blocks(document: str) -> Iterator[Block]:
    told = DOCUMENTS[document]
    for found in FENCE.finditer(told):
        yield Block(document, told.count("\n", 0, found.start()) + 1, found["info"].strip(), dedent(found["text"]))


def read_mentions(text: str) -> Iterator[tuple[str, ...]]:
    """Command lines between backticks, and lines that begin with a program: each as its words, without what follows a pipe or `&&`."""
    prose = FENCE.sub("", text)
    for told in [*MENTION.findall(prose), *(line.partition("#")[0] for line in prose.splitlines() if line.startswith("  "))]:
        try:
            words = shlex.split(told)
        except ValueError:
            continue
        for command in split_commands(words):
            if is_command(command):
                yield command


def split_commands(words: list[str]) -> Iterator[tuple[str, ...]]:
    """What stands between `&&`, `|` and the like; a redirection ends the command."""
    command: list[str] = []
    for word in [*words, ";"]:
        if word in ENDS or word.startswith((">", "<(")):
            yield tuple(command)
            command = []
        else:
            command.append(word.removesuffix(";"))


def is_command(words: tuple[str, ...]) -> bool:
    return len(words) > 1 and Path(words[0]).name in PROGRAMS and "…" not in "".join(words)
