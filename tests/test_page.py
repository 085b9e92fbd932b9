"""Bytes and the sender's words: transfer decoding, charsets, words."""

import gzip
from functools import partial

import pytest

from copydesk.errors import BadTransfer, DamagedInTransit, EmptyPage, InvalidWords, NotHtml, TooLarge, Undecodable
from copydesk.page import MAX_BYTES, RawPage, Words, check_transit, read_text, receive

packed = partial(gzip.compress, mtime=0)  # the same bytes, and so the same test, in every run

KOREAN = "알리바바는 앞으로 3년간 클라우드와 데이터센터에 3800억 위안 이상을 투자할 것이라고 밝혔다. 뷁"
JAPANESE = "政府は２４日、新しい方針を決めた。首相は「重要だ」と述べた。①㈱髙島屋"
CHINESE = "新华社记者昨日报道，这个项目将在今年内完成。"
TAIWANESE = "總統昨日表示，這個計畫將在今年內完成。"


def page(text: str, charset: str = "utf-8", meta: str = "", content_type: str | None = None, said: str | None = None) -> RawPage:
    label = f'<meta charset="{meta}">' if meta else ""
    body = f"<!DOCTYPE html><html><head>{label}<title>t</title></head><body><p>{text}</p></body></html>".encode(charset)
    return receive(body, content_type=content_type, words=Words(charset=said))


# ------------------------------------------------------------- the order


def test_a_byte_order_mark_wins_over_every_label() -> None:
    body = b"\xff\xfe" + f'<meta charset="euc-kr"><p>{KOREAN}</p>'.encode("utf-16-le")
    decoded = read_text(receive(body, content_type="text/html; charset=windows-1252"))
    assert (decoded.how, decoded.used, decoded.text[:5]) == ("bom", "UTF-16LE", "<meta")
    assert KOREAN in decoded.text


def test_the_escapes_of_iso_2022_jp_are_seen_before_utf8_is_believed() -> None:
    decoded = read_text(receive(b"<p>" + "新しい方針を決めた。".encode("iso2022_jp") + b"</p>", content_type="text/html; charset=utf-8"))
    assert (decoded.how, decoded.used, decoded.text) == ("escapes", "ISO-2022-JP", "<p>新しい方針を決めた。</p>")


def test_valid_utf8_wins_over_transport_sender_and_page() -> None:
    decoded = read_text(page(KOREAN, meta="euc-kr", content_type="text/html; charset=euc-kr", said="euc-kr"))
    assert (decoded.how, decoded.used, decoded.declared, decoded.replaced) == ("utf8_valid", "UTF-8", "euc-kr", 0)
    assert KOREAN in decoded.text


def test_ascii_proves_nothing_and_the_label_stands() -> None:
    assert (read_text(page("plain words", meta="euc-kr")).used, read_text(page("plain words")).how) == ("EUC-KR", "default")


def test_the_sender_wins_over_the_transport_and_the_transport_over_the_page() -> None:
    latin = "Café à la crème"
    by_sender = read_text(page(latin, "cp1252", "koi8-r", "text/html; charset=windows-1251", "windows-1252"))
    by_transport = read_text(page(latin, "cp1252", "koi8-r", "text/html; charset=windows-1252"))
    by_page = read_text(page(latin, "cp1252", "windows-1252", "text/html"))
    assert [(d.how, d.used) for d in (by_sender, by_transport, by_page)] == [
        ("sender", "windows-1252"),
        ("transport", "windows-1252"),
        ("page", "windows-1252"),
    ]


def test_a_label_that_the_bytes_contradict_is_passed_over() -> None:
    decoded = read_text(page(KOREAN, "cp949", "euc-kr", "text/html; charset=utf-8"))
    assert (decoded.how, decoded.used, decoded.replaced) == ("page", "EUC-KR", 0)


def test_a_stray_byte_is_replaced_and_counted() -> None:
    body = f"<meta charset=utf-8><p>{KOREAN}{KOREAN}".encode() + b"\xff</p>"
    decoded = read_text(receive(body))
    assert (decoded.how, decoded.used, decoded.replaced) == ("page", "UTF-8", 1)


