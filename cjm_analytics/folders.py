"""Where the files that are not Python lie, in a wheel and in a checkout, and in a project."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _find(in_wheel: str, in_checkout: str) -> Path:
    installed = _PACKAGE / in_wheel
    return installed if installed.exists() else _PACKAGE.parent / in_checkout


SQL = _find("sql", "sql")
DASHBOARDS = _find("dashboards", "dashboards")
SAMPLE = _find("sample", "data/sample")


def published(root: Path) -> Path:
    """The tables that everyone reads, of the project in a folder."""
    return root / "warehouse" / "published.duckdb"
