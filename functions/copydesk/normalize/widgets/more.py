"""Links that lead to more of a list, and not to an article."""

from copydesk.normalize.widgets.vocabulary import normalised, without_tail

MORE = frozenset(
    (
        "더보기", "더 보기", "전체보기", "전체 보기", "자세히보기", "자세히 보기", "바로가기", "이전", "다음", "닫기", "열기",
        "접기", "펼치기", "전체", "구독", "구독하기", "공유", "댓글", "more", "more news", "see more", "view more", "view all",
        "see all", "read more", "show more", "load more", "read full story", "continue reading", "prev", "previous", "next", "close",
        "top", "mehr", "mehr anzeigen", "alle anzeigen", "mehr lesen", "weiterlesen", "weiter", "zum artikel", "zur übersicht",
        "artikel lesen", "alle artikel zum thema", "plus", "voir plus", "lire la suite", "más", "ver más", "leer más", "もっと見る",
        "もっと読む", "もっとみる", "続きを読む", "一覧", "一覧を見る", "記事を読む", "目次", "更多", "查看更多", "další články",
        "zobrazit více", "vis flere", "vis mer", "visa fler", "läs mer", "les mer", "læs mere", "toon meer", "lees verder", "zobacz więcej",
        "mehr artikel", "weitere artikel", "alle artikel", "alle artikel anzeigen", "plus d'articles", "tous les articles", "voir tout",
        "tout voir", "ver todo", "ver todas", "ver todos", "más noticias", "načíst další", "další", "więcej", "daha fazla göster",
        "daha fazla", "meira", "ещё", "показать ещё", "читать далее",
    )
)  # fmt: skip
MAX_MORE = 24  # characters
MORE_STARTS = (
    "ver más ", "ver todas las ", "ver todos los ", "voir plus d", "voir tous les ", "voir toutes les ", "view all ", "view more ",
    "see all ", "see more ", "show all ", "načíst starší ", "načíst další ", "zobrazit další ", "vedi tutti ", "vedi tutte ",
    "zobacz wszystkie ", "alle anzeigen", "bekijk alle ", "vis alle ", "visa alla ", "tüm haberler",
)  # fmt: skip
MAX_MORE_OF = 40  # characters of such an offer that says of what
MORE_ENDS = ("もっと見る", "をもっとみる", "一覧を見る", "一覧へ", " 더보기", " 더 보기", " 전체보기", "查看更多")


def is_more(text: str) -> bool:
    """Whether a link leads to more of the list and not to an article: `ランキングをもっと見る`."""
    key = normalised(text)
    return (
        key in MORE
        or without_tail(key) in MORE
        or (len(text) <= MAX_MORE and key.endswith(MORE_ENDS))
        or (len(text) <= MAX_MORE_OF and key.startswith(MORE_STARTS))
    )
