"""Seed text → article file: a pasted article becomes Markdown with front matter, every doubt said.

The way of one seed: `formats` makes text of its bytes, `drafting` keeps Markdown as it is and hands the rest to
`passes`, in the order of which its lines are marked; `run` writes the article. What is in content/ already is read by
`records`; `known` has the articles by their seeds, `near_duplicates` finds the same text again by its `shingles`.
"""
