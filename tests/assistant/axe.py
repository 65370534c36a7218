"""What axe-core says of a page."""

from axe_playwright_python.sync_playwright import Axe

from tests.assistant.fakes import Visit


def serious(visit: Visit) -> list[str]:
    """What it finds to be a serious or critical obstacle."""
    found = Axe().run(visit.page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
