"""Seed text → article file: a pasted article becomes Markdown with front matter, every doubt said.

The way of one seed: `text` decodes it, `article` takes it through the passes (`head`, `debris`, `byline`, `headline`,
`paragraphs`, `dates`, `tags`, `figures`), `frontmatter` and `markdown` say how the article is written, `writer` writes
it.
What is in content/ already is read by `records`; `known` has the articles by their seeds, `resembling` finds the same
text again by its `likeness`.
"""

from __future__ import annotations

from digest.seeds.article import Draft, EmptySeedError, draft_article
from digest.seeds.writer import Imported, import_seeds

__all__ = ["Draft", "EmptySeedError", "Imported", "draft_article", "import_seeds"]
