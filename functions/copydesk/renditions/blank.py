"""What the readers of other formats begin with: an article of which nothing is told yet, as JSON."""

from collections.abc import Iterable

from ..article import Article, Body, Charset, Meta, Provenance
from .remainder import Json


def blank() -> Json:
    untold = Provenance(normalizer="", source_hash="", content_hash="", charset=Charset(used="", how="default"))
    return Article(meta=Meta(), body=Body(), provenance=untold).model_dump(mode="json")


def moment(at: str | None) -> Json | None:
    """A time of which no more is told than that it was then."""
    return {"at": at, "printed": None, "precision": "minute", "zone_from": None} if at else None


def shelved(told: Iterable[Json]) -> list[Json]:
    """Once each, in the order of their ids: m2 before m10."""
    by_id = {one["id"]: one for one in told}
    return sorted(by_id.values(), key=lambda one: (len(one["id"]), one["id"]))
