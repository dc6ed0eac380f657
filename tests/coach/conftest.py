"""Samples of one file serve another."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
