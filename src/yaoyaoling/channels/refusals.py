"""Why a message to a citizen is not put into the outbox."""

from yaoyaoling.kernel.refused import Refused


class NoTextLine(Refused):
    """No adapter of this channel was ever there, or for long."""

    code = "no_text_line"
    status = 503
    zh = "短信通道未接通，无法发送。"
    en = "There is no line for text messages; nothing can be sent."


class PersonOptedOut(Refused):
    """Only messages about an open report are sent to this person."""

    code = "opted_out"
    status = 409
    zh = "对方已退订，只能就未结报警发送消息。"
    en = "This person opted out: only messages about an open report are sent."


class TooManyTexts(Refused):
    """The person would be flooded."""

    code = "too_many_texts"
    status = 429
    zh = "一小时内已向该号码发送 {most} 条消息，请改用电话。"
    en = "{most} messages went to this person within an hour. Please ring instead."


class NoReceiver(Refused):
    """Nobody a message could go to."""

    code = "no_receiver"
    status = 409
    zh = "没有可发送消息的号码。"
    en = "There is no number a message could go to."


class BodyUnreadable(Refused):
    """It is signed, and says nothing we know."""

    code = "body_unreadable"
    status = 422
    zh = "请求内容无法识别。"
    en = "The body of the request says nothing we know."


class MsdBroken(Refused):
    """It is signed, and holds no data of a car that we can read."""

    code = "msd_unreadable"
    status = 422
    zh = "车辆数据无法识别（{fault}），请改用电话报警。"
    en = "The car's data cannot be read ({fault}). Please ring instead."


class AlreadyTakenRequest(Refused):
    """The same signed request was taken before."""

    code = "request_replayed"
    status = 409
    zh = "该请求已受理过。"
    en = "This request was taken before."
