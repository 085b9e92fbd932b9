"""What every reader of bylines answers, and what Korean and Japanese ones share."""

from dataclasses import dataclass, field

from copydesk.article import Dateline, Person
from copydesk.normalize.names import MAIL
from copydesk.page.patterns import pattern_of


@dataclass(frozen=True)
class Byline:
    """`end` is how many characters of the text the byline takes from its start; 0 where it does not stand at the start."""

    people: tuple[Person, ...] = ()
    agencies: tuple[str, ...] = ()
    printed: str = ""
    dateline: Dateline | None = None
    end: int = field(default=0, compare=False)


def one_each(people: list[Person]) -> tuple[Person, ...]:
    """Each name once, the fuller reading first seen wins its missing parts."""
    by_name: dict[str, Person] = {}
    for person in people:
        known = by_name.get(person.name)
        missing = {"role": known.role or person.role, "email": known.email or person.email} if known else {}
        by_name[person.name] = known.model_copy(update=missing) if known else person
    return tuple(by_name.values())


def with_mail(people: tuple[Person, ...], line: str) -> tuple[Person, ...]:
    """Each mail goes to the last person named before it, or to the only one there is."""
    mails = [(m.start(), m[0]) for m in MAIL.finditer(line)]
    if not mails or not people:
        return people
    places = [line.find(person.name) for person in people]
    given = dict(enumerate(people))
    for at, mail in mails:
        before = [i for i, place in enumerate(places) if place <= at] or ([0] if len(people) == 1 else [])
        if before and not given[before[-1]].email:
            given[before[-1]] = given[before[-1]].model_copy(update={"email": mail})
    return tuple(given.values())


# A bracket may hold another: `[도요하시(일본)=뉴시스]`.
_INSIDE = r"[^()\[\]【】<>（）〔〕［］]*"


BRACKET = pattern_of(rf"\s*[(\[【<（〔［](?P<inside>{_INSIDE}(?:\([^()]*\){_INSIDE})*)[)\]】>）〕］]\s*")
