"""The product's landing of one file: read, typed, hashed and kept with its lines; nothing after.

usage: python -m benchmarks.contenders.landed FILE FOLDER
"""

import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks import work
from benchmarks.contenders.product import project_of


def main(file: str, folder: str) -> None:
    """Land it into a new warehouse, and tell what it took."""
    project = project_of(file, Path(folder))
    (source,) = project.journey.sources
    engine = project.open_engine()
    steps = work.Steps()
    try:
        landing = project.landing(engine)
        landed = steps("landing", lambda: landing.land(source))
    finally:
        engine.close()
    if landed.bad_files or landed.quarantined:
        sys.exit(f"{landed.quarantined} rows quarantined; {', '.join(landed.bad_files)}")
    steps.tell(version("cjm-analytics"), {"rows": landed.rows})


if __name__ == "__main__":
    main(*sys.argv[1:])
