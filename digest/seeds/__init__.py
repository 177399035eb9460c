"""Seed text → article file: a pasted article becomes Markdown with front matter, every doubt said.

The way of one seed: `formats` makes text of its bytes, `drafting` keeps Markdown as it is and hands the rest to
`article`, which takes it through the passes (`head`, `debris`, `byline`, `headline`, `paragraphs`, `dates`, `tags`);
`frontmatter` and `markdown` say how the article is written, `writer` writes it.
"""

from __future__ import annotations

from digest.seeds.article import Draft, EmptySeedError, draft_article
from digest.seeds.writer import Imported, import_seeds

__all__ = ["Draft", "EmptySeedError", "Imported", "draft_article", "import_seeds"]
