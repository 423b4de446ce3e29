"""Telephone numbers as they are compared: one caller is one caller, however the trunk writes the number."""

import re

from yaoyaoling.platform.db.tx import Tx


def number_key(number: str | None) -> str | None:
    """A number as it is compared: digits, without the country; None when it is too short to mean anybody."""
    digits = re.sub(r"\D", "", number or "")
    digits = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)
    return digits if len(digits) >= 5 else None


def number_digest(tx: Tx, number: str | None) -> bytes | None:
    """What a number is found by, under the installation's key; None for one that is withheld or too short."""
    key = number_key(number)
    return None if key is None else tx.vault.digest(f"number:{key}")
