"""Reads: what residents see, and where a notice stands before them."""

from dialogue.publishing.queries.results import (
    FILTERS,
    Published,
    PublishedMatter,
    by_receipt,
    matters_of,
    public_notice,
    published,
    published_matter,
)
from dialogue.publishing.queries.state import (
    State,
    acts_about,
    is_public_notice,
    notices_with_news,
    publication_of,
    withdrawn_items,
)
from dialogue.publishing.queries.todos import todos

__all__ = [
    "FILTERS",
    "Published",
    "PublishedMatter",
    "State",
    "acts_about",
    "by_receipt",
    "is_public_notice",
    "matters_of",
    "notices_with_news",
    "public_notice",
    "publication_of",
    "published",
    "published_matter",
    "todos",
    "withdrawn_items",
]
