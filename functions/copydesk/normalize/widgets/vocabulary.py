"""The rules of all widget kinds as tables for one look-up a line and one a box."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from copydesk.page.patterns import pattern_of
from copydesk.rules.widgets import Provider, WidgetRule, widget_rules

MAX_LABEL = 42  # characters of a line that may be a heading of furniture; the longest in the rules has 40
EDGES = " \t\xa0\u3000:：·•|ㅣ>›»«‹<▶▷►▼▽▲△■□◆◇●○★☆※#＃…~-–—=+*,.\"'“”‘’✔☞→↓"
PICTOGRAMS = pattern_of(r"^[\u2190-\u2bff\U0001f000-\U0001fbff\ufe0f\u200d\s]+|[\u2190-\u2bff\U0001f000-\U0001fbff\ufe0f\u200d\s]+$")
BRACKETS = {"[": "]", "【": "】", "<": ">", "〈": "〉", "「": "」", "《": "》", "［": "］"}
DOT = "\u0307"  # what is left over the Turkish capital when it is folded: `İlginizi` would be no `ilginizi`
HOST = pattern_of(r"\s*(?:https?:)?//([\w.-]+)", re.I)
TAIL_ENDS = (
    *"0123456789)]）개건件条條",
    "기",
    "more",
    "mehr",
    "plus",
    "もっと見る",
    "更多",
    "一覧",
    "top",
    "best",
    "열림",
    "레이어",
    "beta",
)
TAIL = pattern_of(
    r"\s*(?:[(\[（]?\s*\d[\d,.]*\s*[)\]）]?\s*(?:개|건|件|条|條)?|더\s?보기|전체\s?보기|more|mehr|plus|もっと見る|更多|一覧|top\s*\d*|best\s*\d*|열기|닫기|접기|펼치기|새창\s?열림|레이어|beta)$",
    re.I,
)


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """For look-ups: NFKC where needed, case folded, white space single, decorations at the ends gone."""
    if text.isascii():
        text = text.lower().strip(EDGES)
    else:
        text = " ".join(unicodedata.normalize("NFKC", text).split()).casefold().replace(DOT, "").strip(EDGES)
        if text and (_is_pictogram(text[0]) or _is_pictogram(text[-1])):
            text = PICTOGRAMS.sub("", text).strip(EDGES)
    if text and BRACKETS.get(text[0]) == text[-1]:
        text = text[1:-1].strip(EDGES)
    return text


def _is_pictogram(ch: str) -> bool:
    return "\u2190" <= ch <= "\u2bff" or ch >= "\ufe0f"


def without_tail(text: str) -> str:
    """A normalised text without counts and `more` at its end; the text itself where nothing else is left."""
    for _ in range(2):
        if not text.endswith(TAIL_ENDS):
            return text
        cut = TAIL.sub("", text).strip(EDGES)
        if not cut or cut == text:
            break
        text = cut
    return text


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """`labels` and `members` map normalised texts to kinds; `starts` and `ends` are tried on headings only."""

    rules: dict[str, WidgetRule]
    labels: dict[str, tuple[str, ...]]
    members: dict[str, tuple[str, ...]]
    starts: tuple[tuple[str, str], ...]
    ends: tuple[tuple[str, str], ...]
    start_texts: tuple[str, ...]
    end_texts: tuple[str, ...]
    start_hints: frozenset[str]
    end_hints: frozenset[str]
    class_words: dict[str, tuple[tuple[frozenset[str], str], ...]]
    first_words: frozenset[str]
    class_names: frozenset[str]
    classes: dict[str, Provider]
    tags: dict[str, Provider]
    attributes: dict[str, tuple[Provider, ...]]
    anchors: tuple[tuple[str, Provider], ...]
    anchor_texts: tuple[str, ...]
    hosts: dict[str, tuple[tuple[str, re.Pattern[str], Provider], ...]]
    leads: dict[str, tuple[tuple[re.Pattern[str], str, str], ...]]
    acts: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]
    folders: dict[str, re.Pattern[str]]

    def labelled(self, text: str) -> tuple[str, ...]:
        """Kinds that a text is a heading of, looser forms included."""
        key = normalised(text)
        bare = without_tail(key)
        return self.labels.get(key) or self.labels.get(bare) or (self.loosely(bare) if self.is_loose(bare) else ())

    def is_loose(self, bare: str) -> bool:
        """Whether a normalised text begins or ends as headings of some kind do."""
        return (bare[-2:] in self.end_hints and bare.endswith(self.end_texts)) or (
            bare[:2] in self.start_hints and bare.startswith(self.start_texts)
        )

    def loosely(self, bare: str) -> tuple[str, ...]:
        for end, kind in self.ends:
            if bare.endswith(end):
                return (kind,)
        return tuple(kind for start, kind in self.starts if bare.startswith(start))[:1]

    def known(self, text: str) -> tuple[str, ...]:
        """Kinds that a control's text is a heading or a member of."""
        key = normalised(text)
        return self.members.get(text.casefold()) or self.labels.get(key) or self.members.get(key) or ()

    def acting(self, text: str) -> str | None:
        """The kind of a longer text that does to one of its members what its controls do: `Externer Link: mit Facebook teilen`."""
        low = text.casefold()
        return next((kind for kind, (act, member) in self.acts.items() if act.search(low) and member.search(low)), None)

    def led(self, address: str) -> tuple[str, str] | None:
        """The kind whose controls lead to the address, and what they are called."""
        host = HOST.match(address)
        domain = ".".join(host.group(1).lower().split(".")[-2:]) if host is not None else address.split(":", 1)[0].lower()
        for pattern, kind, name in self.leads.get(domain, ()):  # most addresses lead to a domain of no control, and end here
            if pattern.match(address):
                return kind, name
        for pattern, kind, name in self.leads[""] if "?" in address else ():
            if pattern.match(address):
                return kind, name
        return None

    def under(self, kind: str, address: str) -> bool:
        """Whether the address lies in a folder of pages that the kind's items lead to."""
        folder = self.folders.get(kind)
        return folder is not None and folder.search(address) is not None

    def suspected(self, words: frozenset[str]) -> Iterator[str]:
        """Kinds whose class words all stand among the words of a box."""
        for word in words & self.first_words:
            for needed, kind in self.class_words[word]:
                if needed <= words:
                    yield kind

    def anchored(self, own: str) -> Provider | None:
        """The provider whose code gives such an element id."""
        return next((provider for start, provider in self.anchors if own.startswith(start)), None)

    def provider_at(self, address: str) -> Provider | None:
        """The provider whose host and path begin the address."""
        host = HOST.match(address)
        if host is None:
            return None
        domain = ".".join(host.group(1).lower().split(".")[-2:])
        low = address.lower()
        for needle, pattern, provider in (*self.hosts.get(domain, ()), *self.hosts.get("", ())):
            if needle in low and pattern.match(address):
                return provider
        return None


