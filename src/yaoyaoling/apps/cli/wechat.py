"""`wechat`: write to the hall as a follower of its official account does; and the demo's WeChat."""

import re
from pathlib import Path
from typing import Annotated

import typer

from yaoyaoling.apps.cli import panels


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(rich_help_panel=panels.HALL)(wechat)
    app.command("wechat-centre", hidden=True)(wechat_centre)


def wechat(
    words: Annotated[str | None, typer.Argument(help="微信内容 · what to write; none: only listen")] = None,
    sender: Annotated[
        str, typer.Option("--from", metavar="NAME", help="微信用户 · who writes: letters and digits")
    ] = "visitor",
    picture: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="同时发送的图片 · a picture to send as well")
    ] = None,
    seconds: Annotated[
        float, typer.Option(min=0, max=86_400, help="等待回复秒数 · how long to wait for answers")
    ] = 60.0,
) -> None:
    """给演示大厅发微信并等待回复 · write to the demo's official account, and print what the hall answers.

    It goes through the demo's own WeChat: a signed and sealed callback in, a customer message with a token out.
    """
    import asyncio

    import httpx

    from yaoyaoling.apps.demo.weixin import NoWeixinHere, find_weixin
    from yaoyaoling.apps.running import load_running

    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", sender):
        raise typer.BadParameter("1 至 40 位字母或数字 · 1 to 40 letters and digits", param_hint="--from")
    port = find_weixin(load_running())

    async def write() -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/phone", timeout=40) as phone:
            for kind, body in (("words", words and words.encode()), ("picture", picture and picture.read_bytes())):
                if body:
                    reply = await phone.post(f"/{sender}/{kind}", content=body)
                    told = "" if reply.is_success else f"  ✗ {reply.text}"
                    print(f"{sender} → 110  {words if kind == 'words' else picture}{told}", flush=True)
            try:
                async with asyncio.timeout(seconds):
                    while True:
                        reply = await phone.get(f"/{sender}")
                        if reply.status_code == 200:
                            print(f"110 → {sender}  {reply.text}", flush=True)
            except TimeoutError:
                pass

    try:
        asyncio.run(write())
    except httpx.HTTPError as error:
        # The demo was stopped meanwhile.
        raise NoWeixinHere from error


def wechat_centre(port: Annotated[int, typer.Option()], callback: Annotated[str, typer.Option()],
                  trust: Annotated[str | None, typer.Option()] = None) -> None:  # fmt: skip
    """The demo's WeChat (for the supervisor of `demo`)."""
    from yaoyaoling.apps.callers.weixin import run_weixin
    from yaoyaoling.apps.cli.run import run_process
    from yaoyaoling.platform import logs

    logs.configure("wechat-centre")
    run_process(run_weixin(port, callback, trust))
