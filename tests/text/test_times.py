"""Printed and machine times, one row a form, and what must never be taken for one."""

import pytest

from copydesk.article import Time
from copydesk.normalize.times import find_times, read_time, resolve_partial


@pytest.mark.parametrize(
    ("text", "language", "at", "precision", "zone_from"),
    [
        # machine forms
        ("2025-05-15T16:33:04.123+0900", None, "2025-05-15T16:33:04+09:00", "second", "explicit"),
        ("2025-05-15T16:33:04Z", "ko", "2025-05-15T16:33:04+00:00", "second", "explicit"),
        ("2024-08-07T20:15Z", "en", "2024-08-07T20:15:00+00:00", "minute", "explicit"),
        ("2024-04-28 07:00:00Z", "en", "2024-04-28T07:00:00+00:00", "second", "explicit"),
        ("2024-04-30 16:00:34 +02:00", "fr", "2024-04-30T16:00:34+02:00", "second", "explicit"),
        ("2023-04-28 18:11:01.0", "de", "2023-04-28T18:11:01+02:00", "second", "language"),
        ("2025-02-12T07:25:30.9996320", "is", "2025-02-12T07:25:30+00:00", "second", "language"),
        ("2024-12-04T00:05", "ja", "2024-12-04T00:05:00+09:00", "minute", "language"),
        ("2024-03-23 06:42", "ko", "2024-03-23T06:42:00+09:00", "minute", "language"),
        ("2024-03-23", "ko", "2024-03-23T00:00:00+09:00", "day", "language"),
        ("2024-09-30 07:50:48", "en", "2024-09-30T07:50:48+00:00", "second", None),
        ("20240323064200", "ko", "2024-03-23T06:42:00+09:00", "second", "language"),
        ("202403230642", "ko", "2024-03-23T06:42:00+09:00", "minute", "language"),
        ("20240323", "ko", "2024-03-23T00:00:00+09:00", "day", "language"),
        ("1762513252", None, "2025-11-07T11:00:52+00:00", "second", "explicit"),
        ("1762513252000", None, "2025-11-07T11:00:52+00:00", "second", "explicit"),
        ("2024-03", None, "2024-03-01T00:00:00+00:00", "month", None),
        ("Fri, 28 Apr 2023 18:03:06 GMT", None, "2023-04-28T18:03:06+00:00", "second", "explicit"),
        ("Fri Apr 28 2023 17:52:31 GMT+0000 (Coordinated Universal Time)", "de", "2023-04-28T17:52:31+00:00", "second", "explicit"),
        ("Sat Mar 23 06:42:00 +0900 2024", None, "2024-03-23T06:42:00+09:00", "second", "explicit"),
        # Korean
        ("입력 2024-03-23 06:42", "ko", "2024-03-23T06:42:00+09:00", "minute", "language"),
        ("2025.05.15 20:00", "ko", "2025-05-15T20:00:00+09:00", "minute", "language"),
        ("입력\u00a0:\u00a02025-06-04 02:37:08", "ko", "2025-06-04T02:37:08+09:00", "second", "language"),
        ("입력:2025-06-04 02:37", "ko", "2025-06-04T02:37:00+09:00", "minute", "language"),
        ("기사입력 2023.09.11. 오후 02:31", "ko", "2023-09-11T14:31:00+09:00", "minute", "language"),
        ("2023.09.11. 오후 12:30", "ko", "2023-09-11T12:30:00+09:00", "minute", "language"),
        ("2023.09.11. 오전 12:30", "ko", "2023-09-11T00:30:00+09:00", "minute", "language"),
        ("2024.11.26. 오후 6:01", "ko", "2024-11-26T18:01:00+09:00", "minute", "language"),
        ("송고2026-01-06 16:46", "ko", "2026-01-06T16:46:00+09:00", "minute", "language"),
        ("2026/09/22 19:19 송고", "ko", "2026-09-22T19:19:00+09:00", "minute", "language"),
        ("업데이트 2026.01.06. 13:50", "ko", "2026-01-06T13:50:00+09:00", "minute", "language"),
        ("입력 2010. 01. 01. 09:21", "ko", "2010-01-01T09:21:00+09:00", "minute", "language"),
        ("입력 2023.04.07 (08:26)", "ko", "2023-04-07T08:26:00+09:00", "minute", "language"),
        ("송고시간 2023-04-20 13:24:13", "ko", "2023-04-20T13:24:13+09:00", "second", "language"),
        ("최종 업데이트 23.04.07 08:26", "ko", "2023-04-07T08:26:00+09:00", "minute", "language"),
        ("2023년 04월 07일 18시 36분", "ko", "2023-04-07T18:36:00+09:00", "minute", "language"),
        ("2023년 4월 7일 오후 3시", "ko", "2023-04-07T15:00:00+09:00", "hour", "language"),
        ("2025.02.24 일요일 14:05", "en", "2025-02-24T14:05:00+09:00", "minute", "language"),
        # Japanese, Chinese
        ("2025年1月13日 21時37分", "ja", "2025-01-13T21:37:00+09:00", "minute", "language"),
        ("2023年4月5日(水) 17:56", "ja", "2023-04-05T17:56:00+09:00", "minute", "language"),
        ("2015年03月04日 11時13分 JST", "ja", "2015-03-04T11:13:00+09:00", "minute", "explicit"),
        ("２０２５年１月１３日", "ja", "2025-01-13T00:00:00+09:00", "day", "language"),
        ("2024年04月24日23:52", "zh", "2024-04-24T23:52:00+08:00", "minute", "language"),
        ("2023-04-14 HKT 21:06", "zh", "2023-04-14T21:06:00+08:00", "minute", "explicit"),
        ("2019-09-07 13:43:45 来源:", "zh", "2019-09-07T13:43:45+08:00", "second", "language"),
        ("2024年5月3日 下午3:20", "zh", "2024-05-03T15:20:00+08:00", "minute", "language"),
        # Latin scripts
        ("18. November 2023, 14:05 Uhr", "de", "2023-11-18T14:05:00+01:00", "minute", "language"),
        ("28. Juni 2025 - 16.03 Uhr", "de", "2025-06-28T16:03:00+02:00", "minute", "language"),
        ("12. MÄR 2025 18:03", "de", "2025-03-12T18:03:00+01:00", "minute", "language"),
        ("Frankfurt, November 05, 2025, 5:09: Uhr", "de", "2025-11-05T05:09:00+01:00", "minute", "language"),
        ("30.06.2025 | 15:59 Uhr", "de", "2025-06-30T15:59:00+02:00", "minute", "language"),
        ("Veröffentlicht am 27.04.24 um 07:39 Uhr", "de", "2024-04-27T07:39:00+02:00", "minute", "language"),
        ("25.4.24", "de", "2024-04-25T00:00:00+02:00", "day", "language"),
        ("04 NOV 25", "en", "2025-11-04T00:00:00+00:00", "day", None),
        ("June 4, 2025 3:15 p.m. ET", "en", "2025-06-04T15:15:00-04:00", "minute", "explicit"),
        ("April 26, 2023 2:20pm EDT", "en", "2023-04-26T14:20:00-04:00", "minute", "explicit"),
        ("17:41 JST, October 13, 2024", "en", "2024-10-13T17:41:00+09:00", "minute", "explicit"),
        ("20:00, 29 Jan 2024", "en", "2024-01-29T20:00:00+00:00", "minute", None),
        ("Sat 24 Feb 2024 12.42 CET", "en-GB", "2024-02-24T12:42:00+01:00", "minute", "explicit"),
        ("Friday 22 November 2024 08:49 GMT", "en-GB", "2024-11-22T08:49:00+00:00", "minute", "explicit"),
        ("Friday, 22 Nov 2024 4:55 PM MYT", "en", "2024-11-22T16:55:00+08:00", "minute", "explicit"),
        ("4 juin 2025 à 14h05", "fr", "2025-06-04T14:05:00+02:00", "minute", "language"),
        ("06/01/2026 - 14:16 UTC+1", "fr", "2026-01-06T14:16:00+01:00", "minute", "explicit"),
        ("25 de mayo de 2025 16:51 h", "es", "2025-05-25T16:51:00+02:00", "minute", "language"),
        ("23. 12. 2024 13:31", "cs", "2024-12-23T13:31:00+01:00", "minute", "language"),
        ("02/02/2025 KL. 09:00", "da", "2025-02-02T09:00:00+01:00", "minute", "language"),
        ("torsdag 09. mai 2024 - 13:26", "no", "2024-05-09T13:26:00+02:00", "minute", "language"),
        ("Publicerad 23 okt 2025 kl 10.23", "sv", "2025-10-23T10:23:00+02:00", "minute", "language"),
        ("Son Güncelleme : 30.04.2024 - 16:49", "tr", "2024-04-30T16:49:00+03:00", "minute", "language"),
        ("SON GÜNCELLEME: 4 KASIM 2025 14:05", "tr", "2025-11-04T14:05:00+03:00", "minute", "language"),
        ("14.05.2025, 20:28", "ru", "2025-05-14T20:28:00+03:00", "minute", "language"),
        ("11.2.2025 23:55", "is", "2025-02-11T23:55:00+00:00", "minute", "language"),
    ],
)
def test_a_time_is_read_with_its_precision_and_zone(
    text: str, language: str | None, at: str, precision: str, zone_from: str | None
) -> None:
    time = read_time(text, language=language)
    assert time is not None
    assert (time.at, time.precision, time.zone_from, time.printed) == (at, precision, zone_from, text.strip())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "ko"),
        ("061-380-3192", "ko"),
        ("(02)2061-0006", "ko"),
        ("1588-9191", "ko"),
        ("139,850,000", "ko"),
        ("1,250,000원", "ko"),
        ("-1.25%", "ko"),
        ("2023 카타르월드컵", "ko"),
        ("2014-서울중구-1326", "ko"),
        ("2018-2019", "en"),
        ("EURO 2024", "de"),
        ("10.1038/d41586-025-03571-x", "en"),
        ("192.168.1.10", "en"),
        ("version 1.2.3", "en"),
        ("2025-13-45", "en"),
        ("2025-02-30", "en"),
        ("https://www.abc.example/20260425145127-nts.html", "es"),
        ("In September 2022, Liz Truss's government put forward a set of unfunded tax cuts", "en"),
        ("그는 2023년 3월 4일 열린 회의에서 대통령을 만나 경제 현안을 논의한 뒤 밝혔다", "ko"),
        ("여자 배구대표팀은 2021년에 열린 2020 도쿄올림픽에서 4강까지 올랐다", "ko"),
        ("© 2025 Funke Mediengruppe", "de"),
        ("2019-2020FIRST ...", "zh"),
    ],
)
def test_what_is_no_time_is_not_read_as_one(text: str, language: str) -> None:
    assert read_time(text, language=language) is None
    assert find_times(text, language=language) == ()


