"""`cjm init`: a new project's folder."""

import shutil
from pathlib import Path

from cjm_analytics.folders import SAMPLE

from .say import WRONG_CONFIGURATION, Refused

_EXPORTS = ("ga4", "orders", "reviews", "tickets")
_IGNORED = ("warehouse/", "dashboards/site*", "exports/", ".cjm-key", ".cjm-key.new")


def start(folder: Path, with_sample: bool) -> list[str]:
    """Write journey.yml, .gitignore and the exports' folders; gives what to do next."""
    if (folder / "journey.yml").exists():
        raise Refused(
            f"{folder}/journey.yml is there already; choose another folder", WRONG_CONFIGURATION
        )
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file; choose another name", WRONG_CONFIGURATION)
    if with_sample and any((folder / "exports").glob("*/*")):
        raise Refused(
            f"{folder}/exports holds files already, and the sample would mix with them;"
            " use --empty to keep them as they are",
            WRONG_CONFIGURATION,
        )
    for name in _EXPORTS:
        target = folder / "exports" / name
        if with_sample:
            shutil.copytree(SAMPLE / name, target, dirs_exist_ok=True)
        else:
            target.mkdir(parents=True, exist_ok=True)
    sample = (SAMPLE / "journey.yml").read_text(encoding="utf-8")
    (folder / "journey.yml").write_text(
        sample.replace("data/sample/", "exports/"), encoding="utf-8"
    )
    _ignore(folder / ".gitignore")
    exports = (
        "holds a sample shop; put yours in its place" if with_sample else "is for your exports"
    )
    return [
        f"{folder}/journey.yml   says which exports there are and what the journey looks like",
        f"{folder}/exports/      {exports}",
        "",
        f"Next: cjm check {folder}, then cjm run {folder}",
    ]


def _ignore(path: Path) -> None:
    """Add what git must not keep to what the file says already."""
    said = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    path.write_text("\n".join(dict.fromkeys([*said, *_IGNORED])) + "\n", encoding="utf-8")
