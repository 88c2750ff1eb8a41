"""Reads an election and counts it by each rule with pabutools; prints a line of JSON for each, with the seconds it took.

Usage: peer.py FILE RULE...
"""

import json
import sys
import time

from pabutools.election import Additive_Cost_Sqrt_Sat, Cardinality_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import completion_by_rule_combination, greedy_utilitarian_welfare
from pabutools.rules import method_of_equal_shares, sequential_phragmen

SATISFACTION = {"cost": Cost_Sat, "card": Cardinality_Sat, "cost_sqrt": Additive_Cost_Sqrt_Sat}


def timed(name, work):
    begun = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - begun
    ids = None if name == "read" else [project.name for project in result]
    print(json.dumps({"what": name, "seconds": seconds, "selected": ids}), flush=True)
    return result


def count(instance, profile, name):
    if name == "phragmen":
        return sequential_phragmen(instance, profile)
    rule, _, measure = name.partition("_")
    if rule == "greedy":
        return greedy_utilitarian_welfare(instance, profile, sat_class=SATISFACTION[measure])
    measure, _, completion = measure.partition("+greedy_")
    if completion:
        return completion_by_rule_combination(
            instance,
            profile,
            [method_of_equal_shares, greedy_utilitarian_welfare],
            [{"sat_class": SATISFACTION[measure]}, {"sat_class": SATISFACTION[completion]}],
        )
    return method_of_equal_shares(instance, profile, sat_class=SATISFACTION[measure])


def main():
    path, *rules = sys.argv[1:]
    instance, profile = timed("read", lambda: parse_pabulib(path))
    for name in rules:
        timed(name, lambda: count(instance, profile, name))


main()
