"""`python -m iga_madoguchi <noun> <verb>`."""

import sys

from iga_madoguchi.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
