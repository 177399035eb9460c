"""The site's own tags: what `tags.yaml` or `digest.yaml` adds to, renames in or bans from the shipped gazetteer."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Tag(msgspec.Struct, frozen=True):
    """A site's tag: its kind (person, organisation, place, system, topic, or ""), description and other names."""

    kind: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()


class Vocabulary(msgspec.Struct, frozen=True):
    """`tags` by canonical name; the `banned` names are never made."""

    tags: Mapping[str, Tag]
    banned: frozenset[str]
