"""Any other service that can sign a request: a bridge to a messenger, an alarm centre."""

from yaoyaoling.channels.adapters.signed import SignedAdapter
from yaoyaoling.channels.settings import ChannelsSettings

NAME = "webhook"


def make_webhook(settings: ChannelsSettings) -> SignedAdapter | None:
    """The service, when its secret is set."""
    if settings.webhook_secret is None:
        return None
    return SignedAdapter(
        NAME,
        settings.webhook_channel,
        settings.webhook_secret.get_secret_value(),
        settings.webhook_url,
        reply_s=settings.http_reply_s,
        within_s=settings.signed_within_s,
    )
