"""Articles that are taken away, and brought back into reach."""

from ..desk import lift, purge, withdraw
from ..store.keys import ApiKey
from .admission import readable_publishers
from .answers import Answer
from .calls import Call, House, read_flag
from .conditions import read_terms
from .telemetry import log


def withdraw_article(house: House, call: Call, key: ApiKey) -> Answer:
    """With `?purge=true`, for good; the router asks for the admin right then."""
    request, article_id = call.request, call.named["article_id"]
    remove = purge if read_flag(request, "purge") else withdraw
    publishers = readable_publishers(house.gate, key, request.one("publisher"))
    head = remove(house.desk, publishers, article_id, sender=key.key_id, terms=read_terms(request))
    log.info("article taken away", extra={"status": head.status, "publisher": head.publisher_id, "article": article_id})
    return Answer(204)


def lift_purge(house: House, call: Call, key: ApiKey) -> Answer:
    """Nothing comes back by itself: the article takes in pages again."""
    publishers = readable_publishers(house.gate, key, call.request.one("publisher"))
    head = lift(house.desk, publishers, call.named["article_id"], sender=key.key_id)
    log.info("purge lifted", extra={"publisher": head.publisher_id, "article": head.article_id})
    return Answer(204)
