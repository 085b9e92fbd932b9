"""Every word of every widget rule is enough on a whole page; the rules' own examples are read in tests/test_rules.py."""

from dataclasses import replace

import pytest

from copydesk.normalize.document import parse
from copydesk.normalize.widgets.finding import find_by
from copydesk.normalize.widgets.vocabulary import Vocabulary, vocabulary, vocabulary_of
from copydesk.rules.widgets import WidgetRule, widget_rules
from tests.widgets.samples import inside, under

RULES = widget_rules()
KINDS = sorted(RULES)


def kinds_in(html: str, known: Vocabulary, how: str) -> set[str]:
    return {found.kind for found in find_by(parse(html), known) if found.rule.endswith(how)}


def words_for(rule: WidgetRule) -> list[tuple[str, ...]]:
    """Texts that a box of the kind may hold: a control is called by its label, a reaction is a member."""
    return [*rule.labels.values(), *rule.members.values()] if rule.shape == "controls" else [*rule.members.values(), *rule.labels.values()]


def alone(rule: WidgetRule) -> Vocabulary:
    return vocabulary_of({rule.kind: rule})


@pytest.mark.parametrize("kind", KINDS)
def test_each_label_recognises_what_nothing_else_in_its_rule_does(kind: str) -> None:
    rule = RULES[kind]
    blind = replace(rule, class_words=(), members={}, label_starts=(), label_ends=())
    idle = []
    for language, labels in rule.labels.items():
        for label in labels:
            html = under(label, rule.shape)
            if kind not in kinds_in(html, vocabulary(), ":label"):
                idle.append(f"{label} is not recognised")
            less = replace(blind, labels={**blind.labels, language: tuple(x for x in blind.labels[language] if x != label)})
            if kind in kinds_in(html, alone(less), ":label"):
                idle.append(f"{label} is not needed")
    assert idle == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_beginning_and_end_of_a_label_is_needed(kind: str) -> None:
    rule = RULES[kind]
    blind = replace(rule, class_words=(), members={}, labels={})
    idle = []
    for form, entries in (("{}Zxcv", rule.label_starts), ("Zxcv{}", rule.label_ends)):
        for entry in entries:
            html = under(form.format(entry), rule.shape)
            if kind not in kinds_in(html, alone(rule), ":label"):
                idle.append(f"{entry} is not recognised")
            others = tuple(x for x in entries if x != entry)
            less = replace(blind, label_starts=others) if entries is rule.label_starts else replace(blind, label_ends=others)
            if kind in kinds_in(html, alone(less), ":label"):
                idle.append(f"{entry} is not needed")
    assert idle == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_pair_of_class_words_is_needed(kind: str) -> None:
    rule = RULES[kind]
    word = next((text for texts in words_for(rule) for text in texts), "")
    blind = rule if rule.shape in ("controls", "reactions") else replace(rule, labels={}, label_starts=(), label_ends=(), members={})
    idle = []
    for words in rule.class_words:
        html = inside("-".join(sorted(words)), rule.shape, word)
        how = "" if rule.shape == "controls" else ":class"
        if kind not in kinds_in(html, alone(blind), how):
            idle.append(f"{sorted(words)} recognise nothing")
        less = replace(blind, class_words=tuple(x for x in rule.class_words if x != words))
        if kind in kinds_in(html, alone(less), how):
            idle.append(f"{sorted(words)} are not needed")
    assert idle == []
