"""The ledger of facts: envelope, sealing, sequence, Merkle tree, checkpoints, export and proof."""
