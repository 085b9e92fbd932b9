"""A guess at the charset of bytes that nothing names.

A sample is decoded every way; the right one is where the commonest characters of a language come out.
"""

import re
from collections import Counter

from .decoding import decode

SAMPLE_BYTES = 32_768  # of text with bytes beyond ASCII: some pages of it
MIN_SCORE = 0.25  # whole pages score 0.31 to 0.74 in their own double-byte charset, up to 0.21 in another
MIN_UTF8 = 0.75  # share of sound sequences; other charsets form 0.23 of them at most
ERROR_WEIGHT = 3.0  # one character in three that does not decode undoes every likeness

LATIN = "\xa0’‘“”–—…•´ðþýÐÞÆØÅÇ©®°«»·£§½€éèêàâçîïôûùëæáíóúñ¿¡ãõäöüßåøÉÈÀÖÄÜÑºª"
SIMPLIFIED = (
    "，。、：；“”（）的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没"
    "动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见"
    "被利等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先海通教原东提立及比员解水名真论处各入认条平系气题活更别打变四总何电数安少报结反受目太量再感建务做"
    "接必场件计管期市直资命金指统区保至社便空决展科司五基书非听界达光放强难权思设式路记南品住告类求据程北边交规万取领共确传今切院让识带导争运本报讯记者新闻"
)
TRADITIONAL = (
    "，。、：；「」（）的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒"
    "動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見"
    "被利等產或新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教原東提立及比員解水名真論處各入認條平系氣題活更別打變四總何電數安少報結反受目太量再感建務做"
)
KOREAN = (
    "이다는의에가을하고로한은지를기사인서도자리시대어나정부제일보해수있상으그러전라스아들관원국장경과년월만공주여성조위통계연구유동신안했것등방문선오중분면개민회합당출소결"
    "발치세영된재물비우입저내마말양행업간울명생실북화모두니까며려게던터번할차트산금단체거와질권력강용미무데습적후규진호게야음요"
)
JAPANESE = (
    "のにはをたがでとしれさあるいもなかっうくらてこそよりまきどけせつめ、。「」ーンスイルトラクアリコテレッ・ュョシジタドフプ日人年大"
)

# Tried first: hardly any text in a single-byte charset decodes as pairs, let alone into common characters.
DOUBLE_BYTE = (
    ("EUC-KR", KOREAN),
    ("Shift_JIS", JAPANESE),
    ("EUC-JP", JAPANESE),
    ("gb18030", SIMPLIFIED + TRADITIONAL),
    ("Big5", TRADITIONAL),
)

# The first of equals wins: Latin before its neighbours, which share most of its letters.
SINGLE_BYTE = (
    ("windows-1252", LATIN),
    ("windows-1251", "оеаинтсрвлкмдпуяыьгзбчй«»—іїєў"),
    ("KOI8-R", "оеаинтсрвлкмдпуяыьгзбчй"),
    ("windows-1250", "ąćęłńóśźżŁŚŻŠČáčďéěíňřšťúůýžäöüőűșțăâî„”–…"),
    ("windows-1254", "ğışçöüİâîéŞÇÖÜ’“”"),
    ("windows-1253", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ«»"),
    ("windows-1255", "אבגדהוזחטיכלמנסעפצקרשתםןךףץ"),
    ("windows-1256", "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإ،"),
    ("windows-874", "กขคงจชซณดตถทธนบปผพฟมยรลวศษสหอะาำิีึืุูเแโใไ่้๊็์ัๆ"),
)  # fmt: skip


def best_guess(body: bytes) -> str | None:
    """The WHATWG name of the likeliest encoding; None where no guess is good."""
    if body[1:2] == b"\0" and body[3:4] == b"\0":
        return "UTF-16LE"
    if body[:1] == b"\0" and body[2:3] == b"\0":
        return "UTF-16BE"
    sample = _sample(body)
    if not sample:
        return None
    text, replaced = decode(sample, "UTF-8")
    if 1 - replaced / _beyond_ascii(text) >= MIN_UTF8:
        return "UTF-8"
    for candidates in (DOUBLE_BYTE, SINGLE_BYTE):
        scores = {name: likeness(sample, name, common) for name, common in candidates}
        best = max(scores, key=lambda name: scores[name])
        if scores[best] >= MIN_SCORE:
            return best
    return None


def likeness(sample: bytes, name: str, common: str) -> float:
    """Share of the characters beyond ASCII that are common ones, less ERROR_WEIGHT times the share that did not decode."""
    text, replaced = decode(sample, name)
    counts = Counter(text)
    beyond = _beyond_ascii(text)
    return sum(counts[c] for c in set(common)) / beyond - ERROR_WEIGHT * replaced / beyond if beyond else 0.0


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _sample(body: bytes) -> bytes:
    """The stretches between tags and line ends that hold more than ASCII, each from where it first does, joined by line ends."""
    parts: list[bytes] = []
    size = 0
    for stretch in re.finditer(rb"[\x80-\xff][^\n<>]*+", body):
        parts.append(stretch[0])
        size += len(stretch[0])
        if size > SAMPLE_BYTES:
            break
    return b"\n".join(parts)[:SAMPLE_BYTES]
