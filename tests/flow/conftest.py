"""What reads the case files stands beside the tests of the engine."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
