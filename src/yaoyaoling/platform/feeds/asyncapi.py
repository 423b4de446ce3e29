"""The AsyncAPI 3.0 document of the feeds, generated from the messages and the rooms' kinds."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

import yaoyaoling
from yaoyaoling.platform.feeds import messages
from yaoyaoling.platform.feeds.contract import RoomFeed
from yaoyaoling.platform.feeds.presence import Looking

_MESSAGES = (
    messages.Snapshot,
    messages.Changes,
    messages.ScopeEntered,
    messages.ScopeLeft,
    messages.Positions,
    messages.Presence,
    messages.Tick,
)
"""What the hall sends. A screen itself says only what it shows: `Looking`."""


def asyncapi_document(rooms: Sequence[RoomFeed]) -> dict[str, Any]:
    """The whole document, JSON-ready."""
    schemas: dict[str, Any] = {}
    for model in (*_MESSAGES, Looking):
        schema = TypeAdapter(model).json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    kinds = [
        {
            "name": kind.name,
            "roles": sorted(kind.roles),
            "masked": dict(sorted(kind.masks.items())),
            "unmasked_for": sorted(kind.unmasked),
        }
        for room in rooms
        for kind in room.kinds
    ]
    names = [model.__name__ for model in _MESSAGES]
    every = [*names, Looking.__name__]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Yaoyaoling feeds",
            "version": yaoyaoling.__version__,
            "description": "Snapshot, cursor and ordered changes of what the viewer may see. Apply an entity only when"
            " its version is newer than the one held; merge `set` into it; null removes it.",
        },
        "channels": {
            "feed": {
                "address": "/api/feed",
                "bindings": {
                    "ws": {"query": {"type": "object", "properties": {"cursor": {"type": "integer", "minimum": 0}}}}
                },
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in every},
            }
        },
        "operations": {
            "receive": {
                "action": "send",
                "channel": {"$ref": "#/channels/feed"},
                "messages": [{"$ref": f"#/channels/feed/messages/{name}"} for name in names],
            },
            "tell": {
                "action": "receive",
                "channel": {"$ref": "#/channels/feed"},
                "messages": [{"$ref": "#/channels/feed/messages/Looking"}],
            },
        },
        "components": {
            "messages": {name: {"name": name, "payload": {"$ref": f"#/components/schemas/{name}"}} for name in every},
            "schemas": schemas,
        },
        "x-kinds": kinds,
    }
