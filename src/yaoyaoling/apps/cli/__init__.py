"""The command line `yyl`."""
