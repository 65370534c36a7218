"""Errors of evaluation.

EvalError
├── GoldError            a gold file that is malformed, or a label that is not in its document
├── UnknownSystemError   a system was asked for that there is not
├── RunError             a run that cannot be read, or not be gone on with
├── ReportError          a report that cannot be read or compared
└── FormatError          a file of another program's format that cannot be imported or exported
"""

from corpus.wording import ReasonedError


class EvalError(ReasonedError):
    """Something about an evaluation is wrong. `reason` says what, where and what to do; what the page shows in both languages."""


class GoldError(EvalError):
    """A gold file is malformed, or quotes what its document does not say."""


class UnknownSystemError(EvalError):
    """A system was asked for that there is not."""


class RunError(EvalError):
    """A run cannot be read, or it was made with something else than what is there now."""


class ReportError(EvalError):
    """A report cannot be read, or two reports cannot be compared."""


class FormatError(EvalError):
    """A file of another program's format is malformed. The message names file, row and column."""
