"""Questions and answers below the story, and the buttons that open an answer."""

import pytest

from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read

ANSWERS = (
    ("When does the first ferry leave?", "The first ferry leaves at six in the morning, from the old pier behind the market hall."),
    ("What does a crossing cost?", "A crossing costs four crowns for adults, and nothing at all for children under twelve."),
    ("May I bring a bicycle?", "Bicycles are welcome on the lower deck, as long as there is room between the benches."),
)
HEADED = "".join(f"<h3>{question}</h3><p>{answer}</p>" for question, answer in ANSWERS)
OPENED = "".join(f"<div><button><span>{question}</span></button><div><p>{answer}</p></div></div>" for question, answer in ANSWERS)
DETAILS = "".join(f"<details open><summary>{question}</summary><p>{answer}</p></details>" for question, answer in ANSWERS)


LONG = [f"{sentence} So the minutes of meeting {number} say." for number in range(1, 7) for sentence in SENTENCES]


def told(html: str) -> list[tuple[str, str]]:
    return [(block.type, block.text) for block in read(html).body.blocks if block.type in ("heading", "paragraph")]


def asked() -> list[tuple[str, str]]:
    return [block for question, answer in ANSWERS for block in (("heading", question), ("paragraph", answer))]


@pytest.mark.parametrize("answers", [HEADED, OPENED, DETAILS], ids=["headings", "buttons", "details"])
def test_questions_and_answers_in_a_section_below_the_story_are_its_last_blocks(answers: str) -> None:
    section = f"<section><div class=head><h2>Frequently asked questions</h2></div><div>{answers}</div></section>"
    html = page(f"<div class=article><div class=text>{STORY}</div></div>{section}")
    assert told(html)[-6:] == asked()
    assert ("heading", "Frequently asked questions") in told(html)


@pytest.mark.parametrize("answers", [HEADED, OPENED, DETAILS], ids=["headings", "buttons", "details"])
def test_questions_in_the_story_keep_their_answers(answers: str) -> None:
    assert [block for block in told(page(f"{STORY}<div>{answers}</div>")) if block in asked()] == asked()


@pytest.mark.parametrize(
    "below",
    [
        "<nav>" + HEADED + "</nav>",
        "<section>"
        + "".join(f"<h3><a href=/{n}>{q}</a></h3><p><a href=/{n}>{a}</a></p>" for n, (q, a) in enumerate(ANSWERS))
        + "</section>",
        "<section>" + "".join(f"<h3>{q.strip('?')}</h3><p>{a}</p>" for q, a in ANSWERS) + "</section>",
        "<section>" + "".join(f"<h3>{q}</h3>" for q, _ in ANSWERS) + "</section>",
    ],
    ids=["a menu", "teasers", "headings that do not ask", "questions without answers"],
)
def test_what_is_no_section_of_answers_stays_outside(below: str) -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in LONG)
    assert paragraphs(read(page(f"<div class=article><div class=text>{text}</div></div>{below}"))) == LONG


def test_a_button_that_asks_over_nothing_is_a_button() -> None:
    assert "Do you like it?" not in read(page(f"{STORY}<button>Do you like it?</button>")).body.text