def test_the_site_s_zone_goes_before_the_language_s() -> None:
    time = read_time("2025-02-24 15:39", language="en@Asia/Manila")
    assert time is not None
    assert (time.at, time.zone_from) == ("2025-02-24T15:39:00+08:00", "site")


def test_the_site_s_zone_holds_in_the_language_that_the_script_tells() -> None:
    time = read_time("2025년 2월 24일 15:39", language="en@Asia/Manila")
    assert time is not None
    assert (time.at, time.zone_from) == ("2025-02-24T15:39:00+08:00", "site")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("입력 2025-02-24 15:39", "ko", [("published", "2025-02-24T15:39:00+09:00", "입력 2025-02-24 15:39")]),
        (
            "입력 : 2025-06-04 02:37:08 / 수정 : 2025-06-04 09:10:11",
            "ko",
            [
                ("published", "2025-06-04T02:37:08+09:00", "입력 : 2025-06-04 02:37:08"),
                ("modified", "2025-06-04T09:10:11+09:00", "수정 : 2025-06-04 09:10:11"),
            ],
        ),
        (
            "입력 2025.05.15 20:00 수정 2025.05.15 20:57",
            "ko",
            [
                ("published", "2025-05-15T20:00:00+09:00", "입력 2025.05.15 20:00"),
                ("modified", "2025-05-15T20:57:00+09:00", "수정 2025.05.15 20:57"),
            ],
        ),
        (
            "기사입력 2019.05.06 10:11 | 최종수정 2019.05.06 12:13",
            "ko",
            [
                ("published", "2019-05-06T10:11:00+09:00", "기사입력 2019.05.06 10:11"),
                ("modified", "2019-05-06T12:13:00+09:00", "최종수정 2019.05.06 12:13"),
            ],
        ),
        (
            "2026/09/22 19:19 송고 2026/09/22 20:00 수정",
            "ko",
            [
                ("published", "2026-09-22T19:19:00+09:00", "2026/09/22 19:19 송고"),
                ("modified", "2026-09-22T20:00:00+09:00", "2026/09/22 20:00 수정"),
            ],
        ),
        (
            "2025/1/14 21:17（最終更新 1/14 21:47）",
            "ja",
            [(None, "2025-01-14T21:17:00+09:00", "2025/1/14 21:17"), ("modified", "2025-01-14T21:47:00+09:00", "最終更新 1/14 21:47")],
        ),
        (
            "2025年1月14日 01時28分 (1月14日 01時40分更新)",
            "ja",
            [
                (None, "2025-01-14T01:28:00+09:00", "2025年1月14日 01時28分"),
                ("modified", "2025-01-14T01:40:00+09:00", "1月14日 01時40分更新"),
            ],
        ),
        (
            "Veröffentlicht am 13. Mai 2026 um 15:44 Aktualisiert am 14. Mai 2026, 10:00 Uhr",
            "de",
            [
                ("published", "2026-05-13T15:44:00+02:00", "Veröffentlicht am 13. Mai 2026 um 15:44"),
                ("modified", "2026-05-14T10:00:00+02:00", "Aktualisiert am 14. Mai 2026, 10:00 Uhr"),
            ],
        ),
        (
            "Posted: Aug 08, 2024 4:00 AM EDT | Last Updated: August 8",
            "en",
            [
                ("published", "2024-08-08T04:00:00-04:00", "Posted: Aug 08, 2024 4:00 AM EDT"),
                ("modified", "2024-08-08T00:00:00-04:00", "Last Updated: August 8"),
            ],
        ),
        (
            "08:39, 06 Jan 2026 Updated 08:41, 06 Jan 2026",
            "en",
            [
                (None, "2026-01-06T08:39:00+00:00", "08:39, 06 Jan 2026"),
                ("modified", "2026-01-06T08:41:00+00:00", "Updated 08:41, 06 Jan 2026"),
            ],
        ),
        (
            "Publicerad 23 okt 2025 kl 10.23 Uppdaterad kl 12.17",
            "sv",
            [
                ("published", "2025-10-23T10:23:00+02:00", "Publicerad 23 okt 2025 kl 10.23"),
                ("modified", "2025-10-23T12:17:00+02:00", "Uppdaterad kl 12.17"),
            ],
        ),
        (
            "News By Lance Ulanoff published 19 May 2026 A big shift, but with some wiggle room",
            "en",
            [("published", "2026-05-19T00:00:00+00:00", "published 19 May 2026")],
        ),
        (
            "Published Fri, Apr 28 2023 2:23 PM EDT",
            "en",
            [("published", "2023-04-28T14:23:00-04:00", "Published Fri, Apr 28 2023 2:23 PM EDT")],
        ),
        ("21.04.2024 | 3:18 min", "de", [(None, "2024-04-21T00:00:00+02:00", "21.04.2024")]),
        ("2018. 11. 23", "ko", [(None, "2018-11-23T00:00:00+09:00", "2018. 11. 23")]),
    ],
)
def test_the_times_of_a_line_keep_their_labels(text: str, language: str, expected: list[tuple[str | None, str, str]]) -> None:
    found = find_times(text, language=language)
    assert [(t.kind, t.time.at, t.time.printed) for t in found] == expected
    assert all(text[t.start : t.end].strip() == t.time.printed for t in found)


