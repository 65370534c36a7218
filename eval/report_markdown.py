"""A report as Markdown, to be kept beside its JSON."""

from eval.report import Report
from eval.tables import markdown, report_tables

_NOTES = """\
hit@k: a relevant passage is among the first k; RR@10 and nDCG@10 as ir_measures defines them; answerable
topics only. Answers are those of the system that users get. recall: the share of the expected strings that
the answer contains, 0 for a refusal. refused: right in the row "unanswerable", wrong in the others. exact:
every quotation equals its document. supported: a citation overlaps an expected quote, of those answered.
short right: the short answer agrees with an expected string, where there is one.
"""


def report_markdown(report: Report) -> str:
    """What was run, the tables, and what the columns mean."""
    facts = {
        "Date": report.created,
        "Command": f"`{report.command}`",
        "Fingerprint": f"`{report.fingerprint}`",
        "Topics": f"{len({result.topic_id for result in report.results})} (split {report.split})",
    }
    head = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    return f"# Evaluation\n\n{head}\n\n{markdown(report_tables(report))}\n{_NOTES}"
