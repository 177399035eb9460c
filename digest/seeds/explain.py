"""What each line of a seed is taken for, and by which rule: what `digest import --explain` shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.seeds.drafting import draft_seed
from digest.seeds.drafts import LEARNT, Drafts
from digest.seeds.find import Seed, find_seeds, shown
from digest.seeds.formats import read_seed
from digest.seeds.gazetteer import gazetteer_of
from digest.seeds.lexicon import lexicon_of
from digest.seeds.passes import Draft
from digest.seeds.refused import SeedError
from digest.seeds.several import parts_of
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS, Vocabulary


class Explained(msgspec.Struct, frozen=True):
    """A seed, by its path relative to the site's folder, with its draft, or the problem that keeps it from one.

    Of several articles in a seed each is explained for itself; `part` counts them from 1.
    """

    seed: str
    draft: Draft | None
    problem: Problem | None = None
    part: int = 0


def explain_seeds(
    paths: Sequence[Path], *, site: Path, settings: ImportSettings | None = None, vocabulary: Vocabulary = NO_TAGS
) -> Iterator[Explained]:
    """The drafts of seeds, files or folders, as an import would make them; nothing is written."""
    lexicon = lexicon_of(settings or ImportSettings())
    gazetteer = gazetteer_of(vocabulary) if vocabulary != NO_TAGS else None
    drafts = Drafts(
        site / LEARNT,
        lexicon,
        lambda name, decoded, recurring: draft_seed(name, decoded, lexicon, gazetteer, recurring),
    )
    if True:
        for seed in find_seeds(paths, site=site, into=site / "content"):
            where = shown(seed.path if isinstance(seed, Seed) else seed, site)
            if isinstance(seed, Path):
                yield _failed(where, "There is no such file or folder.", "Check how the path is spelt.")
                continue
            try:
                parts = parts_of(read_seed(seed.name, seed.path.read_bytes(), lexicon), lexicon)
                for number, decoded in enumerate(parts, 1):
                    draft = drafts.draft(seed, "", decoded)
                    yield Explained(where, draft, part=number if len(parts) > 1 else 0)
            except SeedError as error:
                yield _failed(where, error.fact, error.remedy)
            except OSError as error:
                yield _failed(where, f"{error.strerror or error}.", "Check whether it may be read.")


def _failed(seed: str, fact: str, remedy: str) -> Explained:
    return Explained(seed, None, Problem(seed, 0, fact, remedy))
