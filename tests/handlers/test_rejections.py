"""Refused pages: listed with the reason, and tried again under the words they came with."""

from typing import Any

import pytest

from copydesk.desk import Desk
from copydesk.store.keys import add_key, add_publisher
from copydesk.store.ledger import Ledger
from tests.conftest import Clock, Engine
from tests.handlers.asking import ADDRESS, Ask, follow
from tests.handlers.dropping import KEY, PAGE, Put, Take, notice, receipt
from tests.paper import print_page

THIN = b"<html><body><p>Hi</p></body></html>"


@pytest.fixture
def refuse(put: Put, take: Take, desk: Desk) -> Any:
    """Drop a page that is refused; the rejection's id."""

    def refuse(key: str = KEY, body: bytes = THIN, publisher: str = "demo", **words: str) -> str:
        put(key, body, **words)
        assert take(notice(key)) == []
        return receipt(desk, key, publisher).receipt_id

    return refuse


def ids(answer: Any) -> list[str]:
    assert answer.status == 200
    return [rejection["rejection_id"] for rejection in answer.json["rejections"]]


# ------------------------------------------------------------------ list


def test_a_page_refused_through_the_inbox_is_listed_with_its_reason(ask: Ask, refuse: Any) -> None:
    rejection_id = refuse("in/demo/등대 1.html")
    (told,) = ask("GET", "/v1/rejections").json["rejections"]
    assert (told["rejection_id"], told["inbox_key"], told["publisher_id"]) == (rejection_id, "in/demo/등대 1.html", "demo")
    assert told["error"]["type"] == "/problems/no_article"
    assert "best candidate" in told["error"]["detail"]
    assert told["copy"] == f"rejected/demo/{rejection_id}"
    assert ask("GET", told["receipt"]).json["outcome"] == "rejected"


def test_a_page_refused_through_http_has_had_its_answer_and_is_not_listed(ask: Ask) -> None:
    ask("POST", "/v1/articles", THIN.decode(), headers={"content-type": "text/html"})
    assert ids(ask("GET", "/v1/rejections")) == []


def test_rejections_come_in_pages_and_in_the_order_of_their_time(ask: Ask, refuse: Any) -> None:
    expected = {refuse(f"in/demo/{i}.html") for i in range(3)}
    pages = [ask("GET", "/v1/rejections", query={"limit": "1"})]
    while pages[-1].json["next"]:
        pages.append(follow(ask, pages[-1].json["next"]))
    assert {name for page in pages for name in ids(page)} == expected
    times = [page.json["rejections"][0]["received_at"] for page in pages]
    assert times == sorted(times, reverse=True)


WINDOWS = [({"since": "2000-01-01"}, 1), ({"until": "2000-01-01"}, 0), ({"since": "2999-01-01"}, 0)]


@pytest.mark.parametrize(("window", "count"), WINDOWS)
def test_a_list_of_rejections_can_be_narrowed_to_a_time(ask: Ask, refuse: Any, window: dict[str, str], count: int) -> None:
    refuse()
    assert len(ids(ask("GET", "/v1/rejections", query=window))) == count


def test_a_time_that_ends_before_it_begins_holds_nothing(ask: Ask, refuse: Any) -> None:
    refuse()
    day = ask("GET", "/v1/rejections").json["rejections"][0]["received_at"][:10]
    assert ids(ask("GET", "/v1/rejections", query={"since": f"{day}T23:59:59Z", "until": day})) == []


def test_a_rejection_is_forgotten_after_ninety_days(ask: Ask, refuse: Any, clock: Clock) -> None:
    refuse()
    clock.pass_by(days=89)
    assert len(ids(ask("GET", "/v1/rejections"))) == 1
    clock.pass_by(days=2)
    assert ids(ask("GET", "/v1/rejections")) == []


def test_nobody_sees_another_publishers_rejections(ask: Ask, refuse: Any, ledger: Ledger) -> None:
    rejection_id = refuse()
    add_key(ledger, "cd_other", ("push", "read"), ("other",))
    assert ids(ask("GET", "/v1/rejections", secret="cd_other")) == []
    assert ask("POST", f"/v1/rejections/{rejection_id}/retry", secret="cd_other").status == 404


@pytest.mark.parametrize(("key", "publisher"), [("in/nobody/x.html", "nobody"), ("in/-x y/x.html", "-")])
def test_what_came_for_publishers_that_there_are_not_is_seen_by_the_desks_owner(
    ask: Ask, refuse: Any, ledger: Ledger, key: str, publisher: str
) -> None:
    rejection_id = refuse(key, publisher=publisher)
    add_key(ledger, "cd_owner", ("read",), ("*",))
    assert ids(ask("GET", "/v1/rejections", query={"publisher": publisher}, secret="cd_owner")) == [rejection_id]
    assert ask("GET", "/v1/receipts", query={"inbox_key": key}, secret="cd_owner").json["outcome"] == "rejected"


@pytest.mark.parametrize(("name", "value"), [("status", "lost"), ("cursor", "x"), ("cursor", "ImEi"), ("limit", "0"), ("url", ADDRESS)])
def test_a_parameter_that_has_not_its_form_is_named(ask: Ask, name: str, value: str) -> None:
    answer = ask("GET", "/v1/rejections", query={name: value})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, f"/{name}")


# ----------------------------------------------------------------- retry


