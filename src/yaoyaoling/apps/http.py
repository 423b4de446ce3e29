"""The web application: routes of all rooms, the console's files, OpenAPI and AsyncAPI."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles

import yaoyaoling
from yaoyaoling.apps import rooms
from yaoyaoling.field import api_batch as field_api_batch
from yaoyaoling.platform.feeds.asyncapi import asyncapi_document
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http import errors, feed, health
from yaoyaoling.platform.http.errors import ERROR_REPLIES
from yaoyaoling.platform.http.middleware import Gate
from yaoyaoling.telephony import line_socket

CONSOLE = Path(yaoyaoling.__file__).parents[2] / "console" / "dist"


def make_app(hall: Hall | None = None, console: Path = CONSOLE) -> FastAPI:
    """The application; `hall` may be set on `app.state` later, before the first request."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield

    app = FastAPI(
        title="Yaoyaoling 幺幺零",
        version=yaoyaoling.__version__,
        description="110 answering and dispatch for a province. 省级110接处警平台。",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses=ERROR_REPLIES,
        separate_input_output_schemas=False,
    )
    app.state.hall = hall
    errors.install(app)
    app.include_router(health.router)
    for router in rooms.ROUTERS:
        app.include_router(router)
    app.include_router(feed.router)
    app.include_router(line_socket.router)

    @app.get("/api/asyncapi.json", include_in_schema=False)
    async def get_asyncapi() -> JSONResponse:
        return JSONResponse(asyncapi_document(rooms.FEEDS))

    _mount_console(app, console)
    _close_gate(app)
    return app


def make_batch_door(hall: Hall) -> FastAPI:
    """An application with the route of gateways alone, for the position process."""
    app = FastAPI(title="Yaoyaoling positions", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.hall = hall
    errors.install(app)
    app.include_router(field_api_batch.router)
    _close_gate(app)
    return app


def _close_gate(app: FastAPI) -> None:
    app.add_middleware(Gate, max_body_bytes=lambda: app.state.hall.settings.max_body_bytes)


def _mount_console(app: FastAPI, console: Path) -> None:
    """The console's built files; any other path gives its page, whose own routes take over."""
    if not (console / "index.html").exists():
        return
    app.mount("/assets", StaticFiles(directory=console / "assets"), name="assets")
    root = console.resolve()

    @app.get("/{path:path}", include_in_schema=False)
    async def page(path: str) -> FileResponse:
        wanted = (root / path).resolve()
        if path and wanted.is_file() and wanted.is_relative_to(root):
            return FileResponse(wanted)
        if path.startswith(("api/", "map/")):
            raise errors.not_found()
        return FileResponse(root / "index.html", headers={"Cache-Control": "no-cache"})
