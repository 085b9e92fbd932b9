"""An article in the form that the caller wants, wherever an article is answered."""

import json
from typing import Any

import pytest

from copydesk.renditions.formats import FORMATS, Format
from tests.handlers.asking import ADDRESS, HTML, PAGE, Ask, push

SENTENCE = "keep the old lighthouse lit"
every_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
every_other_format = pytest.mark.parametrize("form", FORMATS[1:], ids=lambda form: form.name)


@every_format
def test_accept_and_the_query_bring_the_same_form(ask: Ask, form: Format) -> None:
    location = push(ask).headers["location"]
    named, accepted = ask("GET", location, query={"format": form.name}), ask("GET", location, headers={"accept": form.media_type})
    assert (named.status, named.text, named.headers) == (200, accepted.text, accepted.headers)
    assert SENTENCE in named.text
    assert named.headers["content-type"] == form.content_type
    assert (named.headers["etag"], named.headers["vary"]) == (f'"1{form.suffix}"', "Accept")


def test_no_two_forms_share_a_name_a_media_type_or_a_tag() -> None:
    for told in ("name", "media_type", "suffix"):
        assert len({getattr(form, told) for form in FORMATS}) == len(FORMATS)


@every_format
def test_a_head_request_has_the_headers_of_its_form(ask: Ask, form: Format) -> None:
    location, wish = push(ask).headers["location"], {"accept": form.media_type}
    got, head = ask("GET", location, headers=wish), ask("HEAD", location, headers=wish)
    assert (head.status, head.headers, head.body) == (200, got.headers, b"")


@every_format
def test_only_the_tag_of_its_own_form_spares_an_answer(ask: Ask, form: Format) -> None:
    location = push(ask).headers["location"]
    statuses = {
        other.name: ask("GET", location, query={"format": form.name}, headers={"if-none-match": f'"1{other.suffix}"'}).status
        for other in FORMATS
    }
    assert statuses == {other.name: 304 if other is form else 200 for other in FORMATS}


@every_format
def test_if_match_takes_the_number_out_of_any_forms_tag(ask: Ask, form: Format) -> None:
    location = push(ask).headers["location"]
    current, old = f'"1{form.suffix}"', f'"2{form.suffix}"'
    assert ask("PUT", location, PAGE, headers=HTML | {"if-match": old}).status == 412
    assert ask("PUT", location, PAGE, headers=HTML | {"if-match": current}).status == 200


@every_other_format
def test_a_push_is_answered_in_the_form_that_is_wanted(ask: Ask, form: Format) -> None:
    answer = ask("POST", "/v1/articles", PAGE, headers=HTML | {"accept": form.media_type}, query={"url": ADDRESS})
    assert (answer.status, answer.headers["content-type"], answer.headers["etag"]) == (201, form.content_type, f'"1{form.suffix}"')
    assert answer.text == ask("GET", answer.headers["location"], query={"format": form.name}).text


@every_other_format
def test_a_page_is_tried_in_any_form(ask: Ask, form: Format) -> None:
    answer = ask("POST", "/v1/normalize", PAGE, headers=HTML, query={"url": ADDRESS, "format": form.name})
    assert (answer.status, answer.headers["content-type"]) == (200, form.content_type)
    assert answer.text == ask("GET", push(ask).headers["location"], query={"format": form.name}).text


def test_reasons_come_as_json_alone(ask: Ask) -> None:
    answer = ask("POST", "/v1/normalize", PAGE, headers=HTML, query={"explain": "true", "format": "html"})
    assert (answer.status, answer.problem) == (422, "invalid_words")


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/articles"), ("POST", "/v1/normalize")])
def test_a_form_that_there_is_not_is_refused_before_anything_is_kept(ask: Ask, method: str, path: str) -> None:
    answer = ask(method, path, PAGE, headers=HTML | {"accept": "image/png"}, query={"url": ADDRESS})
    assert (answer.status, answer.problem) == (406, "not_acceptable")
    assert all(form.media_type in answer.json["detail"] for form in FORMATS)
    assert ask("GET", "/v1/articles").json["articles"] == []


def test_html_answers_run_nothing_and_load_nothing_but_pictures(ask: Ask) -> None:
    headers: dict[str, Any] = ask("GET", push(ask).headers["location"], query={"format": "html"}).headers
    policy = {name: rest for name, *rest in (rule.split() for rule in headers["content-security-policy"].split(";"))}
    assert policy["default-src"] == ["'none'"]
    assert policy.keys() >= {"base-uri", "form-action", "frame-ancestors", "sandbox"}
    assert "script-src" not in policy
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_push_that_wants_a_short_answer_gets_it_as_json(ask: Ask) -> None:
    wish = HTML | {"prefer": "return=minimal", "accept": "text/markdown"}
    answer = ask("POST", "/v1/articles", PAGE, headers=wish, query={"url": ADDRESS})
    assert json.loads(answer.text)["outcome"] == "created"
