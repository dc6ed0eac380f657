"""Makes `tests/world.py` importable from every folder of tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
