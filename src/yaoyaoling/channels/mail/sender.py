"""Who sent a mail, whether that is proved, and whether a machine wrote it."""

import re
from collections.abc import Iterable
from email.message import Message

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_COMMENT = re.compile(r"\([^()]*\)")
_ID = re.compile(r"<([!-;=?-~]{1,240})>")
_MACHINES = frozenset({"mailer-daemon", "postmaster", "noreply", "no-reply", "mdaemon"})


def is_address(text: str) -> bool:
    """Whether it is an address we can write to."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def domain_of(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2].casefold()


def values(mail: Message, name: str) -> list[str]:
    """A header's values as they came, in their order."""
    return [str(value) for field, value in mail.raw_items() if field.casefold() == name]


def value(mail: Message, name: str) -> str:
    """The first of them, or nothing."""
    return next(iter(values(mail, name)), "")


def _bare(text: str) -> str:
    """Without quoted strings and comments."""
    text = _QUOTED.sub('""', text[:2_000])
    for _ in range(4):
        text = _COMMENT.sub(" ", text)
    return text


def from_of(mail: Message) -> tuple[str | None, bool]:
    """The address of From, in small letters, and whether there is exactly one. Several are one of the oldest tricks."""
    fields = values(mail, "from")
    found = []
    for field in fields:
        bare = _bare(field)
        named = re.findall(r"<([^<>]*)>", bare) or bare.split(",")
        found += [one.strip().casefold() for one in named if is_address(one.strip())]
    return (found[0] if found else None), len(fields) == 1 and len(set(found)) == 1


def ids_in(text: str) -> tuple[str, ...]:
    """Message-IDs, without their brackets; the last twenty."""
    return tuple(dict.fromkeys(_ID.findall(text[:8_000])))[-20:]


def is_proven(mail: Message, sender: str, authserv_id: str | None) -> bool:
    """Whether our own relay says that the From domain stands behind the mail (RFC 8601).

    Its header is the first of its name; others below it came with the mail. DKIM and SPF count for the From domain
    or a domain above it only: that another domain signed proves nothing.
    """
    if authserv_id is None:
        return False
    for field in values(mail, "authentication-results"):
        name, *results = (one.strip() for one in _bare(field).split(";"))
        if name.split()[:1] and name.split()[0].casefold() == authserv_id.casefold():
            return any(_proves(one, domain_of(sender)) for one in results)
    return False


def _proves(result: str, domain: str) -> bool:
    said = dict(re.findall(r"([a-z.-]+)\s*=\s*([^\s=;]+)", result.casefold()))
    if said.get("dmarc") == "pass":
        return _is_above(said.get("header.from", ""), domain)
    if said.get("dkim") == "pass":
        return _is_above(said.get("header.d") or domain_of(said.get("header.i", "")), domain)
    return said.get("spf") == "pass" and _is_above(domain_of(said.get("smtp.mailfrom", "")), domain)


def _is_above(signer: str, domain: str) -> bool:
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))


def is_automatic(mail: Message, envelope: str, sender: str | None) -> bool:
    """Whether a machine wrote it, by any of the signs machines give (RFC 3834 and customs): it is never answered."""
    auto = value(mail, "auto-submitted").split(";")[0].strip().casefold()
    if auto not in ("", "no") or value(mail, "precedence").strip().casefold() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if any(value(mail, name) for name in ("list-id", "x-autoreply", "x-autorespond")):
        return True
    return envelope == "" or sender is None or sender.partition("@")[0] in _MACHINES


def is_reply_of_machine(mail: Message, answers: Iterable[str], domain: str) -> bool:
    """Whether a machine answered a mail of ours: an absence note, say. It tells nothing about what happened."""
    auto = value(mail, "auto-submitted").split(";")[0].strip().casefold()
    return auto == "auto-replied" or any(domain_of(one) == domain for one in answers)
