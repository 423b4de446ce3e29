"""What was reported: cleaning, features, the small model, its training and its calibration."""