def test_replacement_characters_of_the_page_itself_are_not_counted() -> None:
    assert read_text(page("\ufffd is U+FFFD, " + KOREAN)).replaced == 0


def test_a_last_character_cut_in_two_does_not_shake_utf8() -> None:
    decoded = read_text(receive(f"<meta charset=euc-kr><p>{KOREAN}가".encode()[:-1]))
    assert (decoded.how, decoded.used, decoded.replaced) == ("utf8_valid", "UTF-8", 1)


def test_utf16_is_not_believed_of_a_page_whose_label_can_be_read_byte_by_byte() -> None:
    decoded = read_text(page("Café", "cp1252", "utf-16", said="utf-16"))
    assert (decoded.used, decoded.how) == ("windows-1252", "detector")


# ------------------------------------------------------------ the labels


@pytest.mark.parametrize(
    ("label", "codec", "text", "used"),
    [
        ("euc-kr", "cp949", KOREAN, "EUC-KR"),
        ("ks_c_5601-1987", "cp949", KOREAN, "EUC-KR"),
        ("MS949", "cp949", KOREAN, "EUC-KR"),
        ("gb2312", "gb18030", CHINESE + "胡喆", "GBK"),
        ("gbk", "gb18030", CHINESE + "㐀", "GBK"),
        ("big5", "big5hkscs", TAIWANESE, "Big5"),
        ("shift_jis", "cp932", JAPANESE, "Shift_JIS"),
        ("x-sjis", "cp932", JAPANESE, "Shift_JIS"),
        ("latin-1", "cp1252", "“Café” – 5 €", "windows-1252"),
        ("iso-8859-1", "cp1252", "“Café” – 5 €", "windows-1252"),
        ("iso-8859-9", "cp1254", "İstanbul’da ışık", "windows-1254"),
        ("windows-1251", "cp1251", "Россия", "windows-1251"),
        ("koi8-r", "koi8_r", "Россия", "KOI8-R"),
        ("iso-8859-2", "iso8859_2", "Łódź", "ISO-8859-2"),
        ("tis-620", "cp874", "ประเทศไทย", "windows-874"),
    ],
)
def test_labels_are_read_the_way_browsers_read_them(label: str, codec: str, text: str, used: str) -> None:
    decoded = read_text(page(text, codec, label))
    assert (decoded.used, decoded.replaced, text in decoded.text) == (used, 0, True)


def test_euc_jp_knows_the_rows_that_windows_added() -> None:
    body = b"<meta charset=euc-jp><p>" + "新しい方針を決めた".encode("euc_jp") + b"\xad\xa1\xad\xea\xfc\xe2</p>"
    assert "①㈱髙" in read_text(receive(body)).text


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ('<meta charset="euc-kr">', "euc-kr"),
        ("<META CHARSET=euc-kr>", "euc-kr"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">', "ks_c_5601-1987"),
        ("<meta content='text/html;charset=euc-kr' http-equiv=content-type />", "euc-kr"),
        ('<!-- <meta charset="big5"> --><meta charset="euc-kr">', "euc-kr"),
        ('<script>var s = \'<meta charset="big5">\'</script><meta charset="euc-kr">', "euc-kr"),
        ('<meta name="x" content="charset=big5"><meta charset="euc-kr">', "euc-kr"),
        ('<meta charset="no-such"><meta charset="euc-kr">', "euc-kr"),
        ('<meta name="description" content="' + "x" * 3000 + '"><meta charset="euc-kr">', "euc-kr"),
        ('</head><body><meta charset="euc-kr">', None),
        ("<!-- never closed <meta charset=euc-kr>", None),
    ],
)
def test_the_pages_own_label_is_found_where_a_parser_would_find_it(head: str, label: str | None) -> None:
    assert read_text(receive(f"<html><head>{head}<title>{KOREAN}</title>".encode())).declared == label


def test_an_xml_declaration_is_a_label_too() -> None:
    decoded = read_text(receive(f'<?xml version="1.0" encoding="euc-kr"?><html><p>{KOREAN}</p></html>'.encode("cp949")))
    assert (decoded.used, decoded.how) == ("EUC-KR", "page")


# ---------------------------------------------------------- the detector


