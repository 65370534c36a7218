"""Whether text can be recognised on pictures: with the extra `ocr`."""

from functools import cache
from importlib.util import find_spec

EXTRA = "pip install 'wenju[ocr]'"


@cache
def is_installed() -> bool:
    """Whether the extra is there. Nothing of it is loaded."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
