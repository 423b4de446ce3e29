"""What was told at a counter, met by an officer or passed on by a community group comes into the same pool."""

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.evidence.public import claim_uploads
from yaoyaoling.intake.commands import EnterReport, ReceiveContact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.handlers.take import ContactReply, reply_of
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.tx import Tx


async def enter_report(tx: Tx, command: EnterReport) -> ContactReply:
    """It is a contact with its number, waiting for a seat like any other; whoever entered it sees what becomes of it.

    Raises: UploadGone.
    """
    outside = command.point is not None and await find_territory(tx, command.point) is None
    receive = ReceiveContact(
        contact_id=new_id(),
        channel=command.channel,
        hall_code=await get_hall_code(tx),
        caller_number=command.caller_number,
        caller_name=command.caller_name,
        text=command.text,
        place_text=command.place_text,
        point=command.point,
        uncertainty_m=command.uncertainty_m,
        is_outside_city=outside,
        is_entered=True,
    )
    contact = await receive_contact(tx, receive)
    await claim_uploads(tx, command.uploads, purpose="report", contact_id=contact.id)
    return reply_of(contact)
