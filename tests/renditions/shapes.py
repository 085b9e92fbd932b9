"""A model without what no rendition can bring back: characters that HTML has no form for, and how a time was read. Lines as their runs."""

from typing import Any

from copydesk.renditions.inline import printable
from tests.renditions.sights import runs_of


def shape(told: Any) -> Any:
    match told:
        case str():
            return printable(told)
        case tuple():
            return [shape(one) for one in told]
        case _ if hasattr(told, "spans"):
            rest = {name: shape(getattr(told, name)) for name in type(told).model_fields if name not in ("text", "spans")}
            return rest | {"runs": runs_of(told.text, told.spans)}
        case _ if hasattr(told, "printed"):
            return told.at, shape(told.printed or told.at)
        case _ if hasattr(type(told), "model_fields"):
            return {name: shape(getattr(told, name)) for name in type(told).model_fields}
    return told
