"""A certificate of our own, so that phones and microphones work on a local network: browsers want https for both."""

import ipaddress
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_VALID = timedelta(days=397)  # what browsers accept at most
_RENEW_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate and its key. fingerprint: SHA-256, as browsers show it."""

    path: Path
    key_path: Path
    fingerprint: str


def is_loopback(listen: str) -> bool:
    """Whether nobody but this machine can reach an address."""
    try:
        return ipaddress.ip_address(listen).is_loopback
    except ValueError:
        return listen == "localhost"


def reachable_address(listen: str) -> str:
    """The address under which this machine itself reaches what listens there."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listen, listen)  # noqa: S104 - compared, not listened on


def ensure_certificate(folder: Path, listen: str) -> Certificate:
    """The certificate for an address; a new one when there is none, or it names others, or ends soon."""
    path, key_path = folder / "https.pem", folder / "https.key"
    names = _names(listen)
    if path.exists() and key_path.exists():
        held = x509.load_pem_x509_certificate(path.read_bytes())
        if _sans(held) >= names and held.not_valid_after_utc > datetime.now(UTC) + _RENEW_BEFORE:
            return _certificate(path, key_path, held)
    key = ec.generate_private_key(ec.SECP256R1())
    made = _sign(key, names)
    key_path.unlink(missing_ok=True)
    key_path.touch(mode=0o600)
    key_path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.write_bytes(made.public_bytes(Encoding.PEM))
    return _certificate(path, key_path, made)


def _certificate(path: Path, key_path: Path, held: x509.Certificate) -> Certificate:
    return Certificate(path, key_path, held.fingerprint(hashes.SHA256()).hex(":").upper())


def _names(listen: str) -> set[str]:
    """Every name and address people may type: for a wildcard, all of this machine's."""
    names = {"localhost", "127.0.0.1", "::1", socket.gethostname()}
    if reachable_address(listen) == listen:
        return names | {listen}
    for addresses in psutil.net_if_addrs().values():
        names |= {one.address.partition("%")[0] for one in addresses if one.family in (socket.AF_INET, socket.AF_INET6)}
    return names


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _sans(held: x509.Certificate) -> set[str]:
    names = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in names}


def _sign(key: ec.EllipticCurvePrivateKey, names: set[str]) -> x509.Certificate:
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Yaoyaoling (local)")])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in sorted(names)]), critical=False)
        # It signs itself: whoever wants to trust it installs it as its own authority.
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
