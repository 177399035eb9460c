"""What an article is, for machines: https://schema.org/NewsArticle, to stand in its page as JSON-LD."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from digest.model.urls import as_uri, day_url, month_url, year_url
from digest.model.views import ArticleView, Site
from digest.model.words import capital


def news_article(page: ArticleView, site: Site, absolute: Callable[[str], str]) -> dict[str, Any]:
    """The facts of an article; `absolute` makes full addresses. Its author is who wrote it, or else who published it:
    never this site, which passes it on."""
    day = page.day
    steps = (
        (str(day.year), year_url(day.year)),
        (capital(site.words.month_only(day)), month_url(day.year, day.month)),
        (str(day.day), day_url(day)),
    )
    crumbs = [
        {"@type": "ListItem", "position": n, "name": name, "item": absolute(url)}
        for n, (name, url) in enumerate(steps, 1)
    ]
    people = [{"@type": "Person", "name": name} for name in page.authors]
    source = page.source
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": absolute(page.url),
            "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": crumbs},
        },
        "inLanguage": page.lang or site.language,
        "datePublished": page.published,
        "dateModified": page.changed,
        "publisher": {
            "@type": "Organization",
            "name": site.publisher or site.title,
            "url": as_uri(site.publisher_url or site.base_url),
            "logo": absolute("static/icon.svg"),
        },
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": site.base_url},
        "author": people or ({"@type": "Organization", "name": source.name} if source.name else None),
        "description": page.description,
        "keywords": [tag.title for tag in page.tags],
        "image": absolute(page.image.url) if page.image and page.image.url else "",
        "isBasedOn": as_uri(source.url),
        "license": as_uri(source.licence) if source.licence.startswith(("https://", "http://")) else "",
        "correction": [
            {"@type": "CorrectionComment", "datePublished": one.day, "text": one.text} for one in page.corrections
        ],
    }
    return {name: value for name, value in facts.items() if value}
