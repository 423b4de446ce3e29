"""Routes: signing in and out, and who I am."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from yaoyaoling.agencies.demo import DemoPerson, DemoSignIns, is_from_here, sign_in_demo
from yaoyaoling.agencies.handlers.sign_in import SignedInReply, SignIn, sign_in
from yaoyaoling.agencies.queries import OrganisationNode, list_organisations
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.auth import COOKIE
from yaoyaoling.platform.http.deps import HallDep, PrincipalDep, token_of
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["agencies"])


class Me(Value):
    """Who is signed in."""

    id: str
    name: str
    roles: tuple[Role, ...]
    org_code: str | None
    org_path: str
    crew_id: str | None
    account_id: str | None


class SignInReply(Value):
    """A bearer token for programs; browsers get the same as a cookie."""

    token: str
    me: Me


def me_of(principal: Principal) -> Me:
    """The part of a principal its owner is shown."""
    return Me(
        id=principal.id,
        name=principal.name,
        roles=tuple(sorted(principal.roles)),
        org_code=principal.org_code,
        org_path=principal.org_path,
        crew_id=str(principal.crew_id) if principal.crew_id else None,
        account_id=str(principal.account_id) if principal.account_id else None,
    )


@router.post("/api/auth/sign-in")
async def post_sign_in(command: SignIn, request: Request, response: Response, hall: HallDep) -> SignInReply:
    """Sign in with login and password; sets the session cookie."""
    hours = hall.settings.session_hours
    opened = await sign_in(hall.db, command, hours=hours)
    return _with_cookie(request, response, opened, hours)


def _with_cookie(request: Request, response: Response, opened: SignedInReply, hours: float) -> SignInReply:
    response.set_cookie(
        COOKIE,
        opened.token,
        max_age=int(hours * 3600),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
    )
    return SignInReply(token=opened.token, me=me_of(opened.principal))


async def _demo_of(request: Request, hall: HallDep) -> DemoSignIns | None:
    is_here = is_from_here(request.client.host if request.client else None, request.headers)
    return hall.find(DemoSignIns) if is_here else None


Demo = Annotated[DemoSignIns | None, Depends(_demo_of)]


@router.get("/api/auth/demo")
async def get_demo(demo: Demo) -> list[DemoPerson]:
    """People of a demonstration on this machine; nobody wherever it is none."""
    return [] if demo is None else list(demo.people)


@router.post("/api/auth/demo/{login}")
async def post_demo(login: str, request: Request, response: Response, hall: HallDep, demo: Demo) -> SignInReply:
    """Sign in as one of them, without a password; 404 wherever this is no demonstration on this machine."""
    if demo is None:
        raise NotFound
    hours = hall.settings.session_hours
    return _with_cookie(request, response, await sign_in_demo(hall.db, demo, login, hours=hours), hours)


@router.post("/api/auth/sign-out", status_code=204)
async def post_sign_out(request: Request, response: Response, hall: HallDep, _: PrincipalDep) -> None:
    """End the session."""
    token = token_of(request)
    if token is not None:
        await hall.sessions.end(token)
    response.delete_cookie(COOKIE, path="/")


@router.get("/api/auth/me")
async def get_me(principal: PrincipalDep) -> Me:
    """Who is signed in."""
    return me_of(principal)


@router.get("/api/agencies/organisations")
async def get_organisations(hall: HallDep, principal: PrincipalDep) -> list[OrganisationNode]:
    """The organisation tree, parents before children."""
    async with hall.db.snapshot(principal) as tx:
        return await list_organisations(tx)
