"""`python -m deploy …` is `mingyitang …` where the package is not installed: in its container."""

from deploy.cli import main

main()
