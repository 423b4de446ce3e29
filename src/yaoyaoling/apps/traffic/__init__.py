"""A living city: citizens, seats, crews, duty desks, reviewers and inspectors, played through the same front door
as everybody's, by HTTP and feeds only.

Everything it says is marked 【演示】. It is no simulator: that one uses the live policies and no hall.
`words` says what is reported, how and where; the players stand in one file each; `judge` and `reader` look at the
ledger afterwards and know the players only by their receipts.
"""
