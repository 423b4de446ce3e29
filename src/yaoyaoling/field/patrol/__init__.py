"""巡逻: patrol as work, from the plan to the proof that somebody was there."""
