"""`settings`, `openapi`, `asyncapi`, `docs`: what is generated from the program itself."""

import typer

from yaoyaoling.apps.cli import panels


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (settings, openapi, asyncapi, docs):
        app.command(rich_help_panel=panels.PAPERS)(command)


def settings() -> None:
    """全部设置 · every setting: environment variable, type, default, meaning."""
    _print("settings")


def openapi() -> None:
    """HTTP 接口文档 · the OpenAPI document of the HTTP interface."""
    _print("openapi")


def asyncapi() -> None:
    """推送接口文档 · the AsyncAPI document of the feeds."""
    _print("asyncapi")


def docs() -> None:
    """写入生成的文档 · write all generated documents into docs/; `yyl check` compares them."""
    from yaoyaoling.apps.documents import DOCUMENTS

    for document in DOCUMENTS.values():
        document.path.parent.mkdir(parents=True, exist_ok=True)
        document.path.write_text(document.make(), encoding="utf-8")
        print(document.path)


def _print(name: str) -> None:
    from yaoyaoling.apps.documents import DOCUMENTS

    print(DOCUMENTS[name].make(), end="")
