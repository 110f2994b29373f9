"""Which goals a cell reaches, and what is faster than it."""

from dataclasses import dataclass

from goals import EQUAL, NEVER_SLOWER


def reached(faster, goal):
    """Whether so many times faster is enough. "Not slower" allows for the measuring."""
    return faster >= (EQUAL if goal == 1.0 else goal)


@dataclass(frozen=True)
class Missed:
    """A goal that a cell does not reach, or a side that is faster."""

    cell: dict
    ours: str
    versus: str
    faster: float
    goal: float


def goal_of(cell, ours, versus):
    """The goal that one of our sides has over another, if any."""
    for goal in cell["goals"]:
        if goal["ours"] == ours and goal["versus"] == versus:
            return goal["faster"]
    return None


def of_limit(cell, ours):
    """The part of the limit that a side reaches, if there is one."""
    if not cell["limit"]:
        return None
    return cell["limit"] / cell["seconds"][ours][0]


def passes(copying, strided, stored):
    """After how many passes it is faster to have copied a column out first; None if never."""
    gained = strided["seconds"]["static"][0] - stored
    if gained <= 0:
        return None
    return copying["seconds"]["static"][0] / gained


def missed(cell):
    """The goals that were set and are not reached."""
    for goal in cell["goals"]:
        found = cell["faster"][goal["ours"]][goal["versus"]][0]
        if not reached(found, goal["faster"]):
            yield Missed(cell, goal["ours"], goal["versus"], found, goal["faster"])
    if cell["limit"] and cell["limit_goal"]:
        for ours in cell["faster"]:
            part = of_limit(cell, ours)
            if part < cell["limit_goal"]:
                yield Missed(cell, ours, "limit", part, cell["limit_goal"])


def slower(cell):
    """Where NumPy or the loop by hand is faster than one of our sides."""
    for ours, ratios in cell["faster"].items():
        for versus, ratio in ratios.items():
            if versus in NEVER_SLOWER and ratio[0] < EQUAL:
                yield Missed(cell, ours, versus, ratio[0], 1.0)