@pytest.mark.parametrize(
    ("codec", "text", "used"),
    [
        ("cp949", KOREAN, "EUC-KR"),
        ("cp932", JAPANESE, "Shift_JIS"),
        ("euc_jp", "政府は２４日、新しい方針を決めた。首相は「重要だ」と述べた。", "EUC-JP"),
        ("gb18030", CHINESE, "gb18030"),
        ("big5hkscs", TAIWANESE, "Big5"),
        ("cp1252", "L’été dernier, le président a été réélu à Genève.", "windows-1252"),
        ("cp1251", "Президент России заявил, что переговоры продолжатся.", "windows-1251"),
        ("koi8_r", "Президент России заявил, что переговоры продолжатся.", "KOI8-R"),
        ("cp1250", "Prezydent Łodzi powiedział, że źródła są niepewne.", "windows-1250"),
        ("cp874", "นายกรัฐมนตรีกล่าวว่าเศรษฐกิจไทย", "windows-874"),
        ("utf_16_le", "Plain words, and 한국어 too.", "UTF-16LE"),
    ],
)
def test_a_page_without_any_label_is_detected(codec: str, text: str, used: str) -> None:
    decoded = read_text(receive(f"<p>{text}</p>".encode(codec)))
    assert (decoded.used, decoded.how, text in decoded.text) == (used, "detector", True)


def test_utf8_with_a_few_broken_bytes_and_no_label_stays_utf8() -> None:
    decoded = read_text(receive(f"<p>{KOREAN}".encode() + b"\xb0\xb0" + f"{KOREAN}</p>".encode()))
    assert (decoded.used, decoded.how, decoded.replaced) == ("UTF-8", "detector", 2)


def test_a_long_stretch_without_a_letter_beyond_ascii_hides_none_behind_it() -> None:
    decoded = read_text(receive(f"<style>{'p{margin:0}' * 4_000} /* {KOREAN} */</style><p>{KOREAN}</p>".encode("euc-kr")))
    assert (decoded.used, decoded.how) == ("EUC-KR", "detector")


def test_bytes_that_are_no_text_are_undecodable_and_the_charsets_tried_are_named() -> None:
    noise = bytes((i * 73 + i // 7) % 256 for i in range(20_000))
    with pytest.raises(Undecodable, match="UTF-8") as refusal:
        read_text(receive(b"<p>" + noise.replace(b"\0", b"\1"), content_type="text/html; charset=utf-8"))
    assert refusal.value.type == "undecodable"


@pytest.mark.parametrize(
    "body", [b"<p>a\0b\0</p>", b"<p>\xed\xa0\x80\xea\xb0\x80\xea\xb0\x81" + "가".encode() * 30, b"\xff\xfe<\0p\0>\0\x00\xd8x\0"]
)
def test_no_text_holds_a_nul_or_a_lone_surrogate(body: bytes) -> None:
    text = read_text(receive(body)).text
    assert "\0" not in text
    assert text.encode()


# ------------------------------------------------------------ transfer


def test_gzip_is_unpacked_whatever_the_transport_says() -> None:
    plain = f"<p>{KOREAN}</p>".encode()
    page = receive(packed(plain), content_type="text/html")
    assert page.body == plain
    assert page.source_hash == receive(plain).source_hash


def test_gzip_in_several_members_is_one_page() -> None:
    assert receive(packed(b"<p>a") + packed(b"b</p>") + b"\0\0").body == b"<p>ab</p>"


@pytest.mark.parametrize("packed", [packed(b"<p>x</p>" * 99)[:-9], packed(b"<p>x</p>" * 99)[:20] + b"damage!!" * 5, b"\x1f\x8b"])
def test_broken_gzip_is_refused(packed: bytes) -> None:
    with pytest.raises(BadTransfer):
        receive(packed)


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf \n", packed(b""), packed(b" " * 50)])
def test_nothing_is_refused_as_empty(body: bytes) -> None:
    with pytest.raises(EmptyPage):
        receive(body)


def test_a_page_over_the_limit_is_refused_with_limit_and_size() -> None:
    with pytest.raises(TooLarge, match="10,485,761") as refusal:
        receive(b"<p>" + b"x" * (MAX_BYTES - 2))
    assert refusal.value.limit == MAX_BYTES


def test_a_gzip_bomb_is_refused_by_its_ratio() -> None:
    with pytest.raises(TooLarge, match="compression ratio"):
        receive(packed(b"<p>" + b"x" * 9_000_000))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "zip"),
        (packed(packed(b"<p>x")), "gzip inside gzip"),
        (b"\0\0\0\x18ftypmp42", "video"),
    ],
)
def test_what_is_sent_by_mistake_is_named(body: bytes, name: str) -> None:
    with pytest.raises(NotHtml, match=name):
        receive(body)


