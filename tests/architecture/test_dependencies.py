"""What routes depend on is asked for on the event loop: an ordinary function would go to a thread and back."""

import inspect

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from yaoyaoling.apps import rooms


def needs_of(dependant: Dependant) -> list[object]:
    """All that a route depends on, however deep."""
    found: list[object] = []
    for one in dependant.dependencies:
        found += [one.call, *needs_of(one)]
    return found


def test_no_route_waits_for_a_thread_before_it_begins() -> None:
    needs = {
        need: route.path
        for router in rooms.ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for need in needs_of(route.dependant)
    }
    assert len(needs) > 5
    threads = {path: need for need, path in needs.items() if not inspect.iscoroutinefunction(need)}
    assert not threads


def test_routes_are_coroutines_too() -> None:
    routes = [route for router in rooms.ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert len(routes) > 100
    assert not [route.path for route in routes if not inspect.iscoroutinefunction(route.endpoint)]
