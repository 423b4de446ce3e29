"""SMS by an HTTP gateway of the carrier or a provider, signed both ways."""

from yaoyaoling.channels.adapters.signed import SignedAdapter
from yaoyaoling.channels.settings import ChannelsSettings

NAME = "gateway"


def make_gateway(settings: ChannelsSettings) -> SignedAdapter | None:
    """The gateway, when it and its secret are set."""
    if settings.gateway_secret is None:
        return None
    return SignedAdapter(
        NAME,
        "sms",
        settings.gateway_secret.get_secret_value(),
        settings.gateway_url,
        reply_s=settings.http_reply_s,
        within_s=settings.signed_within_s,
    )
