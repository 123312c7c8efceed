"""`python -m tests.published`: see `tests.published.table`."""

import sys

from tests.published.table import printed

sys.stdout.write(printed() + "\n")
