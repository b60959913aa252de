"""Where things lie on disk: the program's own resources, a clinic's folder, the machine's settings."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir() -> Path:
    """Fonts, icons, maps, theme, vocabulary and wording.

    An installed wheel carries them inside the package; a checkout has them beside it.
    """
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def default_data_dir() -> Path:
    """The clinic's folder when nobody chose another one. It is not created here."""
    from platformdirs import user_data_path

    return user_data_path("MNLog", appauthor=False) / "clinic"


def settings_dir() -> Path:
    """Where this machine keeps its preferences. It is not created here."""
    from platformdirs import user_config_path

    return user_config_path("MNLog", appauthor=False)
