"""What screen tests share."""

from pathlib import Path

import pytest

_AQUI = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform warns of what it lacks: a window manager, windows above others, grabs."""
    for item in items:
        if _AQUI in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
