"""Rules for one site: say what is wrong with a page of it, get the rule that mends it, and check every rule.

  copydesk rules new page.html --url https://news.example.com/view/1
  copydesk rules new page.html --url https://news.example.com/view/1 --drop 'Get our newsletter' --deck 'Two boats were lost'
  copydesk rules new page.html --url https://news.example.com/view/1 --story 'First words' --story 'last words' --write
  copydesk rules check
  copydesk rules check news.example.com.toml --json

docs/rules.md walks through it.

Exit status: 0 done, or every rule holds · 1 a rule does not hold, or nothing makes a statement true · 2 the command line is not usable.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from copydesk.errors import CopydeskError, InvalidWords, RuleBroken

from .screen import add_leaf, complain, harmless, paint, print_json, tell

FACTS = ("headline", "kicker", "deck", "byline", "published", "modified")
SUSPECTS = 12  # things of a page that are shown to be judged
SHOWN = ("headline", "kicker", "deck", "byline", "published_at", "modified_at")
EXCERPT = 100  # characters of each

NEW_HELP = """Make a rule of what you say about one page, show what it changes, and print it as TOML with its example.

  copydesk rules new page.html --url https://news.example.com/view/1
  copydesk rules new page.html --url https://news.example.com/view/1 --drop 'Get our newsletter' --caption 'The lamp, seen from'
  copydesk rules new page.html --url https://news.example.com/view/1 --zone Asia/Seoul --write

Without a statement it tells how the page is read now, and what looks doubtful. A statement quotes a few words of the page, enough to
be found in one place; `first words … last words` is the smallest element that holds both, as a whole box of several paragraphs, and
`css:.name` a selector of your own. --story takes the first and the last words of the story. Each statement
becomes the selector that makes it true and changes the least. A site that has a rule keeps it, and the new entries join it. The example
is the page without whatever the rule's entries can do without; shorten its texts as you like, `rules check` tells whether it still holds.
"""
CHECK_HELP = """Check that rule files have their form, read their own examples, and hold no entry that no example needs.

  copydesk rules check
  copydesk rules check functions/copydesk/rules/sites/news.example.com.toml

Without a FILE, all that are there. Of languages, generic words and widgets the form alone is checked here, the rest by the suite.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="new|check")
    new = add_leaf(actions, "new", NEW_HELP)
    new.add_argument("page", metavar="PAGE", help="a page of the site, as a file")
    new.add_argument("--url", required=True, help="its address: the rule is named after the host")
    for fact in FACTS:
        new.add_argument(f"--{fact}", metavar="WORDS", action="append", default=[], help=f"this is the {fact}")
    new.add_argument(
        "--story", metavar="WORDS", action="append", default=[], dest="body", help="this is in the story: its first, its last words"
    )
    new.add_argument("--caption", metavar="WORDS", action="append", default=[], dest="captions", help="this is a picture's caption")
    new.add_argument("--drop", metavar="WORDS", action="append", default=[], help="this is no story")
    new.add_argument("--zone", metavar="ZONE", help="the house's clock, where its times name none: Asia/Seoul")
    new.add_argument("--language", metavar="TAG", help="the house's language, where its pages name none: ko")
    new.add_argument("--reason", metavar="TEXT", help="why the site needs a rule, for whoever reads it next")
    new.add_argument("--write", action="store_true", help="into rules/sites of this copy of copydesk, instead of standard output")
    new.add_argument("--json", action="store_true", help="{rule, changes} as JSON")
    check = add_leaf(actions, "check", CHECK_HELP)
    check.add_argument("files", nargs="*", metavar="FILE", type=Path)
    check.add_argument("--json", action="store_true", help="a list of {file, entries, examples, faults}")


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    try:
        return _new(arguments) if arguments.action == "new" else _check(arguments)
    except InvalidWords as error:
        complain("; ".join(f"{pointer.removeprefix('/')}: {message}" for pointer, message in error.errors))
        return 2
    except CopydeskError as error:
        complain(f"{error.type}: {error.detail}")
    except OSError as fault:
        complain(f"{fault.filename}: {fault.strerror}")
    return 1


# --------------------------------------------------------------------- new


def _new(arguments: argparse.Namespace) -> int:
    from .ruling.proposing import Statement, Unfounded, example_of, propose

    site, path = _read_site(arguments)
    statements = [Statement.of(fact, *said) for fact in (*FACTS, "body") if (said := getattr(arguments, fact))]
    statements += [Statement.of(fact, words) for fact in ("captions", "drop") for words in getattr(arguments, fact)]
    facts = {name: getattr(arguments, name) for name in ("zone", "language") if getattr(arguments, name)}
    if not statements and not facts:
        return _suspect(arguments, site)
    try:
        proposal = propose(site, statements, facts)
        for statement in proposal.idle:
            tell(f"{harmless(statement.texts[0])!r}: that is read so without a rule")
        if len(proposal.idle) == len(statements) and not facts:
            return 0
        tell("looking for the smallest page that shows it …")
        html, told = example_of(site, proposal, [statement for statement in statements if statement not in proposal.idle])
    except Unfounded as fault:
        complain(str(fault))
        return 1
    reason = arguments.reason or _reason(site.known, statements, facts)
    return _hand_over(arguments, path, {**proposal.table, "reason": reason}, (html, told), proposal.changes)


