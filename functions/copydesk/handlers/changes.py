"""The changes feed: what happened, for those who pull."""

import re
from typing import Any

from ..desk import list_changes
from ..errors import InvalidWords
from ..page.words import PUBLISHER
from ..store.changes import Positions, positions_from
from ..store.keys import ApiKey
from ..store.news import describe_change
from ..store.order import stamp
from ..store.records import CHANGE_SHARDS
from .answers import Answer, as_json
from .calls import Call, House
from .cursors import MAX_LIMIT, check_query, link_next, next_address, print_cursor, read_cursor, read_limit, read_moment, refuse_cursor
from .events import Request
from .listing import merged_publishers

MAX_PLACED = 16  # publishers whose places, 250 bytes each, still fit an address (the gateway takes 10,240 bytes)
PLACE = re.compile(r"(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z(?:#[0-9a-f]{1,64})?)?")


def tell_changes(house: House, call: Call, key: ApiKey) -> Answer:
    """`next` is always given: it is the address of the next poll, at once where there is `more`.

    Without `after`, from `since` or the beginning of what is kept.
    """
    request = call.request
    check_query(request, "publisher since after limit")
    publishers = merged_publishers(house, call, key)
    told = list_changes(house.desk, read_positions(request, publishers), limit=read_limit(request, default=MAX_LIMIT))
    cursor = print_cursor(told.positions if len(publishers) <= MAX_PLACED else told.place)
    address = next_address(request, drop=("since",), after=cursor)
    changes = [describe_change(change) for change in told.changes]
    return as_json(200, {"changes": changes, "next": address, "until": told.until, "more": not told.is_all}, **link_next(address))


def read_positions(request: Request, publishers: tuple[str, ...]) -> Positions:
    """A publisher that the cursor does not know is told of from the beginning; one that the key no longer covers not any more.

    Of more than MAX_PLACED publishers the cursor knows one place for all: one that comes later is told of from then on.
    """
    after, since = read_cursor(request, "after"), read_moment(request, "since")
    if after is None:
        return positions_from(publishers, stamp(since) if since else "")
    if since is not None:
        raise InvalidWords([("/since", "`after` says where to begin")])
    if isinstance(after, str) and PLACE.fullmatch(after):
        return positions_from(publishers, after)
    if not isinstance(after, dict) or not all(map(is_position, after.items())):
        raise refuse_cursor("after")
    known = {publisher_id: tuple(places) for publisher_id, places in after.items() if publisher_id in publishers}
    return {**positions_from(publishers), **known}


def is_position(entry: tuple[str, Any]) -> bool:
    publisher_id, places = entry
    return (
        PUBLISHER.fullmatch(publisher_id) is not None
        and isinstance(places, list)
        and len(places) == CHANGE_SHARDS
        and all(isinstance(place, str) and PLACE.fullmatch(place) for place in places)
    )
