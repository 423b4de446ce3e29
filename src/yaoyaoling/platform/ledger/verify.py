#!/usr/bin/env python3
"""Checks an exported ledger. Needs Python 3.9 or newer and nothing else; it travels with every export.

    python3 verify.py [FOLDER] [--key "NAME+ID+KEY"] [--checkpoint FILE]

It recomputes the RFC 6962 Merkle tree over `events.jsonl` and compares the root with every signed checkpoint of
that size, checks the Ed25519 signatures (RFC 8032) against `key.txt`, or better against a key you were given
before, checks that no entity's history has a gap or a repetition, and, with --checkpoint, that a note you kept
from earlier is part of this history. Exit code 0: all is well; 1: something was changed; 2: cannot be read.
"""

import argparse
import base64
import hashlib
import json
import sys
import time
from pathlib import Path

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


class BrokenLedgerError(Exception):
    """What is wrong, in a sentence."""


def _recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        raise BrokenLedgerError("a key or signature is no point of the curve")
    return P - x if x & 1 != sign else x


def _point(raw):
    number = int.from_bytes(raw, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= P:
        raise BrokenLedgerError("a key or signature is out of range")
    x = _recover_x(y, sign)
    return (x, y, 1, x * y % P)


def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(number, p):
    q = (0, 1, 1, 0)
    while number:
        if number & 1:
            q = _add(q, p)
        p, number = _add(p, p), number >> 1
    return q


_GY = 4 * pow(5, P - 2, P) % P
_GX = _recover_x(_GY, 0)
G = (_GX, _GY, 1, _GX * _GY % P)


def is_signed(public, message, signature):
    """Whether an Ed25519 signature is right."""
    if len(public) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % L
    left, right = _times(s, G), _add(_point(signature[:32]), _times(k, _point(public)))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def read_note(note, name, key_id, public):
    """Size and root of a signed checkpoint."""
    body, _, signatures = note.partition("\n\n")
    body += "\n"
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ", 2)
        if dash == "\u2014" and signer == name:
            raw = base64.b64decode(encoded)
            if raw[:4] == key_id and is_signed(public, body.encode(), raw[4:]):
                lines = body.splitlines()
                if lines[0] != name:
                    raise BrokenLedgerError(f"a checkpoint speaks for {lines[0]!r}, not for {name!r}")
                return int(lines[1]), base64.b64decode(lines[2])
    raise BrokenLedgerError("a checkpoint is not signed by the key: " + body.splitlines()[1])


def read_key(text):
    """Name, id and public key of a verifier key."""
    name, key_id, encoded = text.strip().split("+", 2)
    raw = base64.b64decode(encoded)
    if hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != key_id or raw[0] != 1:
        raise BrokenLedgerError("the key's text is damaged")
    return name, bytes.fromhex(key_id), raw[1:]


class Tree:
    """The perfect subtrees of a growing Merkle tree, largest first."""

    def __init__(self, hash_name):
        self.new = lambda data: hashlib.new(hash_name, data).digest()
        self.peaks = []
        self.size = 0

    def append(self, line):
        """Add a leaf."""
        node, height = self.new(b"\x00" + line), 0
        while self.peaks and self.peaks[-1][0] == height:
            node, height = self.new(b"\x01" + self.peaks.pop()[1] + node), height + 1
        self.peaks.append((height, node))
        self.size += 1

    def root(self):
        """The root as it stands."""
        if not self.peaks:
            return self.new(b"")
        node = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            node = self.new(b"\x01" + peak + node)
        return node


def check_order(line, versions, number):
    """No entity's history may have a gap or a repetition."""
    fact = json.loads(line)
    stream, seq = fact["stream"], fact["stream_seq"]
    if seq != versions.get(stream, 0) + 1:
        raise BrokenLedgerError(f"fact {number}: {stream} goes from version {versions.get(stream, 0)} to {seq}")
    versions[stream] = seq


def verify(folder, key_text=None, kept=None):
    """Check a whole export; gives a report. Raises BrokenLedgerError with what is wrong."""
    about = json.loads((folder / "about.json").read_text("utf-8"))
    name, key_id, public = read_key(key_text or (folder / "key.txt").read_text("utf-8"))
    expected: dict[int, bytes] = {}
    for line in (folder / "checkpoints.jsonl").read_text("utf-8").splitlines():
        size, root = read_note(json.loads(line)["note"], name, key_id, public)
        expected.setdefault(size, root)
        if expected[size] != root:
            raise BrokenLedgerError(f"two signed checkpoints of size {size} differ: the ledger was forked")
    if kept is not None:
        size, root = read_note(kept, name, key_id, public)
        if expected.setdefault(size, root) != root:
            raise BrokenLedgerError(f"the checkpoint you kept (size {size}) does not fit this history")
    tree, compared = Tree(about["hash"]), 0
    versions: dict[str, int] = {}
    started = time.perf_counter()
    with (folder / "events.jsonl").open("rb") as file:
        for raw in file:
            line = raw.rstrip(b"\n")
            tree.append(line)
            check_order(line, versions, tree.size)
            if tree.size in expected:
                if tree.root() != expected[tree.size]:
                    raise BrokenLedgerError(f"the first {tree.size} facts are not those that were signed")
                compared += 1
    missing = [size for size in expected if size > tree.size]
    if missing:
        raise BrokenLedgerError(f"{max(missing)} facts were signed, {tree.size} are here: the end is missing")
    seconds = time.perf_counter() - started
    last = max(expected, default=0)
    return {
        "events": tree.size,
        "checkpoints": compared,
        "signed_up_to": last,
        "unsigned": tree.size - last,
        "root": base64.b64encode(tree.root()).decode(),
        "key": name,
        "seconds": round(seconds, 3),
        "events_per_s": round(tree.size / seconds) if seconds else None,
    }


def main(argv=None):
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", help="the public key as you were given it")
    parser.add_argument("--checkpoint", type=Path, help="a signed checkpoint you kept from earlier")
    options = parser.parse_args(argv)
    kept = options.checkpoint.read_text("utf-8") if options.checkpoint else None
    try:
        report = verify(options.folder, options.key, kept)
    except BrokenLedgerError as error:
        sys.stdout.write(json.dumps({"ok": False, "error": str(error)}, ensure_ascii=False) + "\n")
        return 1
    except (OSError, ValueError, KeyError, IndexError) as error:
        sys.stdout.write(json.dumps({"ok": False, "error": f"cannot be read: {error!r}"}) + "\n")
        return 2
    sys.stdout.write(json.dumps({"ok": True, **report}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