def _read_site(arguments: argparse.Namespace) -> tuple[Any, Path]:
    from urllib.parse import urlsplit

    from copydesk.page import MAX_BYTES, Words, check_gates, read_text, receive
    from copydesk.rules.tables import HOME, read_table

    from .ruling.proposing import Site

    words = Words.read_words({"url": arguments.url})
    with Path(arguments.page).open("rb") as file:
        text = read_text(receive(file.read(MAX_BYTES + 1), words=words)).text
    check_gates(text)
    host = str(urlsplit(arguments.url).hostname)
    path = HOME / "sites" / f"{host}.toml"
    return Site(text, arguments.url, host, read_table(path) if path.exists() else {}), path


def _reason(known: dict[str, Any], statements: list[Any], facts: dict[str, str]) -> str:
    """In the words of the statements, where the person gives none and the site has none."""
    if known.get("reason"):
        return str(known["reason"])
    said = [f"{statement.fact} {statement.texts[0][:60]!r}" for statement in statements]
    return "What no generic rule can know of this house: " + ", ".join([*said, *(f"{name} {value}" for name, value in facts.items())])


def _hand_over(
    arguments: argparse.Namespace, path: Path, table: dict[str, Any], example: tuple[str, dict[str, Any]], changes: list[Any]
) -> int:
    from dataclasses import asdict

    from copydesk.rules.tables import read_examples

    from .diff import lines_of
    from .ruling.writing import write_rule

    examples = read_examples(path) if path.exists() else {}
    examples.setdefault("page", {})[example[0]] = example[1]
    rule = write_rule(table, examples)
    if arguments.json:
        print_json({"rule": rule, "changes": [asdict(change) for change in changes]})
    elif not arguments.write:
        print(harmless(rule), end="")
    if arguments.write:
        path.parent.mkdir(exist_ok=True)
        path.write_text(rule, "utf-8")
        tell(f"wrote {path}; `copydesk rules check` checks it")
    tell(paint("what it changes on this page:", "bold", sys.stderr))
    for line in lines_of(changes, sys.stderr) if changes else ["  a page that was refused has an article now"]:
        tell(line)
    return 0


def _suspect(arguments: argparse.Namespace, site: Any) -> int:
    """How the page is read now, and what of it a person should look at."""
    from .comparing import spell

    article = site.read(site.known or None)
    facts = article.meta.model_dump(mode="json")
    rows = [(name, spell(facts[name]) if facts[name] else "-") for name in SHOWN]
    story = article.body.text.split("\n\n")
    rows += [("story begins", story[0]), ("story ends", story[-1])]
    rows += [("caption", caption.printed or "") for caption in article.captions]
    suspects = [str(spell(item)) for widget in article.widgets if widget.kind == "unknown" for item in widget.model_dump()["items"]]
    if arguments.json:
        print_json({"facts": rows, "unknown": suspects, "doubts": [doubt.model_dump() for doubt in article.provenance.doubts]})
        return 0
    for name, said in rows:
        print(f"{paint(f'{name:<13}', 'bold', sys.stdout)} {harmless(said[:EXCERPT])}")
    for said in suspects[:SUSPECTS]:
        print(f"{paint(f'{"of no kind":<13}', 'yellow', sys.stdout)} {harmless(said[:EXCERPT])}")
    for doubt in article.provenance.doubts:
        print(f"{paint(f'{"doubt":<13}', 'yellow', sys.stdout)} {harmless(doubt.message)}")
    tell("say what is wrong in the page's own words: --drop, --deck, --caption, --story …; --help tells")
    return 0


# ------------------------------------------------------------------- check


def _check(arguments: argparse.Namespace) -> int:
    from copydesk.rules.tables import HOME

    files = arguments.files or sorted(HOME.rglob("*.toml"))
    checked = [_check_file(path) for path in files]
    if arguments.json:
        print_json(checked)
    else:
        for told in checked:
            for line in _spell_check(told):
                print(line)
    return 1 if any(told["faults"] for told in checked) else 0


def _check_file(path: Path) -> dict[str, Any]:
    from copydesk.rules.tables import HOME, read_examples, read_table

    from .ruling.reading import SITES
    from .vouching import entries, failures, idle, rows

    told: dict[str, Any] = {"file": str(path), "entries": 0, "examples": 0, "faults": []}
    try:
        told["entries"] = sum(1 for _ in entries(read_table(path)))
        if path.parent.parent != HOME or path.parent.name == "sites":
            told["examples"] = sum(1 for _ in rows(read_examples(path)))
            told["faults"] = failures(path, SITES) or idle(path, SITES)
        else:
            _load(path)
    except RuleBroken as error:
        told["faults"] = [error.detail]
    except (OSError, UnicodeDecodeError) as fault:
        told["faults"] = [str(fault)]
    return told


def _load(path: Path) -> None:
    """Raises RuleBroken where the file has not its form."""
    from copydesk.rules.generic import generic_of
    from copydesk.rules.languages import language_of
    from copydesk.rules.tables import read_table
    from copydesk.rules.widgets import widget_of

    shapes: dict[str, Callable[[dict[str, Any], Path], object]] = {"generic": generic_of, "widgets": widget_of, "languages": language_of}
    if path.parent.name not in shapes:
        raise RuleBroken(f"{path.parent.name}/: no kind of rule; known are sites, {', '.join(shapes)}")
    shapes[path.parent.name](read_table(path), path)


def _spell_check(told: dict[str, Any]) -> Iterator[str]:
    if told["faults"]:
        yield f"{paint('FAILS', 'red', sys.stdout)}  {told['file']}"
        yield from (f"       {harmless(fault)}" for fault in told["faults"])
    else:
        of_examples = f", {told['examples']:,} examples" if told["examples"] else ""
        yield f"{paint('ok', 'green', sys.stdout)}     {told['file']}: {told['entries']:,} entries{of_examples}"
