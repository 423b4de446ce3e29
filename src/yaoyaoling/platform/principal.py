"""Who acts: a person at a desk, an officer, a citizen behind a link, or a part of the program itself."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotAllowed


class Role(StrEnum):
    """What a person does in the hall; `docs/glossary.md` has the Chinese terms and sources."""

    CALL_TAKER = "call_taker"  # 接警员
    COMMANDER = "commander"  # 指挥长
    COUNTY_DESK = "county_desk"  # 县局值班台
    STATION_DESK = "station_desk"  # 派出所值班室
    OFFICER = "officer"  # 处警民警
    REVIEWER = "reviewer"  # 复核员
    INSPECTOR = "inspector"  # 督察
    ADMIN = "admin"  # 系统管理员
    TRUNK = "trunk"  # 中继线：telephony edge
    TERMINAL = "terminal"  # 车载终端网关
    PARTNER = "partner"  # 联动单位值班员


class Principal(Value):
    """An actor with what they may see.

    id: stable text ("account:<uuid>", "citizen:<uuid>", "system:worker").
    scopes: prefixes of audience scopes; whoever holds "t/36" sees what is granted to "t/36/3601".
    """

    id: str
    name: str
    roles: frozenset[Role] = frozenset()
    scopes: tuple[str, ...] = ()
    org_code: str | None = None
    org_path: str = ""
    account_id: UUID | None = None
    crew_id: UUID | None = None
    is_system: bool = False

    def require(self, *roles: Role) -> None:
        """Raise `NotAllowed` unless the actor holds one of the roles."""
        if not self.is_system and not self.roles.intersection(roles):
            raise NotAllowed

    def holds(self, roles: Iterable[Role]) -> bool:
        """Whether the actor holds any of the roles."""
        return bool(self.roles.intersection(roles))


def system(part: str) -> Principal:
    """The program itself acting, e.g. a timer: sees everything, through the worker role."""
    return Principal(id=f"system:{part}", name=part, is_system=True)


PUBLIC = Principal(id="public", name="public")
"""A citizen who has not said who they are: sees nothing but reference data."""
