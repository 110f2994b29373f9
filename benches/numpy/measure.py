"""Sides that do the same, timed in turns.

A shared machine is slower now and faster then, by more than what is to be measured. All
sides of a round run within a short time, so that the ratios of a round are good where its
times are not; the median over the rounds is what is reported, with the quartiles. The
order is turned round from round to round.
"""

import gc
import itertools
import statistics
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """Rounds at least and at most, seconds to spend on a work, seconds of a turn."""

    least: int
    most: int
    seconds: float
    turn: float


def turn(side, times):
    """Seconds that a side takes, the mean of so many times."""
    if hasattr(side, "run"):
        start = time.perf_counter_ns()
        side.run(times)
        end = time.perf_counter_ns()
    else:
        counted = itertools.repeat(None, times)
        start = time.perf_counter_ns()
        for _ in counted:
            side()
        end = time.perf_counter_ns()
    return (end - start) / 1e9 / times


def repeats(side, seconds):
    """How often a side has to work for a turn to last so long."""
    times = 1
    while True:
        once = turn(side, times)
        if once * times >= seconds / 4:
            return max(1, round(seconds / once))
        times *= 4


def rounds(sides, effort):
    """Times of all sides, a list for each, in rounds that take turns."""
    times = {name: repeats(side, effort.turn) for name, side in sides.items()}
    taken = {name: [] for name in sides}
    gc.collect()
    gc.disable()
    start = time.monotonic()
    for number in range(effort.most):
        if number >= effort.least and time.monotonic() - start > effort.seconds:
            break
        order = list(sides)
        # Who is first is last the next time, and every side is in the middle at times.
        shift = number // 2 % len(order)
        order = order[shift:] + order[:shift]
        for name in order if number % 2 == 0 else reversed(order):
            taken[name].append(turn(sides[name], times[name]))
    gc.enable()
    return taken


def spread(values):
    """The median and the quartiles."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, low, high


def ratio(taken, ours, theirs):
    """How many times faster the one is than the other: median and quartiles of rounds."""
    return spread([b / a for a, b in zip(taken[ours], taken[theirs])])
