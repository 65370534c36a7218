"""Names of files: in one line for people, and as ids of documents."""

from collections.abc import Container


def shown(path: object) -> str:
    """A path in one line: what cannot be printed is escaped, be it a line break or half a character."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in str(path))


def slug(stem: str) -> str:
    """A readable id: letters and digits of any script, other runs of characters as one hyphen."""
    name = "".join(char if char.isalnum() else "-" for char in stem)
    return "-".join(part for part in name.split("-") if part) or "document"


def distinct(doc_id: str, taken: Container[str]) -> str:
    """The id, with a number if it is taken."""
    unique, n = doc_id, 1
    while unique in taken:
        n += 1
        unique = f"{doc_id}-{n}"
    return unique