# Where two kinds share a class word, a label or a provider's address, the earlier one is meant.
ORDER = (
    "ad_slot sponsored_links crypto_quotes stock_quotes index_quotes fx_quotes font_size share_bar reactions comments poll "
    "tag_list breadcrumb author_articles author_card most_read related_articles top_news latest_news series recommended "
    "newsletter_signup app_promo paywall_notice subscribe print bookmark listen translate login tip_line ai_summary "
    "correction_notice copyright_notice weather social_post video audio map chart document timeline iframe unknown"
).split()


def _ranked(kinds: list[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(kinds), key=ORDER.index))


def _domain(address: str) -> str:
    """The last two labels of the address's host; empty where a wild card stands in them."""
    domain = ".".join(address.split("/")[0].split(".")[-2:])
    return "" if "*" in domain else domain


def _address_pattern(address: str) -> re.Pattern[str]:
    """Host and path at the beginning of an address, any subdomain of the host allowed; another address in its query is not meant."""
    path, mark, query = address.partition("?")
    either = r"[^?#]*?".join(map(re.escape, path.split("*"))) + re.escape(mark) + r".*?".join(map(re.escape, query.split("*")))
    return pattern_of(r"(?:https?:)?//(?:[\w-]+\.)*?" + either, re.I)


def _lead_pattern(address: str) -> tuple[str, re.Pattern[str]]:
    """The domain or scheme under which a control's address is looked for, empty for a parameter of any address, and its pattern."""
    if address.startswith("?"):
        return "", pattern_of(r".*[?&]" + re.escape(address[1:]) + r"\b", re.I)
    if ":" in address:
        return address.split(":", 1)[0], pattern_of(".*?".join(re.escape(part) for part in address.split("*")), re.I)
    return _domain(address), _address_pattern(address)


