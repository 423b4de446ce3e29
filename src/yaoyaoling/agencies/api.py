"""Routes: signing in and out, and who I am."""

from fastapi import APIRouter, Request, Response

from yaoyaoling.agencies.handlers.sign_in import SignIn, sign_in
from yaoyaoling.agencies.queries import OrganisationNode, list_organisations
from yaoyaoling.kernel.contract import Value
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
