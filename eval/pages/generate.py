"""From a seed to a generated document: the same seed and texts give the same document, byte for byte.

Seeds below `truth.FIRST_TEST_SEED` are for development. Committed results come from those above it, on which
nobody tunes.
"""

from random import Random

from eval.pages.draw import draw_pdf
from eval.pages.newspaper import set_newspaper
from eval.pages.plan import set_plan
from eval.pages.plan_text import extract_plan
from eval.pages.scramble import extract_newspaper, half_width
from eval.pages.texts import Texts
from eval.pages.truth import Kind, Sample


def generate(kind: Kind, seed: int, texts: Texts) -> Sample:
    """The document of a kind with this seed."""
    random = Random(f"{kind}-{seed}")
    sheets = set_newspaper(texts, random) if kind is Kind.NEWSPAPER else set_plan(texts, random)
    if random.random() < 0.15:
        half_width(sheets)
    extracted = extract_newspaper(sheets, random) if kind is Kind.NEWSPAPER else extract_plan(sheets, random)
    return Sample(kind, seed, draw_pdf(sheets, extracted.stream), extracted.text, extracted.lines)
