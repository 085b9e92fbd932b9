"""The end of a body: lines that sign it, thank for help, ask for tips, claim rights. Kept in place with a role, or dropped."""

from copydesk.article import Person, Role
from copydesk.normalize.byline import read_byline
from copydesk.normalize.names import is_latin_name, is_organisation
from copydesk.normalize.parts import Part, drop
from copydesk.normalize.rights import is_rights_line
from copydesk.normalize.times import find_times
from copydesk.normalize.zone import is_signature
from copydesk.page.patterns import pattern_of
from copydesk.rules import load_rules

RIGHT = pattern_of(r"text-align\s*:\s*(?:right|end)|\bright\b")
MAX_TAIL = 10  # lines looked at from the end
MAX_HOUSE = 30  # characters of a house or desk that signs alone: `Quay Redaktion`
MAX_TAIL_CHARS = 220  # a longer line is story, whatever it starts with
ROLES: dict[str, Role] = {"byline": "byline", "copyright": "copyright", "contact": "contact", "editor_note": "editor_note"}


def tail_kind(text: str, chars: int, language: str | None) -> str | None:
    """What a line at the end of a body is, None for story."""
    if is_rights_line(text):
        return "copyright"
    if chars > MAX_TAIL_CHARS:
        return None
    for rule in load_rules().tails.rules:
        if rule.pattern.match(text):
            return rule.kind
    if is_signature(text, language):
        return "byline"
    if len(text) < 60 and any(map(str.isdigit, text)) and text[-1] not in ".!?다" and find_times(text, language=language):
        return "time"
    return None


def sign_tail(parts: list[Part], language: str | None) -> list[Part]:
    """Tail lines, from the end up to the first line of story; single lines of a `<br>` paragraph split off too."""
    out = list(parts)
    seen = 0
    i = len(out) - 1
    while i >= 0 and seen < MAX_TAIL:
        part = out[i]
        if part.dropped is None and part.kind in ("paragraph", "heading", "list"):
            seen += 1
            kind = tail_kind(" ".join(part.text.split("\n")), part.chars, language)
            if kind is None and part.kind == "paragraph" and (_is_set_aside(part) or _is_house(part)):
                kind = "byline"
            if kind is None and part.kind == "paragraph" and len(part.lines) > 1:
                story, tail = split_lines(part, language)
                if tail:
                    out[i : i + 1] = [*([story] if story else []), *tail]
                    if story:
                        break
                    i -= 1
                    continue
            if kind is None:
                if part.kind != "heading" and (part.chars > 40 or part.ends_like_one):
                    break
            else:
                out[i] = drop(part, kind)
        i -= 1
    return out


def _is_set_aside(part: Part) -> bool:
    """Whether the part is a name alone, set at the right as signatures are."""
    style = f"{part.box.get('style')} {part.box.get('align')}".lower()
    return (
        len(part.lines) == 1
        and (RIGHT.search(style) is not None or {"align", "right"} <= part.box.words)
        and is_latin_name(part.text)
        and not is_organisation(part.text)
    )


def _is_house(part: Part) -> bool:
    return (
        len(part.lines) == 1 and part.chars <= MAX_HOUSE and part.text[-1].isalnum() and not part.link_chars and is_organisation(part.text)
    )


SIGNS_OFF = pattern_of(
    r"([가-힣]{2,4})(?:\s(기자|앵커|특파원))?입니다\.?\s*[(\[]?([\w.+-]+@[\w.-]+\w)?"
)  # `한빛뉴스 김가온입니다. (gaon@…)`


def signed_people(text: str, language: str | None) -> list[Person]:
    """Who signs the line: a byline, or a broadcaster's farewell."""
    people = list(read_byline(text, language=language).people)
    if not people and (found := SIGNS_OFF.search(text)):
        people = [Person(name=found[1], role=found[2], email=found[3], printed=text)]
    return people


def split_lines(part: Part, language: str | None) -> tuple[Part | None, list[Part]]:
    """(the part without its last lines that are tail, those lines as dropped parts)."""
    lines = list(part.lines)
    tail: list[Part] = []
    while lines:
        line = lines[-1]
        kind = tail_kind(line.text, line.chars, language)
        if kind is None:
            break
        tail.insert(0, Part("paragraph", part.box, (line,), line.text, line.chars, line.link_chars, dropped=kind))
        lines.pop()
    if not lines:
        return None, tail
    kept = Part(
        "paragraph", part.box, tuple(lines), "\n".join(x.text for x in lines), sum(x.chars for x in lines), sum(x.link_chars for x in lines)
    )
    return kept, tail
