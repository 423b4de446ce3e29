"""What WeChat's servers and ours say to each other: official accounts and mini-programs."""
