"""The one grammar of an article file: front matter and body.

split         where the front matter of a text begins and ends
fields        what front matter may say, checked: FrontMatter, read_front_matter
standing      the little that is known of any article, however broken its front matter is
write         values and whole files, as any reader of YAML understands them
mark          of which seed an article was made, and whether it is as the import wrote it
edit_tags     tags renamed, and edit_review fields of `review` closed: all else stays byte for byte
begin         a new article, to be written
"""
