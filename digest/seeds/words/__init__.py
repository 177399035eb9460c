"""The lexicon: what words, names, dates and sentences are, whatever text they stand in."""
