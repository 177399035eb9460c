"""The kinds of file that an article arrives in, each read into text and what the file says beside it.

`kinds` tells by bytes and name what a file is; `read` hands it to the reader of its kind: `page` (HTML), `mail`,
`word` (.docx), `pdf`, `matter` (Markdown), or to `seeds.decoding` if it is plain text. What a kind needs beyond Python
is loaded when the first such file is met.
"""

from __future__ import annotations

from digest.seeds.read.by_kind import read_seed, read_seeds

__all__ = ["read_seed", "read_seeds"]
