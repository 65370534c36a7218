from corpus.layout.read import read_paragraphs

__all__ = ["read_paragraphs"]
