"""The inspector's sources: what can be told of them without a browser. `make browser` tries the rest."""

import json
import re
from typing import Any

import pytest

from copydesk.article import Article
from copydesk.errors import CopydeskError
from copydesk.handlers.api import describe_routes
from copydesk.inspector import FOLDER, find_file, joining

MODULES = {path.stem: path.read_text() for path in sorted(FOLDER.glob("*.js"))}
TOLD = ("copydesk.errors", "copydesk.handlers.problems")  # what a caller can be told; other rooms have faults of their own
WORDS: dict[str, dict[str, str]] = {path.name.split(".")[1]: json.loads(path.read_text()) for path in sorted(FOLDER.glob("words.*.json"))}
SAID = re.compile(r"""\bsay\("([\w.]+)\"""")
SCHEMA: dict[str, Any] = Article.model_json_schema()["$defs"]
DOUBTS = re.compile(r"""(?:\bdoubt\(|code=)"([a-z_]+)\"""")


def choices(model: str, field: str) -> list[str]:
    told = SCHEMA[model]["properties"][field]
    found = [option for one in (told, *told.get("anyOf", ()), told.get("items", {})) for option in one.get("enum", ())]
    return found or [told["const"]]


def descendants(error: type[CopydeskError]) -> list[type[CopydeskError]]:
    return [found for child in error.__subclasses__() for found in (child, *descendants(child))]


WIDGETS = [name for name, shape in SCHEMA.items() if {"kind", "placement"} <= shape["properties"].keys()]
FORMATS = next(
    parameter["schema"]["enum"]
    for parameter in describe_routes()["paths"]["/v1/articles/{article_id}"]["get"]["parameters"]
    if parameter["name"] == "format"
)
NAMED = [
    *(f"kind.{kind}" for widget in WIDGETS for kind in choices(widget, "kind")),
    *(f"widget_role.{role}" for widget in WIDGETS for role in choices(widget, "role")),
    *(f"relation.{relation}" for relation in choices("Credit", "relation")),
    *(f"seen.{place}" for place in choices("Caption", "seen_in")),
    *(f"label.{kind}" for kind in choices("Label", "kind")),
    *(f"field.{field}" for field in SCHEMA["Meta"]["properties"] if field != "media"),
    *(f"part.{part}" for part in SCHEMA["Coverage"]["properties"] if part not in ("visible", "hidden")),
    *(f"{told}.{error.type}" for told in ("problem", "advice") for error in descendants(CopydeskError) if error.__module__ in TOLD),
    *(f"{told}.{name}" for told in ("problem", "advice") for name in ("internal_error", "no_answer", "elsewhere", "gateway")),
    *(f"format.{name}" for name in FORMATS),
    *(f"doubt.{code}" for path in FOLDER.parent.rglob("*.py") for code in DOUBTS.findall(path.read_text())),
]


@pytest.mark.parametrize("language", WORDS)
def test_what_the_contract_can_say_has_a_word_in_each_language(language: str) -> None:
    assert {name for name in NAMED if name not in WORDS[language]} == set()


@pytest.mark.parametrize("module", MODULES)
def test_what_a_module_says_stands_in_each_language(module: str) -> None:
    said = set(SAID.findall(MODULES[module]))
    assert [(language, name) for language, words in WORDS.items() for name in said - words.keys()] == []


def test_what_the_page_says_stands_in_each_language() -> None:
    said = set(re.findall(r'data-(?:say|label|hint)="([\w.]+)"', (FOLDER / "index.html").read_text()))
    assert [(language, name) for language, words in WORDS.items() for name in said - words.keys()] == []


def test_the_languages_say_the_same_with_the_same_values() -> None:
    values = {language: {name: set(re.findall(r"\{(\w+)\}", text)) for name, text in words.items()} for language, words in WORDS.items()}
    assert values["en"] == values["ko"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_uses_no_module_syntax_but_what_is_joined(module: str) -> None:
    assert re.findall(r"^(?:import|export)\b.*", joining.within(MODULES[module]), re.MULTILINE) == []
    assert "import(" not in MODULES[module]


def test_every_module_is_served() -> None:
    served = find_file("/inspector/main.js")
    assert served is not None
    assert set(re.findall(r"^const module_(\w+) =", served.text, re.MULTILINE)) == MODULES.keys() - {"main"}


def test_modules_that_import_each_other_are_refused() -> None:
    sources = {"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match="a → b → a"):
        joining.join_modules("a", sources.__getitem__)


@pytest.mark.parametrize(
    "sink", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", 'setTimeout("', 'style=\\"']
)
def test_no_module_makes_markup_or_code_of_text(sink: str) -> None:
    assert [name for name, source in MODULES.items() if sink in source] == []
