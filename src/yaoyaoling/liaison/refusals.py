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


class NoLine(Refused):
    """That partner has no platform of its own here."""

    code = "exchange_no_line"
    status = 404
    zh = "该单位未开通平台对接。"
    en = "No exchange with a platform of that partner is set up."


class LineWrong(Refused):
    """Orders hold what callers said: they go over TLS, or to this machine."""

    code = "exchange_line_wrong"
    status = 422
    zh = "接口地址须为 https，或本机的 http；首次设置须填写 16 位以上密钥。"
    en = "The address is https, or http on this machine; the first time a secret of 16 characters or more is wanted."


class MessageTooLarge(Refused):
    """No message of the contract is that long."""

    code = "exchange_too_large"
    status = 413
    zh = "消息超过 {most} 字节。"
    en = "The message is larger than {most} octets."


class MessageUnreadable(Refused):
    """It is signed, and is no message of the contract."""

    code = "exchange_unreadable"
    status = 422
    zh = "消息不符合对接约定：{field}。"
    en = "The message does not keep to the contract: {field}."


class MessageReused(Refused):
    """An id names one message for ever."""

    code = "exchange_id_reused"
    status = 409
    zh = "该消息编号已用于另一条消息。"
    en = "This id was used for another message."


class MessageOutOfOrder(Refused):
    """Messages about one order are taken in their order."""

    code = "exchange_out_of_order"
    status = 409
    zh = "消息次序不符：下一条应为第 {expected} 条。"
    en = "Out of order: number {expected} comes next."


class OrderUnknown(Refused):
    """None of that number is with this partner."""

    code = "exchange_order_unknown"
    status = 404
    zh = "没有编号为 {number} 的工单或来件。"
    en = "There is no order or matter with the number {number}."


class MatterHandedTwice(Refused):
    """One number is one matter."""

    code = "exchange_matter_known"
    status = 409
    zh = "编号 {number} 的来件已收到。"
    en = "The matter {number} was handed to us before."


class MatterClosed(Refused):
    """Words added to what is over would be read by nobody."""

    code = "exchange_matter_closed"
    status = 409
    zh = "来件 {number} 已办结，请作为新的来件发送。"
    en = "The matter {number} is closed: hand it over anew."
