"""The demo's player: crews that drive and reports that come in, through the same front door as everybody's.

Everything it sends as words is marked 【演示】. It is no simulator: that one is to come, and uses the live policies.
"""
