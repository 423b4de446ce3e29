"""Which adapters are there: those whose other side is set, in the order in which they are preferred."""

from yaoyaoling.channels.adapters.gateway import make_gateway
from yaoyaoling.channels.adapters.mail import make_mail
from yaoyaoling.channels.adapters.signed import SignedAdapter
from yaoyaoling.channels.adapters.smpp import SmppAdapter
from yaoyaoling.channels.adapters.webhook import make_webhook
from yaoyaoling.channels.adapters.wechat import wechat_accounts
from yaoyaoling.channels.contract import Adapter
from yaoyaoling.channels.settings import ChannelsSettings


def signed_adapters(settings: ChannelsSettings) -> tuple[SignedAdapter, ...]:
    """Those that send us requests."""
    return tuple(one for one in (make_gateway(settings), make_webhook(settings)) if one is not None)


def chosen_adapters(settings: ChannelsSettings) -> tuple[Adapter, ...]:
    """All."""
    smpp: tuple[Adapter, ...] = () if settings.smpp_host is None else (SmppAdapter(settings),)
    mail = make_mail(settings)
    return (*smpp, *signed_adapters(settings), *wechat_accounts(settings), *(() if mail is None else (mail,)))
