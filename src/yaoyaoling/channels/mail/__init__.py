"""E-mail: what a mail says, who sent it, what became of ours, and the door by which mails come."""
