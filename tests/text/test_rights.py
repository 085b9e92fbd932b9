"""Notices about rights; the rows with their phrases stand in rules/generic/rights.toml."""

from copydesk.normalize.rights import MAX_NOTICE, is_rights_line, may_hold_rights, read_rights

NOTICE = "<저작권자 ⓒ 한빛일보, 무단 전재 및 재배포 금지>"


def test_a_body_that_ends_in_a_notice_is_no_rights_line() -> None:
    body = "정부가 24일 대책을 내놓았다. " * 40 + NOTICE
    assert len(body) > MAX_NOTICE
    assert not is_rights_line(body)


def test_a_notice_is_read_out_of_a_longer_text() -> None:
    rights = read_rights("정부가 24일 대책을 내놓았다. " * 40 + NOTICE)
    assert rights is not None
    assert (rights.notice, rights.holder) == (NOTICE, "한빛일보")


def test_reserving_all_rights_says_nothing_of_redistribution() -> None:
    rights = read_rights("© 2025 Example Media. All rights reserved.")
    assert rights is not None
    assert (rights.holder, rights.redistribution, rights.ai_training) == ("Example Media", "unspecified", "unspecified")


def test_a_story_about_rights_holds_no_notice() -> None:
    assert read_rights("법원은 무단 전재를 인정했다.") is None
    assert not is_rights_line("법원은 무단 전재를 인정했다.")


def test_of_many_lines_those_that_speak_of_rights_are_told_by_their_place() -> None:
    lines = ["STRASSE und Straße", "© 2025 Example Media. All rights reserved.", "", NOTICE, "법원은 이렇게 적었다."]
    assert may_hold_rights(lines) == {1, 3}
    assert may_hold_rights([]) == set()
