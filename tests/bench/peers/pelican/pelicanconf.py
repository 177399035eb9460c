SITENAME = "Defence Digest"
SITEURL = "https://digest.example"
PATH = "content"
THEME = "theme"
TIMEZONE = "UTC"
FORMATTED_FIELDS: list[str] = []

ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{date:%d}/{slug}/index.html"
ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
DAY_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/{date:%d}/index.html"
TAG_SAVE_AS = "tags/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAGS_SAVE_AS = "tags/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags"]
PAGINATED_TEMPLATES = {"tag": 20}
DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/{number}/", "{base_name}/{number}/index.html"),
]

FEED_ALL_RSS = "rss.xml"
TAG_FEED_RSS = "tags/{slug}/feed.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 30
RSS_FEED_SUMMARY_ONLY = False

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
