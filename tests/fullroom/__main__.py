"""`python -m tests.fullroom`: see `tests.fullroom.run`."""

import sys

from tests.fullroom.run import main

sys.exit(main())
