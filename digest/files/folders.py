"""The folders of a site, by their paths from its own."""

from __future__ import annotations

CONTENT = "content"
"""Articles, standing pages and other files that become pages."""

SEEDS = "seeds"
"""Raw texts, as they arrived."""

THEMES = "themes"
"""The site's own themes."""

OUTPUT = "output"
"""The site: the program's own, whatever is in it."""

STATE = ".digest"
"""What the program knows of the site. All of it can be made again."""

PREVIEW = ".digest/preview"
"""Where drafts are previewed, so that they are never in the folder that is published."""
