"""A document as an entry of a list of references, after GB/T 7714-2015. Pure."""

from corpus.document import Document


def reference(document: Document, page: int | None = None) -> str:
    """`title[Z]. publisher, date: page.`: what is not known is left out, and the author never is.

    [Z] stands for "other": a file does not tell whether it was a newspaper, a report or a law.
    """
    issued = ", ".join(filter(None, (document.publisher, document.date)))
    if page is not None:
        issued = f"{issued}: {page}" if issued else str(page)
    title = " ".join(document.title.split())
    return f"{title}[Z]. {issued}." if issued else f"{title}[Z]."
