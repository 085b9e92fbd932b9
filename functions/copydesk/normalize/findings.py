"""What the readers found so far: winners, losers, doubts."""

from dataclasses import dataclass, field

from copydesk.article import Doubt


@dataclass(slots=True)
class Findings:
    """What the readers found so far; frozen into the article at the end."""

    sources: dict[str, str] = field(default_factory=dict)
    rejected: list[tuple[str, str, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def won(self, pointer: str, reader: str) -> None:
        self.sources[pointer] = reader

    def doubt(self, code: str, path: str, message: str) -> None:
        self.doubts.append(Doubt(code=code, path=path, message=message))
