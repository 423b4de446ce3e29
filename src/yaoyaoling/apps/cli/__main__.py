"""`python -m yaoyaoling.apps.cli`."""

from yaoyaoling.apps.cli.main import main

main()
