"""Whom a credit names, and what they have to do with the picture."""

import re
from typing import Literal

from copydesk.article import Credit, CreditedPerson
from copydesk.normalize.byline import read_byline, read_dateline
from copydesk.normalize.credits.grammar import Grammar
from copydesk.normalize.credits.starting import is_titled_name
from copydesk.normalize.names import (
    FAR,
    MAIL,
    find_agencies,
    has_hangul,
    is_agency,
    is_cjk,
    is_hangul_name,
    is_latin_name,
    is_organisation,
    without_agencies,
)
from copydesk.page.patterns import pattern_of
from copydesk.rules import Words

Relation = Literal["taken_by", "provided_by", "wire", "file", "capture", "ai_generated"]


_NOISE = " .,;:|/·()[]（）【】〔〕［］\"“”'=＝／"


_PARTS = pattern_of(r"\s?[/|｜／,、=＝·]\s?|\s(?:via|for|für|pour|par)\s|(?<=[a-zß-ž])\s[–—-]\s")


def read_credit(tail: str, prefix: str | None, grammar: Grammar, more: Words) -> tuple[Credit | None, str | None]:
    people: list[CreditedPerson] = []
    agencies: tuple[str, ...] = ()
    if prefix:
        signed = read_dateline(prefix + " .", language=grammar.words)
        agencies = signed.agencies if signed else ()
        people = [CreditedPerson(name=p.name, role=p.role, email=p.email) for p in signed.people] if signed else []
    body = tail.strip()
    mail = MAIL.search(body)
    plain = MAIL.sub(" ", body).strip(_NOISE)
    plain = grammar.first_label.sub("", plain, count=1) if grammar.first_label.match(plain) else grammar.label.sub(" ", plain)
    place = _credit_place(plain, grammar, more)
    agencies = tuple(dict.fromkeys((*agencies, *find_agencies(MAIL.sub(" ", body), more))))
    people += _credited(plain, place, grammar, more)
    if mail and people and not people[0].email:
        people[0] = people[0].model_copy(update={"email": mail[0]})
    printed = body or prefix or ""
    relation = _relation(f"{body}", people, agencies, grammar)
    if prefix and not people and not find_agencies(body, more):
        agencies = tuple(dict.fromkeys((*agencies, *_houses(plain, place, grammar, more))))
    return Credit(printed=printed, agencies=agencies, people=tuple(people), relation=relation), place


MAX_HOUSE = 20  # characters of a Korean name of a company, an office, a city


def _houses(plain: str, place: str | None, grammar: Grammar, more: Words) -> list[str]:
    """Who gave a picture that an agency only hands on: `[서울=뉴시스]… (사진=한빛전자)`."""
    if not has_hangul(plain) or any(p.search(plain) for p in (grammar.file, grammar.capture, grammar.generated)):
        return []
    found: list[str] = []
    for part in _PARTS.split(without_agencies(plain, more)):
        house = grammar.provided.sub("", part).strip(_NOISE)
        if not has_hangul(house) or house == place or len(house) > MAX_HOUSE or re.search(r"\d|[다요]$", house):
            continue
        if not grammar.title.search(house) and not grammar.taken.search(house):
            found.append(house)
    return found


_NO_PLACE = pattern_of(r"\d{4}|기자|사진|자료|제공|그래픽|글$")


def _credit_place(plain: str, grammar: Grammar, more: Words) -> str | None:
    """`발리/AP연합뉴스`, `뉴욕(미국)/로이터연합뉴스`, `인천=연합뉴스`: a place, then nothing but agencies."""
    if not is_cjk(plain):
        return None
    place, sign, rest = plain.partition("/") if "/" in plain else plain.partition("=")
    place = place.strip()
    told = is_agency(rest, more) or is_titled_name(without_agencies(rest, more).strip(), grammar)
    if not sign or not told or find_agencies(place, more) or not 1 < len(place) <= 16 or _NO_PLACE.search(place):
        return None
    return place


def _credited(plain: str, place: str | None, grammar: Grammar, more: Words) -> list[CreditedPerson]:
    found: list[CreditedPerson] = []
    rest = without_agencies(plain, more)
    for part in _PARTS.split(rest):
        part = part.strip(_NOISE if not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", part) else " ,;:|/")
        if not part or part == place:
            continue
        if is_cjk(part):
            found += _credited_in_cjk(part, grammar)
        elif is_latin_name(name := re.sub(r"^(?:by|von|par|by:)\s+", "", part)) and not is_organisation(name):
            found.append(CreditedPerson(name=name))
    return list({person.name: person for person in reversed(found)}.values())[::-1]


def _credited_in_cjk(part: str, grammar: Grammar) -> list[CreditedPerson]:
    if not has_hangul(part):
        return _credited_in_han(grammar.taken.sub("", part).strip(" が"), bool(grammar.taken.search(part)), grammar)
    if titled := grammar.title.search(part):
        names = [w for w in re.split(r"[\s,·]+", part[: titled.start()]) if w]
        sure = [w for w in names if is_hangul_name(w, grammar.words.byline)] or [w for w in names[-1:] if 2 <= len(w) <= 6]
        return [CreditedPerson(name=w, role=titled[0].strip()) for w in sure]
    name = grammar.taken.sub("", part, count=1).strip()  # `촬영 임하람`
    return [CreditedPerson(name=name)] if is_hangul_name(name, grammar.words.byline) else []


NOBODY = frozenset(["代表", "筆者", "読者", "本社"])  # who took the picture, as papers put it without a name


def _credited_in_han(part: str, taken: bool, grammar: Grammar) -> list[CreditedPerson]:
    if signed := read_byline(part, language=grammar.words).people:
        return [CreditedPerson(name=p.name, role=p.role) for p in signed]
    named = taken and part not in NOBODY and re.fullmatch(rf"{FAR}{{2,5}}(?:\s{FAR}{{1,3}})?", part)
    return [CreditedPerson(name=part)] if named else []


def _relation(body: str, people: list[CreditedPerson], agencies: tuple[str, ...], grammar: Grammar) -> Relation | None:
    told: tuple[tuple[Relation, bool], ...] = (
        ("ai_generated", bool(grammar.generated.search(body))),
        ("file", bool(grammar.file.search(body))),
        ("capture", bool(grammar.capture.search(body))),
        ("provided_by", bool(grammar.provided.search(body))),
        ("taken_by", bool(people or grammar.taken.search(body))),
        ("wire", bool(agencies)),
    )
    return next((relation for relation, holds in told if holds), None)
