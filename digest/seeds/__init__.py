"""Seed text → article file: a pasted article becomes Markdown with front matter, every doubt said.

`run` is the one loop, for import, dry run and explanation. `find` names the seeds; `seed_texts` reads each file once:
`formats` makes text of its bytes, `several` parts the articles in it, and `drafting` makes the draft of each. Markdown
stays as it is; of all else `passes` marks the lines, in the order that stands there, by the words of the site's
`lexicon`. `into_content` writes the article.

What is in content/ already is read by `records`; `known` has the articles by their seeds, `near_duplicates` finds the
same text again by its `shingles`. What the site has `learned` of a source, from `corrected` articles and lines that are
`recurring`, stands in learned.yaml. `outcomes` is what is told.
"""