def test_a_page_refused_for_want_of_its_publisher_is_accepted_when_that_is_there(ask: Ask, refuse: Any, ledger: Ledger) -> None:
    words = {"url": ADDRESS, "edition": "3", "published_at": "2026-11-20T08:00:00+09:00"}
    rejection_id = refuse("in/late/x.html", PAGE, "late", **words)
    add_publisher(ledger, "late", "Late Edition")
    add_key(ledger, "cd_late", ("push", "read"), ("late",))
    answer = ask("POST", f"/v1/rejections/{rejection_id}/retry", secret="cd_late")
    assert (answer.status, answer.json["outcome"], answer.headers["location"]) == (202, "created", f"/v1/receipts/{rejection_id}")
    edition = ask("GET", answer.json["article"], secret="cd_late").json
    assert edition["article"]["meta"]["url"] == ADDRESS
    assert edition["article"]["meta"]["published_at"]["at"] == words["published_at"]
    assert (edition["received"]["via"], edition["received"]["sender"]) == ("inbox", "in/late/x.html")


def test_what_a_second_attempt_accepted_is_listed_among_the_accepted(ask: Ask, refuse: Any, ledger: Ledger) -> None:
    rejection_id = refuse("in/late/x.html", PAGE, "late")
    add_publisher(ledger, "late", "Late Edition")
    add_key(ledger, "cd_late", ("push", "read"), ("late",))
    article = ask("POST", f"/v1/rejections/{rejection_id}/retry", secret="cd_late").json["article"]
    assert ids(ask("GET", "/v1/rejections", secret="cd_late")) == []
    (told,) = ask("GET", "/v1/rejections", query={"status": "accepted"}, secret="cd_late").json["rejections"]
    assert (told["rejection_id"], told["article"]) == (rejection_id, article)


def test_a_second_attempt_after_one_that_worked_changes_nothing(ask: Ask, refuse: Any, ledger: Ledger) -> None:
    rejection_id = refuse("in/late/x.html", PAGE, "late")
    add_publisher(ledger, "late", "Late Edition")
    add_key(ledger, "cd_late", ("push", "read"), ("late",))
    first, second = (ask("POST", f"/v1/rejections/{rejection_id}/retry", secret="cd_late") for _ in range(2))
    assert (second.status, second.json) == (202, first.json)


def test_a_second_attempt_that_fails_stays_rejected_with_the_new_reason(ask: Ask, refuse: Any, ledger: Ledger) -> None:
    rejection_id = refuse("in/late/x.html", THIN, "late")
    add_publisher(ledger, "late", "Late Edition")
    add_key(ledger, "cd_late", ("push", "read"), ("late",))
    answer = ask("POST", f"/v1/rejections/{rejection_id}/retry", secret="cd_late")
    assert (answer.status, answer.json["outcome"], answer.json["error"]["type"]) == (202, "rejected", "/problems/no_article")
    (told,) = ask("GET", "/v1/rejections", secret="cd_late").json["rejections"]
    assert (told["rejection_id"], told["error"]["type"]) == (rejection_id, "/problems/no_article")


def test_a_page_accepted_late_takes_the_place_of_when_it_came(ask: Ask, refuse: Any, ledger: Ledger, put: Put, take: Take) -> None:
    rejection_id = refuse("in/late/x.html", PAGE, "late", url=ADDRESS)
    add_publisher(ledger, "late", "Late Edition")
    add_key(ledger, "cd_late", ("push", "read"), ("late",))
    put("in/late/y.html", print_page(headline="A newer edition").encode(), url=ADDRESS)
    take(notice("in/late/y.html"))
    answer = ask("POST", f"/v1/rejections/{rejection_id}/retry", secret="cd_late")
    assert answer.json["outcome"] == "superseded"
    assert ask("GET", answer.json["article"], secret="cd_late").json["article"]["meta"]["headline"] == "A newer edition"


def test_words_that_had_not_their_form_are_the_reason_again(ask: Ask, refuse: Any) -> None:
    rejection_id = refuse(KEY, PAGE, edition="two")
    answer = ask("POST", f"/v1/rejections/{rejection_id}/retry")
    assert (answer.json["outcome"], answer.json["error"]["type"]) == ("rejected", "/problems/invalid_words")


def test_a_page_of_which_no_copy_is_kept_cannot_be_tried_again(ask: Ask, refuse: Any, engine: Engine) -> None:
    too_large, erased = refuse("in/demo/1.html", bytes(10 * 1024 * 1024 + 1)), refuse("in/demo/2.html")
    engine.s3.delete_object(Bucket="archive", Key=f"rejected/demo/{erased}")
    for rejection_id in (too_large, erased):
        answer = ask("POST", f"/v1/rejections/{rejection_id}/retry")
        assert (answer.status, answer.problem) == (409, "conflict")


def test_a_page_of_a_purged_article_is_refused_and_no_copy_of_it_is_kept(
    ask: Ask, put: Put, take: Take, refuse: Any, ledger: Ledger, engine: Engine
) -> None:
    add_key(ledger, "cd_admin", ("push", "read", "admin"), ("demo",))
    put(url=ADDRESS)
    take(notice())
    location = ask("GET", "/v1/articles", query={"url": ADDRESS}).json["articles"][0]["article"]
    assert ask("DELETE", location, query={"purge": "true"}, secret="cd_admin").status == 204
    rejection_id = refuse("in/demo/again.html", PAGE, url=ADDRESS)
    (told,) = ask("GET", "/v1/rejections").json["rejections"]
    assert (told["rejection_id"], told["error"]["type"], told["copy"]) == (rejection_id, "/problems/purged", None)
    assert "Contents" not in engine.s3.list_objects_v2(Bucket="archive", Prefix="rejected/")
    assert ask("GET", location).status == 410


def test_what_was_never_rejected_cannot_be_tried_again(ask: Ask, put: Put, take: Take, desk: Desk) -> None:
    put()
    take(notice())
    assert ask("POST", f"/v1/rejections/{receipt(desk).receipt_id}/retry").status == 404
    assert ask("POST", f"/v1/rejections/{'a' * 26}/retry").status == 404
