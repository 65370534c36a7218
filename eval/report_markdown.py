"""A report as Markdown, to be kept beside its JSON."""

from eval.report import Report
from eval.tables import markdown, report_tables

_NOTES = """\
hit@k (Success@k), R@k, AP@k, RR@10 and nDCG@10 as ir_measures defines them; answerable topics only; a system
that failed on a topic scores 0. Intervals are bootstrapped over topics. Numbers in brackets after a value say
of how many topics it is, where not of all.

recall: the share of the expected strings that the answer contains, 0 for a refusal. refused: right in the row
"unanswerable", wrong in the others. exact: every quotation equals its document. supported: a citation overlaps
an expected quote. short right: the short answer contains an expected string or the reverse; EM and F1: the same
letters and digits, and the F1 of these; where there is a short answer. cited recall: the share of the answer's
sentences that stand word for word in what they cite; cited precision: the share of citations that this needs
(after ALCE). AURC: the mean loss over all shares of questions answered, surest first; less is better.
"""


def report_markdown(report: Report) -> str:
    """What was run, the tables, and what the columns mean."""
    facts = {
        "Date": report.created,
        "Command": f"`{report.command}`",
        "Fingerprint": f"`{report.fingerprint}`",
        "Topics": f"{len({result.topic_id for result in report.results})} (split {report.split})",
        **_of_header(report),
    }
    head = "\n".join(f"- {name}: {value}" for name, value in facts.items() if value)
    return f"# Evaluation\n\n{head}\n\n{markdown(report_tables(report))}\n{_NOTES}"


def _of_header(report: Report) -> dict[str, str]:
    header = report.header
    if header is None:
        return {}
    machine = header.machine
    files = ", ".join(f"{each.name} `{each.sha256[:12]}` ({each.topics})" for each in header.gold)
    tests = (
        ""
        if report.split == "dev"
        else f"these gold files' test questions were asked {header.test_runs} times before"
    )
    return {
        "Code": f"`{header.commit}`" if header.commit else "",
        "Documents": f"{header.documents}, `{header.corpus}`",
        "Gold": files,
        "Test questions": tests,
        "Looked at, because": header.opened_test,
        "Machine": f"{machine.cpu}, {machine.cores} cores, Python {machine.python}",
        **{
            f"System {each.name}": f"index `{each.fingerprint}`, encoder `{each.encoder}`"
            for each in header.systems
        },
    }
