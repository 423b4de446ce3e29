"""Who there is: the organisation tree, people's accounts, roles and what they may see."""
