"""python -m bench FOLDER [--first N]: quality, CPU, footprint, growth."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from bench import cost, footprint, growth, quality
from bench.pages import load


def lines(folder: Path, first: int | None, trials: int, times: tuple[int, ...]) -> Iterator[str]:
    pages = load(folder, first)
    yield from quality.report(pages)
    yield from cost.report(pages)
    del pages
    yield from footprint.report(folder, first, trials)
    yield from growth.report(times)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("folder", type=Path, help="pages; with truth.jsonl, their quality is told too")
    parser.add_argument("--first", type=int, help="only so many pages")
    parser.add_argument("--trials", type=int, default=footprint.TRIALS, help="processes of each kind for the import time")
    parser.add_argument("--times", type=_numbers, default=growth.TIMES, help="sizes for the growth: 1,2,4,8,16")
    told = parser.parse_args(arguments)
    for line in lines(told.folder, told.first, told.trials, told.times):
        print(line, flush=True)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


if __name__ == "__main__":
    main()
