from corpus.layout.cohesion import Encoder
from corpus.layout.read import read_paragraphs

__all__ = ["Encoder", "read_paragraphs"]
