"""Which parts of the untouched page are furniture. Runs before the body is chosen; a claim that would take the story is void."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from copydesk.normalize.document import Box, Document, Leaf
from copydesk.normalize.widgets.by_class import by_class, by_slot
from copydesk.normalize.widgets.by_label import by_label
from copydesk.normalize.widgets.by_members import (
    by_hashtags,
    by_market_members,
    by_members,
    by_mixed_rows,
    by_prefixes,
)
from copydesk.normalize.widgets.by_tabs import by_tabs
from copydesk.normalize.widgets.by_topics import by_topics
from copydesk.normalize.widgets.by_trail import by_trail
from copydesk.normalize.widgets.claims import MAX_GAP
from copydesk.normalize.widgets.embeds import find_embeds
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.icons import CONTROLS, by_icons
from copydesk.normalize.widgets.survey import Survey, survey
from copydesk.normalize.widgets.vocabulary import Vocabulary, normalised, vocabulary


def find_widgets(document: Document, *, language: str | None, keywords: Iterable[str] = ()) -> tuple[Found, ...]:
    """Disjoint pieces of furniture in document order; `keywords` are what the page declares the article to be about."""
    return find_by(document, vocabulary(), keywords)


def find_by(document: Document, known: Vocabulary, keywords: Iterable[str] = ()) -> tuple[Found, ...]:
    """`find_widgets` with the rules of a vocabulary."""
    if not document.lines and not document.leaves:
        return ()
    seen = survey(document, known, frozenset(word.casefold() for word in keywords))
    kept = join_openers(settle(candidates(seen), seen), known)
    return tuple(join_bars(sorted(kept, key=lambda found: (found.start, found.box.index if found.box else 0)), seen))


def candidates(seen: Survey) -> Iterator[Found]:
    """Strongest claims first: where two overlap, the first one stands."""
    for step in STEPS:
        yield from step(seen)


def settle(claims: Iterator[Found], seen: Survey) -> list[Found]:
    taken = bytearray(len(seen.document.lines))
    frames: list[Box] = []
    kept: list[Found] = []
    for claim in claims:
        if any(taken[i] for i in claim.lines) and claim.kind == "author_card" and (inside := _parts_of(claim, kept)):
            kept = [other for other in kept if other not in inside]  # an author's own links are no offer of the newsroom's
        elif any(taken[i] for i in claim.lines):
            rest = tuple(i for i in claim.lines if not taken[i])
            if claim.kind not in CONTROLS or not rest or not set(claim.lines) - set(rest) <= set(claim.title_lines):
                continue
            claim = replace(claim, lines=rest, title_lines=(), title=None)  # its opener stands in a row of several
        if not claim.lines and claim.box is not None and any(_collide(claim, frame) for frame in frames):
            continue
        for i in claim.lines:
            taken[i] = 1
        if claim.box is not None:
            frames.append(claim.box)
        kept.append(claim)
    return kept


def _parts_of(card: Found, kept: list[Found]) -> list[Found]:
    """The claims that took lines of a card, where they lie in it wholly and only offer to follow or to share."""
    touching = [other for other in kept if not set(other.lines).isdisjoint(card.lines)]
    return touching if all(o.kind in ("subscribe", "share_bar") and set(o.lines) < set(card.lines) for o in touching) else []


def join_openers(kept: list[Found], known: Vocabulary) -> list[Found]:
    """A row of several controls may hold nothing but the opener of one: what it opens stands right below, and is one widget with it."""
    openers = [claim for claim in kept if claim.words and all(claim.kind in known.labels.get(normalised(word), ()) for word in claim.words)]
    for opener in openers:
        at = opener.start
        opened = next((c for c in kept if c.kind == opener.kind and not c.words and c.lines and 0 < c.lines[0] - at <= MAX_GAP), None)
        if opened is not None:
            kept.remove(opener)
            own = opener.lines
            kept[kept.index(opened)] = replace(opened, lines=own + opened.lines, title_lines=own + opened.title_lines)
    return kept


def join_bars(kept: list[Found], seen: Survey) -> list[Found]:
    """Buttons to share on neighbouring lines of one box are one bar, whose words were claimed line by line."""
    joined: list[Found] = []
    for claim in kept:
        last = joined[-1] if joined else None
        if last is not None and _are_one_bar(last, claim, seen):
            words = last.words + claim.words
            joined[-1] = replace(last, box=None, lines=last.lines + claim.lines, words=words)
        else:
            joined.append(claim)
    return joined


def _are_one_bar(last: Found, claim: Found, seen: Survey) -> bool:
    if not last.kind == claim.kind == "share_bar" or not (last.words and claim.words and last.lines and claim.lines):
        return False
    lines = seen.document.lines
    return claim.lines[0] - last.lines[-1] == 1 and lines[claim.lines[0]].box is lines[last.lines[-1]].box


def _collide(claim: Found, frame: Box) -> bool:
    """Whether a claim without lines lies in a box that is taken, or around it; controls of one row share their box."""
    box = claim.box
    if box is None or (claim.words and box is frame):
        return False
    return frame.contains(box) or box.contains(frame)


def embeds(seen: Survey) -> Iterator[Found]:
    for found in find_embeds(seen.document, seen.vocabulary, seen.embeddable):
        box = found.box or (_player_around(found.leaf, seen) if found.leaf is not None else None)
        if box is None:
            yield found
        elif not seen.is_void(box):
            yield replace(found, box=box, lines=seen.visible_lines(box))


PLAYER_WORDS = frozenset("player vjs jwplayer plyr mejs videojs flowplayer".split())
MAX_PLAYER = 1500  # characters of a player's controls and settings


def _player_around(leaf: Leaf, seen: Survey) -> Box | None:
    """The outermost box that calls itself a player and holds nothing but the leaf and short words: captions settings, speeds, times."""
    best: Box | None = None
    for box, _ in zip((leaf.box, *leaf.box.ancestors()), range(6), strict=False):
        if seen.document.chars(box) > MAX_PLAYER or seen.is_void(box, 0.1) or seen.titles(box.first, box.last):
            break
        if not PLAYER_WORDS.isdisjoint(box.words) or (box.words >= VIDEO_JS):
            best = box
    return best


VIDEO_JS = frozenset(["video", "js"])


STEPS: tuple[Callable[[Survey], Iterator[Found]], ...] = (
    embeds,  # first: a post's text may read like anything
    by_mixed_rows,  # before the look at whole lines, which would give a row to one kind
    by_icons,  # before the words beside them are claimed alone
    by_tabs,  # before the headings: a tab stands above the panel of another
    by_label,  # the newsroom's own word
    by_members,  # controls and reactions, which no heading names
    by_market_members,
    by_hashtags,
    by_prefixes,
    by_class,  # a suspicion only
    by_trail,
    by_topics,  # after the headings and the class names, which know the row's own extent
    by_slot,  # last: an ad inside a list is part of the list
)
