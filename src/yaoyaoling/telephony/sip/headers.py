"""Who calls and whom, read from header texts as they stand: tolerant, for a number that is missed costs a call-back."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

_ADDRESS = re.compile(r"<\s*(?P<in>[^<>]+)>|^\s*(?P<bare>[a-zA-Z][\w+.-]*:[^\s;,]+)")
_USER = re.compile(r"^(?:sips?:(?P<sip>[^@;>\s]+)@|tel:(?P<tel>[^;>\s]+)|urn:service:(?P<urn>[\w.-]+))", re.IGNORECASE)
_QUOTED = re.compile(r'^\s*"((?:[^"\\]|\\.)*)"')
_WITHHELD = {"anonymous", "unavailable", "unknown", "restricted", "private", ""}
_MOST = 128

Headers = Sequence[tuple[str, str]]


def values_of(headers: Headers, name: str) -> list[str]:
    """Values of the headers of a lower-case name, in order."""
    return [value for key, value in headers if key == name]


def user_of(address: str) -> str | None:
    """The number (or name) in an address or a name-addr: sip, sips, tel; of urn:service:sos "sos"; else None.

    Password, parameters and visual separators of a number are left out.
    """
    found = _ADDRESS.search(address)
    uri = (found["in"] or found["bare"]) if found else address.strip()
    user = _USER.match(uri.strip())
    if not user:
        return None
    text = unquote(user["sip"] or user["tel"] or user["urn"]).split(":")[0].strip()[:_MOST]
    return re.sub(r"[\s().-]", "", text) if re.fullmatch(r"\+?[\d\s().-]+", text) else text or None


def display_of(address: str) -> str | None:
    """The name before the address; None if there is none."""
    quoted = _QUOTED.match(address)
    plain = address.split("<", 1)[0] if "<" in address else ""
    name = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else plain
    return name.strip()[:_MOST] or None


def identity_of(headers: Headers) -> tuple[str | None, str | None]:
    """Number and name of who calls: P-Asserted-Identity (the network's word) before From. A withheld number is None."""
    stated = [*_apart(values_of(headers, "p-asserted-identity")), *values_of(headers, "from")]
    for address in stated:
        number = user_of(address)
        if number and number.lower() not in _WITHHELD:
            return number, display_of(address)
    return None, None


def _apart(values: Iterable[str]) -> list[str]:
    """Several addresses in one header, apart (commas inside quotes and brackets do not part)."""
    return [one for value in values for one in re.findall(r'(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+', value)]


def digits_in(content_type: str, body: str) -> str:
    """Keys in the body of an INFO: "Signal=5" (dtmf-relay), or the bare key (dtmf); "" when there are none."""
    kind = content_type.split(";")[0].strip().lower()
    if kind == "application/dtmf-relay":
        found = re.search(r"signal\s*=\s*([0-9*#a-d]|1[0-5])\s*$", body, re.IGNORECASE | re.MULTILINE)
    elif kind == "application/dtmf":
        found = re.match(r"\s*([0-9*#a-d]|1[0-5])\s*$", body, re.IGNORECASE)
    else:
        return ""
    if not found:
        return ""
    return {"10": "*", "11": "#", "12": "A", "13": "B", "14": "C", "15": "D"}.get(found[1], found[1].upper())
