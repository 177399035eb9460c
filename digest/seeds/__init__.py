"""Seed text → article file: a pasted article becomes Markdown with front matter, every doubt said.

The way of one seed: `formats` makes text of its bytes, `drafting` keeps Markdown as it is and hands the rest to
`article`, which takes it through the passes; `frontmatter` and `markdown` say how the article is written, `writer`
writes it.
What is in content/ already is read by `records`; `known` has the articles by their seeds, `resembling` finds the same
text again by its `likeness`.
"""

from __future__ import annotations

from digest.seeds.article import Draft, EmptySeedError, draft_article
from digest.seeds.explain import Explained, explain_seeds
from digest.seeds.writer import Imported, import_seeds

__all__ = ["Draft", "EmptySeedError", "Explained", "Imported", "draft_article", "explain_seeds", "import_seeds"]
