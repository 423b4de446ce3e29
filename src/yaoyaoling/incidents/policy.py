"""Who sees an incident from its opening on. Pure."""

from uuid import UUID


def scopes_of(
    *, station_path: str, hall_code: str, is_inspection_only: bool, taker_account: UUID | None
) -> tuple[tuple[str, str], ...]:
    """(scope, reason) pairs.

    A complaint about police goes to inspection and to nobody of the station, county or hall it is about;
    the call-taker who wrote it keeps sight of it.
    """
    if is_inspection_only:
        scopes = [(f"i/{station_path}", "inspection_only")]
        if taker_account is not None:
            scopes.append((f"u/{taker_account}", "took_the_call"))
        return tuple(scopes)
    return ((f"t/{station_path}", "territory"), (f"h/{hall_code}", "hall"))
