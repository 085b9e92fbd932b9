"""The official schemas of ninjs and ANS, which are other people's files: read from a folder, never from this repository.

The folder holds `ninjs/ninjs-schema_3.1.json` (https://www.iptc.org/std/ninjs/) and `ans/0.10.12/` (the files of
https://github.com/washingtonpost/ans-schema, src/main/resources/schema/ans/0.10.12).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, Draft202012Validator
from jsonschema.protocols import Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

ANS_ADDRESS = "https://raw.githubusercontent.com/washingtonpost/ans-schema/master/src/main/resources/schema/ans/0.10.12/"
GEOJSON = "https://geojson.org/schema/GeoJSON.json"  # of places, which no article of ours has
# ANS takes an unknown element type, and any text: an element is held against the schema of its own type too.
WHOLE = ("image", "video", "audio", "gallery")


@dataclass(frozen=True)
class Schemas:
    ninjs: Validator
    story: Validator
    elements: Mapping[str, Validator]

    def ninjs_faults(self, document: Any) -> Iterator[str]:
        return faults(self.ninjs, document)

    def ans_faults(self, document: Any) -> Iterator[str]:
        yield from faults(self.story, document)
        for element in elements_of(document):
            validator = self.elements.get(element["type"])
            if validator is None:
                yield f"no element of ANS: {element['type']}"
            else:
                yield from faults(validator, element)


def faults(validator: Validator, document: Any) -> Iterator[str]:
    for error in validator.iter_errors(document):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


def elements_of(document: Any) -> Iterator[Any]:
    for element in document.get("content_elements", ()):
        yield element
        yield from elements_of(element)


def read_schemas(folder: Path) -> Schemas:
    ninjs = json.loads((folder / "ninjs" / "ninjs-schema_3.1.json").read_text())
    geojson = Registry().with_resource(GEOJSON, Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"}))
    ans = folder / "ans" / "0.10.12"
    files = {str(path.relative_to(ans)): json.loads(path.read_text()) for path in ans.rglob("*.json")}
    registry = Registry().with_resources((ANS_ADDRESS + name, DRAFT4.create_resource(schema)) for name, schema in files.items())

    def of_ans(name: str) -> Validator:
        return Draft4Validator(files[name], registry=registry, format_checker=Draft4Validator.FORMAT_CHECKER)

    elements = {Path(name).stem: of_ans(name) for name in files if name.startswith("story_elements/")}
    return Schemas(
        Draft202012Validator(ninjs, registry=geojson, format_checker=Draft202012Validator.FORMAT_CHECKER),
        of_ans("story.json"),
        elements | {name: of_ans(f"{name}.json") for name in WHOLE},
    )
