"""辅助研判: what, where, who: advice beside what the citizen says, with its reasons; a person decides."""
