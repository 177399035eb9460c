"""digest: pasted news articles in, a dated and tagged static site out."""

__version__ = "0.1.0"
