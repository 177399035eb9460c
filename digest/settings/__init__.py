"""What a site sets: digest.yaml, tags.yaml and sources.yaml → one frozen Settings, or every problem."""

from __future__ import annotations

from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.settings.config import Config, load_config
from digest.settings.sources import Rights, load_sources
from digest.settings.vocabulary import Vocabulary, load_vocabulary


class Settings(msgspec.Struct, frozen=True):
    """What the three files say. The tags are in the vocabulary alone: a page that shows none of them does not depend on
    them."""

    config: Config
    rights: Rights
    vocabulary: Vocabulary


def read_settings(site: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Where something is faulty its default stands in, so that the rest of the site can still be checked."""
    config, problems = load_config(site)
    rights, rights_problems = load_sources(site, config)
    vocabulary, tag_problems = load_vocabulary(site, config)
    config = msgspec.structs.replace(config, tags={})
    return Settings(config, rights, vocabulary), (*problems, *rights_problems, *tag_problems)
