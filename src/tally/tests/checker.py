"""Asks Pabulib's own checker and pabutools about every .pb file in a folder; one JSON object a file on standard output.

    checker.py check FOLDER   errors and warnings of pabulib-checker, and what pabutools reads
    checker.py read FOLDER    only what pabutools reads
"""

import contextlib
import io
import json
import pathlib
import sys
import warnings

from pabulib.checker import Checker
from pabutools.election.pabulib import parse_pabulib


def checked(path):
    with contextlib.redirect_stdout(io.StringIO()):
        results = Checker().process_files([str(path)])
    verdict = results[path.stem]["results"]
    return {level: verdict.get(level, {}) for level in ("errors", "warnings")}


def parsed(path):
    instance, profile = parse_pabulib(str(path))
    support = {project.name: [0, 0] for project in instance}
    for ballot in profile:
        for project in ballot:
            support[project.name][0] += 1
            support[project.name][1] += ballot[project] if hasattr(ballot, "values") and not hasattr(ballot, "index") else 0
    return {
        "budget": str(instance.budget_limit),
        "voters": profile.num_ballots(),
        "costs": {project.name: str(project.cost) for project in instance},
        "votes": {name: counts[0] for name, counts in support.items()},
        "points": {name: str(counts[1]) for name, counts in support.items()},
    }


def main():
    task, folder = sys.argv[1:]
    warnings.simplefilter("ignore")
    for path in sorted(pathlib.Path(folder).glob("*.pb")):
        answer = {"file": path.name}
        if task == "check":
            answer |= checked(path)
        answer |= parsed(path)
        print(json.dumps(answer))


main()
