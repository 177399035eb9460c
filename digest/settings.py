"""What a site sets: digest.yaml, its tags, the theme that it names, and sources.yaml."""

from __future__ import annotations

from pathlib import Path

import msgspec

from digest.config import Config, load_config
from digest.content.engines import check_markdown
from digest.errors import Problem
from digest.sources import Rights, load_sources
from digest.theme.chain import Theme, load_theme
from digest.vocabulary import Vocabulary, load_vocabulary


class Settings(msgspec.Struct, frozen=True):
    """What digest.yaml, tags.yaml, the theme and sources.yaml say, and what is wrong with them. The tags are in the
    vocabulary alone: a page that shows none of them does not depend on them."""

    config: Config
    theme: Theme
    rights: Rights
    vocabulary: Vocabulary
    problems: tuple[Problem, ...]


def read_settings(site: Path) -> Settings:
    """Where something is faulty its default stands in, so that the rest of the site can still be checked."""
    config, problems = load_config(site)
    config, markdown_problems = check_markdown(site, config)
    theme, theme_problems = load_theme(site, config)
    rights, rights_problems = load_sources(site, config)
    vocabulary, tag_problems = load_vocabulary(site, config)
    config = msgspec.structs.replace(config, tags={})
    found = (*problems, *markdown_problems, *theme_problems, *rights_problems, *tag_problems)
    return Settings(config, theme, rights, vocabulary, found)
