"""A site's own rule: what it points at goes before what is read from any page."""

from pathlib import Path

import pytest

from copydesk.article import Article
from copydesk.errors import RuleBroken
from copydesk.normalize import normalize
from copydesk.page import RawPage, Words
from copydesk.rules import SiteRule
from copydesk.rules.sites import _site, site_of
from copydesk.rules.tables import Table
from infra.local.demo import PAGES

HOST = "news.lamps.example"
PROSE = (
    "The harbour council voted on Monday to keep the old lighthouse lit, after a winter in which two boats lost their way in fog.",
    "Keepers had argued for years that the lamp, first lit in 1884, is more than a memory: fishermen still steer by it at night.",
    "The vote was closer than expected, and the mayor, who had called the lamp a luxury, promised to pay for the new wiring.",
)
PAGE = (PAGES / "lighthouse.html").read_text()  # docs/rules.md walks through it


def read(**table: object) -> Article:
    rule = site_of({"reason": "r", **table}, Path(f"{HOST}.toml"))
    return normalize(RawPage(PAGE.encode(), Words(url=f"https://www.{HOST}/1")), lambda host: rule if host == f"www.{HOST}" else None)


def pointing(**selectors: object) -> Article:
    return read(selectors=selectors)


def test_without_a_rule_nothing_is_pointed_at() -> None:
    bare = normalize(RawPage(PAGE.encode()), lambda host: None)
    assert bare == normalize(RawPage(PAGE.encode()))
    assert not any(rule.startswith("sites/") for rule in bare.provenance.rules)


def test_the_rule_that_was_asked_stands_among_those_that_were_applied() -> None:
    assert f"sites/{HOST}" in read().provenance.rules


def test_the_body_is_the_box_that_the_rule_names() -> None:
    told = pointing(body=[".nowhere", ".more"])
    assert "Friday" in told.body.text
    assert "Monday" not in told.body.text


def test_what_the_rule_drops_is_no_story_and_has_a_home_in_chrome() -> None:
    bare, told = read(), read(drop=[".offer", ".ps"])
    assert ("calendar" in bare.body.text, "series on lamps" in bare.body.text) == (True, True)
    assert ("calendar" in told.body.text, "series on lamps" in told.body.text, PROSE[2] in told.body.text) == (False, False, True)
    assert told.provenance.coverage.chrome > bare.provenance.coverage.chrome
    assert told.provenance.coverage.unknown == bare.provenance.coverage.unknown


def test_a_picture_in_what_the_rule_drops_goes_too() -> None:
    assert [media.url for media in read(drop=[".shot"]).meta.media] == []


def test_a_caption_is_what_the_rule_calls_one() -> None:
    bare, told = read(), pointing(captions=[".pt"])
    assert "seen from the mole" in bare.body.text
    assert "seen from the mole" not in told.body.text
    assert told.captions[0].printed.startswith("The lamp, seen from the mole")
    assert told.captions[0].media_id == "m1"


@pytest.mark.parametrize(
    ("selectors", "fact", "value"),
    [
        ({"headline": [".sub"]}, "headline", "Two boats were lost in one winter, and the council has heard the keepers."),
        ({"kicker": [".k"]}, "kicker", "Harbour"),
        ({"deck": [".sub"]}, "deck", ("Two boats were lost in one winter, and the council has heard the keepers.",)),
        ({"byline": [".who b"]}, "byline", "Ada Quill"),
    ],
)
def test_a_fact_is_read_where_the_rule_points(selectors: Table, fact: str, value: object) -> None:
    told = pointing(**selectors)
    assert getattr(told.meta, fact) == value
    assert str(value).strip("('),") not in told.body.text


def test_the_people_of_a_pointed_byline_are_the_authors() -> None:
    assert [person.name for person in pointing(byline=[".who b"]).meta.authors] == ["Ada Quill"]


def test_a_time_is_read_where_the_rule_points_and_in_the_sites_zone() -> None:
    told = read(zone="Asia/Seoul", language="en-GB", selectors={"published": [".when"]}).meta.published_at
    assert told
    assert (told.at, told.zone_from, told.printed) == ("2026-03-10T14:27:00+09:00", "site", "10/03/2026 14:27")


def test_the_language_is_the_sites_where_the_page_names_none() -> None:
    assert read(language="en-GB").meta.language == "en-GB"
    named = PAGE.replace("<html>", '<html lang="en-US">')
    rule = site_of({"reason": "r", "language": "en-GB"}, Path("a.example.toml"))
    assert normalize(RawPage(named.encode(), Words(url="https://a.example/")), lambda host: rule).meta.language == "en-US"


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"drop": ["div["]}, "drop: 'div\\[' is no CSS selector"),
        ({"selectors": {"body": ["p:nope"]}}, "body: 'p:nope' is no CSS selector"),
        ({"zone": "Mars/Olympus"}, "zone 'Mars/Olympus' is no IANA zone"),
        ({"host": "other.example"}, "it must be the file's name"),
    ],
)
def test_a_rule_that_no_page_could_be_read_by_is_refused(table: Table, complaint: str) -> None:
    with pytest.raises(RuleBroken, match=complaint):
        site_of({"reason": "r", **table}, Path("a.example.toml"))


def test_a_rule_is_looked_up_by_host_and_never_by_anything_else() -> None:
    asked: list[str] = []

    def note(host: str) -> SiteRule | None:
        asked.append(host)
        return None

    for url in ("https://A.Example:8443/x", "https://user@b.example/"):
        normalize(RawPage(PAGE.encode(), Words(url=url)), note)
    assert asked == ["a.example", "b.example"]


def test_a_file_among_the_rules_is_at_work_for_its_host_and_those_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / f"{HOST}.toml").write_text('reason = "r"\ndrop = [".offer"]\n\n[examples.page]\n')
    monkeypatch.setattr("copydesk.rules.sites.HOME", tmp_path)
    monkeypatch.setattr("copydesk.rules.sites._site", _site.__wrapped__)
    for host, is_told in ((HOST, False), (f"m.{HOST}", False), ("lamps.example", True)):
        article = normalize(RawPage(PAGE.encode(), Words(url=f"https://{host}/1")))
        assert ("calendar" in article.body.text) is is_told
