"""What the administration of accounts, organisations and settings refuses, for several verbs."""

from yaoyaoling.kernel.refused import Refused


class RoleMisplaced(Refused):
    """A role at an organisation where nobody holds it."""

    code = "role_misplaced"
    status = 422
    zh = "该机构不能设置此角色（{role}），请更换机构或角色。"
    en = "Nobody holds the role {role} at an organisation of this kind. Choose another organisation or role."


class CrewWanted(Refused):
    """An officer acts for a crew."""

    code = "crew_wanted"
    status = 422
    zh = "处警民警须指定警组；其他角色不带警组。"
    en = "An officer needs a crew; nobody else has one."


class OrganisationGone(Refused):
    """The organisation was retired."""

    code = "organisation_retired"
    status = 422
    zh = "机构“{name}”已停用，请选择其他机构。"
    en = "The organisation {name} is retired. Choose another."


class LastAdministrator(Refused):
    """Somebody must be left who can administer."""

    code = "last_administrator"
    status = 409
    zh = "这是最后一名可用的管理员，请先设置另一名管理员。"
    en = "This is the last administrator in use. Make another one first."
