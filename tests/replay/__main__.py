"""`python -m tests.replay`: see `tests.replay.run`."""

import sys

from tests.replay.run import main

sys.exit(main())