# ------------------------------------------------- damage on the way


def through_a_text_channel(body: bytes) -> bytes:
    return body.decode("utf-8", "replace").encode()


@pytest.mark.parametrize("content_type", ["text/html", "text/html; charset=euc-kr"])
@pytest.mark.parametrize("meta", ["", '<meta charset="euc-kr">'])
def test_euc_kr_that_a_text_channel_destroyed_is_refused_with_advice(content_type: str, meta: str) -> None:
    with pytest.raises(DamagedInTransit, match="application/octet-stream"):
        check_transit(through_a_text_channel(f"{meta}<p>{KOREAN}</p>".encode("cp949")), content_type=content_type)


def test_gzip_that_a_text_channel_destroyed_is_refused_with_advice() -> None:
    with pytest.raises(DamagedInTransit, match="application/gzip"):
        check_transit(through_a_text_channel(packed(f"<p>{KOREAN}</p>".encode())), content_type="text/html")


def test_a_picture_that_a_text_channel_destroyed_is_still_a_picture() -> None:
    with pytest.raises(NotHtml, match="JPEG"):
        check_transit(through_a_text_channel(b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01"))


@pytest.mark.parametrize("text", ["the character \ufffd is called U+FFFD", KOREAN + " \ufffd\ufffd", "no such character", ""])
@pytest.mark.parametrize("meta", ["", '<meta charset="utf-8">'])
def test_a_page_that_merely_holds_the_replacement_character_passes(text: str, meta: str) -> None:
    check_transit(f"{meta}<p>{text}</p>".encode(), content_type="text/html; charset=utf-8")


# --------------------------------------------------------------- words


def test_words_are_read_from_text_and_from_json() -> None:
    said = {
        "url": "https://news.example/1?a=b",
        "edition": "3",
        "published_at": "2025-02-24T09:00:00+09:00",
        "headline": "머리",
        "external_id": None,
    }
    words = Words.read_words(said)
    assert (words.url, words.edition, words.external_id, dict(words.meta)) == ("https://news.example/1?a=b", 3, None, {"headline": "머리"})
    assert words.published_at == "2025-02-24T09:00:00+09:00"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "/news/1"),
        ("url", "ftp://news.example/1"),
        ("url", "https://"),
        ("url", "https://news.example:99999/"),
        ("url", "https://news.example/a b"),
        ("url", "https://news.example/\r\nX: y"),
        ("url", 7),
        ("edition", -1),
        ("edition", "1.5"),
        ("edition", True),
        ("edition", "٣"),
        ("published_at", "2025-02-24T09:00:00"),
        ("published_at", "2025-02-24"),
        ("modified_at", "2025-02-30T09:00:00Z"),
        ("modified_at", "2025-02-24T25:00:00Z"),
        ("charset", "utf-99"),
        ("publisher", "a/b"),
        ("publisher", ""),
        ("external_id", "x" * 3000),
        ("external_id", "\ud800"),
        ("uri", "https://news.example/1"),
        ("a/b~c", "x"),
    ],
)
def test_a_word_without_its_form_is_named(name: str, value: object) -> None:
    with pytest.raises(InvalidWords) as refusal:
        Words.read_words({name: value, "edition": value if name == "edition" else 1})
    assert [pointer for pointer, _ in refusal.value.errors] == ["/" + name.replace("~", "~0").replace("/", "~1")]


def test_every_wrong_word_is_named_at_once() -> None:
    with pytest.raises(InvalidWords) as refusal:
        Words.read_words({"url": "x", "edition": "y"})
    assert {pointer for pointer, _ in refusal.value.errors} == {"/url", "/edition"}