def _leads_of(rules: list[WidgetRule]) -> dict[str, tuple[tuple[re.Pattern[str], str, str], ...]]:
    leads: dict[str, list[tuple[re.Pattern[str], str, str]]] = {"": []}
    for rule in rules:
        for name, addresses in rule.addresses.items():
            for address in addresses:
                domain, pattern = _lead_pattern(address)
                leads.setdefault(domain, []).append((pattern, rule.kind, name))
    return {domain: tuple(rows) for domain, rows in leads.items()}


def _acts_of(rule: WidgetRule) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a beginning of a word that acts, and a member's whole name; scripts that leave no spaces have neither."""
    names = sorted({text.casefold() for texts in rule.members.values() for text in texts}, key=len, reverse=True)
    act = "|".join(rf"(?<![^\W\d_]){re.escape(word)}" if word[0] < CJK else re.escape(word) for word in rule.acts)
    return pattern_of(act), pattern_of("|".join(rf"(?<![a-zà-ÿ]){re.escape(name)}(?![a-zà-ÿ])" for name in names))


def _folders_of(rule: WidgetRule) -> re.Pattern[str]:
    names = "|".join(map(re.escape, rule.folders))
    return pattern_of(rf"/(?:{names})/[^/?#]", re.I)


CJK = "\u0e00"  # from here on letters stand without spaces between words


@cache
def vocabulary() -> Vocabulary:
    return vocabulary_of(dict(widget_rules().items()))


def vocabulary_of(rules: dict[str, WidgetRule]) -> Vocabulary:
    """The tables of some rules."""
    labels: dict[str, list[str]] = {}
    members: dict[str, list[str]] = {}
    words: dict[str, list[tuple[frozenset[str], str]]] = {}
    ordered = sorted(rules.values(), key=lambda rule: ORDER.index(rule.kind))
    for rule in ordered:
        for texts in rule.labels.values():
            for text in texts:
                labels.setdefault(normalised(text), []).append(rule.kind)
        for texts in rule.members.values():
            for text in texts:
                members.setdefault(text.casefold() if len(text) < 4 else normalised(text), []).append(rule.kind)
        for needed in (*rule.class_words, *rule.rooms):
            words.setdefault(min(needed), []).append((needed, rule.kind))
    providers = [provider for rule in ordered for provider in rule.providers]
    hosts: dict[str, list[tuple[str, re.Pattern[str], Provider]]] = {}
    for provider in providers:
        for address in provider.addresses:
            needle = max(address.lower().split("*"), key=len)  # looked for first: most addresses lead to nobody's player
            hosts.setdefault(_domain(address), []).append((needle, _address_pattern(address), provider))
    starts = tuple((text.casefold(), rule.kind) for rule in ordered for text in rule.label_starts)
    ends = tuple((text.casefold(), rule.kind) for rule in ordered for text in rule.label_ends)
    return Vocabulary(
        rules=rules,
        labels={text: _ranked(kinds) for text, kinds in labels.items()},
        members={text: _ranked(kinds) for text, kinds in members.items()},
        starts=starts,
        ends=ends,
        start_texts=tuple(text for text, _ in starts),
        end_texts=tuple(text for text, _ in ends),
        start_hints=frozenset(text[:2] for text, _ in starts),
        end_hints=frozenset(text[-2:] for text, _ in ends),
        class_words={word: tuple(entries) for word, entries in words.items()},
        first_words=frozenset(words),
        class_names=frozenset(name for provider in providers for name in provider.classes),
        classes={name: provider for provider in providers for name in provider.classes},
        tags={name: provider for provider in providers for name in provider.tags},
        attributes={name: tuple(p for p in providers if name in p.attributes) for provider in providers for name in provider.attributes},
        anchors=tuple((start, provider) for provider in providers for start in provider.anchors),
        anchor_texts=tuple(start for provider in providers for start in provider.anchors),
        hosts={domain: tuple(entries) for domain, entries in hosts.items()},
        leads=_leads_of(ordered),
        acts={rule.kind: _acts_of(rule) for rule in ordered if rule.acts},
        folders={rule.kind: _folders_of(rule) for rule in ordered if rule.folders},
    )
