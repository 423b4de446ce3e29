#!/usr/bin/env python3
"""Checks an excerpt of a ledger. Needs Python 3.9 or newer and `verify.py` beside it, nothing else.

    python3 verify_excerpt.py [FOLDER] [--key "NAME+ID+KEY"]

Every fact of `excerpt.jsonl` is hashed as it stands and led up its path (RFC 6962 §2.1.1) to a root, which must be
the one in `checkpoint.txt`, signed (Ed25519) by `key.txt`, or better by a key you were given before. Exit code 0:
all is well; 1: something was changed; 2: cannot be read. Facts so new that no checkpoint covers them are counted apart.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

try:
    from yaoyaoling.platform.ledger.verify import BrokenLedgerError, read_key, read_note
except ImportError:  # outside of the program it lies beside us
    from verify import BrokenLedgerError, read_key, read_note  # type: ignore[import-not-found,no-redef]


def root_of(line, index, size, path, new):
    """The root to which a fact's path leads."""
    node, at, last = new(b"\x00" + line), index, size - 1
    for sibling in path:
        if last == 0:
            raise BrokenLedgerError(f"the path of fact {index + 1} is too long")
        if at & 1 or at == last:
            node = new(b"\x01" + sibling + node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = new(b"\x01" + node + sibling)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise BrokenLedgerError(f"the path of fact {index + 1} is too short")
    return node


def verify_excerpt(folder, key_text=None):
    """Check a whole excerpt; gives a report. Raises BrokenLedgerError with what is wrong."""
    about = json.loads((folder / "about.json").read_text("utf-8"))
    name, key_id, public = read_key(key_text or (folder / "key.txt").read_text("utf-8"))
    size, root = read_note((folder / "checkpoint.txt").read_text("utf-8"), name, key_id, public)

    def new(data):
        return hashlib.new(about["hash"], data).digest()

    proven = unsigned = 0
    for raw in (folder / "excerpt.jsonl").read_text("utf-8").splitlines():
        one = json.loads(raw)
        if one["position"] is None:
            unsigned += 1
            continue
        path = [base64.b64decode(node) for node in one["path"]]
        if root_of(one["fact"].encode(), one["position"] - 1, size, path, new) != root:
            raise BrokenLedgerError(f"fact {one['position']} is not the one that was signed")
        proven += 1
    if (proven, proven + unsigned) != (about["proven"], about["facts"]):
        raise BrokenLedgerError(f"{about['facts']} facts were exported, {proven + unsigned} are here")
    return {"facts": proven, "unsigned": unsigned, "signed_up_to": size, "key": name}


def main(argv=None):
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", help="the public key as you were given it")
    options = parser.parse_args(argv)
    try:
        report = verify_excerpt(options.folder, options.key)
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
