"""Widgets of a piece of HTML that stands beside a story."""

from copydesk.article import Placement, Time, Widget
from copydesk.normalize.document import parse
from copydesk.normalize.widgets import find_widgets, read_widget
from tests.widgets.samples import page

PUBLISHED = Time(at="2025-02-24T15:39:00+09:00", precision="minute", zone_from="language")
BASE = "https://www.example.com/news/view/1"


def widgets_of(body: str, language: str = "ko") -> list[Widget]:
    document = parse(page(body, language))
    return [
        read_widget(found, document, id=f"w{n}", placement=Placement(region="aside"), published=PUBLISHED, language=language, base_url=BASE)
        for n, found in enumerate(find_widgets(document, language=language))
    ]


def one(body: str, kind: str, language: str = "ko") -> Widget:
    found = [widget for widget in widgets_of(body, language) if widget.kind == kind]
    assert len(found) == 1, [widget.kind for widget in widgets_of(body, language)]
    return found[0]
