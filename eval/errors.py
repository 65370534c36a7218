"""Errors of evaluation.

EvalError
├── GoldError            a gold file that is malformed, or a label that is not in its document
├── UnknownSystemError   a system was asked for that there is not
└── ReportError          a report that cannot be read or compared
"""


class EvalError(Exception):
    """Something about an evaluation is wrong. The message says what, where and what to do."""


class GoldError(EvalError):
    """A gold file is malformed, or quotes what its document does not say."""


class UnknownSystemError(EvalError):
    """A system was asked for that there is not."""


class ReportError(EvalError):
    """A report cannot be read, or two reports have nothing to compare."""
