"""The lane of telecom fraud: what a stop-payment order needs, what is missing, and its clock."""
