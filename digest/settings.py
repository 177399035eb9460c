"""What a site sets: digest.yaml and the theme that it names."""

from __future__ import annotations

from pathlib import Path

import msgspec

from digest.config import Config, load_config
from digest.content.parse import extension_problems
from digest.errors import Problem
from digest.theme.chain import Theme, load_theme


class Settings(msgspec.Struct, frozen=True):
    """What digest.yaml and the theme say, and what is wrong with them."""

    config: Config
    theme: Theme
    problems: tuple[Problem, ...]


def read_settings(site: Path) -> Settings:
    config, problems = load_config(site)
    if unknown := extension_problems(config):  # the rest is checked without them
        problems = (*problems, *unknown)
        config = msgspec.structs.replace(config, markdown=msgspec.structs.replace(config.markdown, extensions=()))
    theme, theme_problems = load_theme(site, config)
    return Settings(config, theme, (*problems, *theme_problems))
