"""Why a work order, or what somebody says about one, is not taken."""

from yaoyaoling.kernel.refused import Refused


class UnknownService(Refused):
    """No service has that code."""

    code = "service_unknown"
    status = 422
    zh = "没有代码为 {service} 的联动服务。"
    en = "There is no partner service with the code {service}."


class MatterWanted(Refused):
    """An order is about one incident or one contact."""

    code = "order_matter_wanted"
    status = 422
    zh = "请指明一起警情或一张接警单（二者取一）。"
    en = "Name one incident or one contact, not both."


class DeskUnfit(Refused):
    """It does not serve that place, or is closed down."""

    code = "desk_unfit"
    status = 422
    zh = "该联动单位不负责此地，或已停用，请另选。"
    en = "That desk does not serve this place, or is out of use. Choose another."


class NotForPartners(Refused):
    """Complaints about police stay with inspection."""

    code = "order_not_for_partners"
    status = 409
    zh = "投诉民警类警情只由督察办理，不能转联动单位。"
    en = "Complaints about police are inspection's alone; they are not sent to partners."


class MatterEnded(Refused):
    """A closed incident is not handed on."""

    code = "order_matter_ended"
    status = 409
    zh = "警情已结束，不能再发联动工单；如需处理请先恢复警情。"
    en = "The incident has ended. Re-open it before sending a work order."


class TextWanted(Refused):
    """Nothing is returned, kept, withdrawn, finished or sent back without a word."""

    code = "order_text_wanted"
    status = 422
    zh = "请填写原因或办理结果（至少 2 个字）。"
    en = "Say why, or what was done (two characters at least)."


class DeskWanted(Refused):
    """It goes to somebody."""

    code = "order_desk_wanted"
    status = 422
    zh = "请选择改派的联动单位。"
    en = "Choose the desk it goes to."


class NobodyToUrge(Refused):
    """It is not with a partner."""

    code = "order_not_with_partner"
    status = 409
    zh = "工单不在联动单位手中（{state}），不能催办、补充。"
    en = "The order is not with a partner ({state}): there is nobody to urge or to tell."


class NotAPartner(Refused):
    """A desk is a partner organisation's."""

    code = "not_a_partner"
    status = 422
    zh = "{name} 不是联动单位，不能设联动台。"
    en = "{name} is no partner organisation and has no desk here."


class HoursWrong(Refused):
    """Both ends or none."""

    code = "desk_hours_wrong"
    status = 422
    zh = "服务时间须同时填写起止（HH:MM），全天服务则都不填。"
    en = "Give both ends of the hours (HH:MM), or none for day and night."
