"""The edge's certificate for SIP over TLS: the hall's own unless it was given one by an authority."""

import ipaddress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.telephony.daemons.files import write_own

_VALID = timedelta(days=3_650)
_RENEW_BEFORE = timedelta(days=30)


def ensure_edge_certificate(folder: Path, address: str, account: Account, now: datetime) -> None:
    """`tls.pem` and `tls.key` for an address; made anew when missing, for another address, or about to end."""
    path = folder / "tls.pem"
    wanted = ipaddress.ip_address(address)
    if path.exists() and (folder / "tls.key").exists():
        held = x509.load_pem_x509_certificate(path.read_bytes())
        names = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        if wanted in names.get_values_for_type(x509.IPAddress) and held.not_valid_after_utc > now + _RENEW_BEFORE:
            return
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "yaoyaoling voice")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(wanted)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    write_own(folder / "tls.key", secret, account)
    write_own(path, made.public_bytes(Encoding.PEM).decode(), account)