@pytest.mark.parametrize(
    ("text", "language", "at", "precision"),
    [
        ("02.24 장종료", "ko", "2025-02-24T00:00:00+09:00", "day"),
        ("12.31", "ko", "2024-12-31T00:00:00+09:00", "day"),
        ("02월 24일 15:30 기준", "ko", "2025-02-24T15:30:00+09:00", "minute"),
        ("15:30 기준", "ko", "2025-02-24T15:30:00+09:00", "minute"),
        ("2025.02.21 15:30 기준", "ko", "2025-02-21T15:30:00+09:00", "minute"),
        ("3시간 전", "ko", "2025-02-24T12:00:00+09:00", "hour"),
        ("5분 전", "ko", "2025-02-24T15:34:00+09:00", "minute"),
        ("2일 전", "ko", "2025-02-22T00:00:00+09:00", "day"),
        ("어제", "ko", "2025-02-23T00:00:00+09:00", "day"),
        ("어제 14:20", "ko", "2025-02-23T14:20:00+09:00", "minute"),
        ("1/14 21:17", "ja", "2025-01-14T21:17:00+09:00", "minute"),
        ("3/9(木) 18:45配信", "ja", "2025-03-09T18:45:00+09:00", "minute"),
        ("vor 2 Stunden", "de", "2025-02-24T05:00:00+01:00", "hour"),
        ("Heute, 12:37 Uhr", "de", "2025-02-24T12:37:00+01:00", "minute"),
        ("Vandaag om 20:07", "nl", "2025-02-24T20:07:00+01:00", "minute"),
        ("včera 14:40", "cs", "2025-02-23T14:40:00+01:00", "minute"),
        ("il y a 3 heures", "fr", "2025-02-24T04:00:00+01:00", "hour"),
        ("August 8", "en", "2025-08-08T00:00:00+09:00", "day"),
    ],
)
def test_a_partial_time_is_completed_by_the_article_s(text: str, language: str, at: str, precision: str) -> None:
    published = Time(at="2025-02-24T15:39:00+09:00", printed=None, precision="minute", zone_from="language")
    time = resolve_partial(text, published=published, language=language)
    assert time is not None
    assert (time.at, time.precision, time.printed) == (at, precision, text)


@pytest.mark.parametrize("text", ["139,850,000", "-1.25%", "0.56", "", "주요 뉴스", "3,948,000원"])
def test_prices_are_no_partial_times(text: str) -> None:
    published = Time(at="2025-02-24T15:39:00+09:00", printed=None, precision="minute", zone_from="language")
    assert resolve_partial(text, published=published, language="ko") is None


def test_relative_words_need_a_moment_as_fine_as_they_are() -> None:
    day = Time(at="2025-02-24T00:00:00+09:00", printed=None, precision="day", zone_from="language")
    assert resolve_partial("3시간 전", published=day, language="ko") is None
    assert resolve_partial("2일 전", published=day, language="ko") is not None
