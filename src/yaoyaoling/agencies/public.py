"""What other rooms may use of `agencies`."""

from yaoyaoling.agencies.accounts import Account, Person, find_account_id, list_accounts, list_people, renew_passwords
from yaoyaoling.agencies.commands import AddOrganisation, CreateAccount, ImportOrganisations, Organisation, OrgKind
from yaoyaoling.agencies.demo import DemoPerson, DemoSignIns
from yaoyaoling.agencies.handlers.add_organisation import add_organisation
from yaoyaoling.agencies.handlers.create_account import create_account
from yaoyaoling.agencies.handlers.import_organisations import import_organisations
from yaoyaoling.agencies.handlers.sign_in import principal_for
from yaoyaoling.agencies.matters import matter_of, require_administrator
from yaoyaoling.agencies.passwords import hash_password, is_right
from yaoyaoling.agencies.policy import account_scope, hall_scope, inspection_scope, partner_scope, territory_scope
from yaoyaoling.agencies.queries import (
    OrganisationNode,
    find_desk_above,
    find_organisation,
    get_hall_code,
    get_organisation,
    list_counties_in_sight,
    list_desks_over,
    list_inspections_over,
    list_organisations,
    list_partners_over,
)
from yaoyaoling.agencies.tuning import Tunables, tuned, tuned_everywhere

__all__ = [
    "Account",
    "AddOrganisation",
    "CreateAccount",
    "DemoPerson",
    "DemoSignIns",
    "ImportOrganisations",
    "OrgKind",
    "Organisation",
    "OrganisationNode",
    "Person",
    "Tunables",
    "account_scope",
    "add_organisation",
    "create_account",
    "find_account_id",
    "find_desk_above",
    "find_organisation",
    "get_hall_code",
    "get_organisation",
    "hall_scope",
    "hash_password",
    "import_organisations",
    "inspection_scope",
    "is_right",
    "list_accounts",
    "list_counties_in_sight",
    "list_desks_over",
    "list_inspections_over",
    "list_organisations",
    "list_partners_over",
    "list_people",
    "matter_of",
    "partner_scope",
    "principal_for",
    "renew_passwords",
    "require_administrator",
    "territory_scope",
    "tuned",
    "tuned_everywhere",
]
