"""Whatever a page prints, the readers answer, keep their promises about offsets, and never raise."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.article import Time
from copydesk.normalize.byline import clean_author, is_byline_line, read_byline, read_dateline
from copydesk.normalize.credits import is_caption_line, split_caption
from copydesk.normalize.labels import split_labels
from copydesk.normalize.rights import is_rights_line, read_rights
from copydesk.normalize.times import find_times, read_time, resolve_partial

# Pieces that the readers react to, strung together in ways no newsroom would.
PIECES = st.sampled_from(
    [
        *"2025 24 02 . / - : 년 월 일 年 月 日 오후 午後 pm 입력 수정 Published Aprıl April ſept KASIM".split(),
        *"ago 전 어제 vor Stunden kl 14:05 99:99 2025-02-30 Z +25:00 KST 기자 특파원 김철수 서울 = ( ) [ ] 【 】 < >".split(),
        *"▲ 사진 제공 연합뉴스 AP AFP dpa / | © ⓒ Foto: Photo by Jane Doe von und , ; @ kim@x.kr ＝ 撮影 記者".split(),
        *"張三 责编： 무단 전재 금지 . … １３ ﬁ ① İ".split(),
        *(" ", "\u00a0", "\u3000"),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join))
LANGUAGES = st.sampled_from([None, "ko", "ja", "zh-TW", "en-US", "de", "fr", "tr", "xx"])
PUBLISHED = Time(at="2024-02-29T15:39:00+09:00", precision="minute", zone_from="language")


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES)
def test_times_are_always_real_moments_at_their_offsets(text: str, language: str | None) -> None:
    times = [read_time(text, language=language), resolve_partial(text, published=PUBLISHED, language=language)]
    for found in find_times(text, language=language):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip() == found.time.printed
        times.append(found.time)
    assert all(datetime.fromisoformat(time.at).tzinfo is not None for time in times if time)


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES)
def test_names_are_never_empty_and_prefixes_never_longer_than_the_text(text: str, language: str | None) -> None:
    people = [*read_byline(text, language=language).people, *clean_author(text, language=language)]
    prefix = read_dateline(text, language=language)
    assert all(person.name.strip() and "@" not in person.name for person in people)
    assert prefix is None or (0 < prefix.end <= len(text) and text[: prefix.end].strip() == prefix.printed)
    assert is_byline_line(text, language) in (True, False)


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES)
def test_a_caption_s_parts_stand_in_its_line(text: str, language: str | None) -> None:
    line = " ".join(text.split())
    parts = split_caption(text, language=language)
    assert parts.text in line
    assert parts.rights is None or parts.rights in line
    assert is_caption_line(text, language) in (True, False)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_labels_and_notices_are_read_from_anything(text: str) -> None:
    title, labels = split_labels(text)
    assert title in text
    assert all(label.text in text for label in labels)
    rights = read_rights(text)
    assert rights is None or (rights.notice or "") in text
    assert is_rights_line(text) in (True, False)
