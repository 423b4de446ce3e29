"""What words hold: accounts, amounts, plates, phones, times, banks and channels."""
