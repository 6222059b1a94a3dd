"""Where the real data lie that benchmarks read: beside the project, or where the environment says."""

import os
from pathlib import Path

DATA = Path(os.environ.get("PERSONABOT_REFERENCE_DATA", Path(__file__).parents[2] / "shared" / "data"))
