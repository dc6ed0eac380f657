"""What the tests of the workshop share stands beside them: a small talk, random talks, paired runs."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
