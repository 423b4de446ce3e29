"""What other rooms may use of `agencies`."""

from yaoyaoling.agencies.commands import CreateAccount, ImportOrganisations, Organisation, OrgKind
from yaoyaoling.agencies.handlers.create_account import create_account
from yaoyaoling.agencies.handlers.import_organisations import import_organisations
from yaoyaoling.agencies.handlers.sign_in import principal_for
from yaoyaoling.agencies.policy import account_scope, hall_scope, inspection_scope, territory_scope
from yaoyaoling.agencies.queries import (
    OrganisationNode,
    find_desk_above,
    find_organisation,
    get_hall_code,
    get_organisation,
    list_organisations,
)

__all__ = [
    "CreateAccount",
    "ImportOrganisations",
    "OrgKind",
    "Organisation",
    "OrganisationNode",
    "account_scope",
    "create_account",
    "find_desk_above",
    "find_organisation",
    "get_hall_code",
    "get_organisation",
    "hall_scope",
    "import_organisations",
    "inspection_scope",
    "list_organisations",
    "principal_for",
    "territory_scope",
]
