"""Matters of administration: the subject under which facts about an organisation, its settings and tables are kept."""

from uuid import UUID, uuid5

from yaoyaoling.agencies.policy import administers
from yaoyaoling.agencies.queries import OrganisationNode
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role

_NAMESPACE = UUID("5f2f6d1e-6f0b-5c63-9a55-110000110110")


async def matter_of(tx: Tx, org: OrganisationNode) -> UUID:
    """The subject of an organisation's administration, seen by its administrators and those above."""
    subject = uuid5(_NAMESPACE, org.code)
    await audience.grant(tx, subject, f"a/{org.path}", "administration")
    return subject


def require_administrator(tx: Tx, org: OrganisationNode) -> None:
    """Raise NotAllowed unless the actor administers the organisation or one above it."""
    tx.principal.require(Role.ADMIN)
    if not tx.principal.is_system and not administers(tx.principal.scopes, org.path):
        raise NotAllowed
