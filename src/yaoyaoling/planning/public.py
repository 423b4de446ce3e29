"""What other rooms and the programs may use of planning."""

from yaoyaoling.planning.posts.orlib import Instance, NotAnInstance, read_orlib
from yaoyaoling.planning.posts.pmedian import Medians, NoSuchChoice, solve_pmedian

__all__ = ["Instance", "Medians", "NoSuchChoice", "NotAnInstance", "read_orlib", "solve_pmedian"]
