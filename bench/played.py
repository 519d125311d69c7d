"""How long do residents wait in the sandbox's scenarios, by which schedule?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from statistics import fmean

from bench.percentile import percentile
from bench.readers import NEVER, Outcome, Source, all_knowing, budgeted, in_turn
from bench.scenes import Scene, scenes
from connectors.streams import Allowance

A_FIFTH, TWICE = 0.2, 2.0
# Calls are made one after the other, so streams that are due at once wait for each other.
QUEUEING_SECONDS = 10
# Whether few words meet a poll by luck evens out over several moments to begin reading at.
EARLIER = [timedelta(seconds=17 * turn) for turn in range(8)]

Schedule = Callable[[Allowance | None, list[Source], int], Outcome]


@dataclass(frozen=True, slots=True)
class Compared:
    """What four schedules made of the same words: the last keeps no bounds for quiet streams."""

    ours: Outcome
    fixed: Outcome
    bounded: Outcome
    best: Outcome

    def line(self) -> str:
        """Write means, 95th percentiles and ratios of the means."""
        four = (self.ours, self.fixed, self.bounded, self.best)
        waits = " ".join(
            f"{fmean(each.waits):>5.1f} {percentile(each.waits, 95):>5.0f}" for each in four
        )
        ratios = " ".join(f"{self.over(each):>5.2f}" for each in four[1:])
        return f"{len(self.ours.waits) // len(EARLIER):>5}  {waits}  {ratios}"

    def over(self, other: Outcome) -> float:
        """Say how many times another schedule's mean wait ours is."""
        return fmean(self.ours.waits) / fmean(other.waits)


def report() -> bool:
    """Print every scenario, by profile and together; say whether every bound was kept."""
    print(
        "\nscenarios of the sandbox: words, then mean and 95th percentile in seconds of the desk,"
    )
    print(
        "in turn, all-knowing within the bounds and without, and the desk's mean over these three"
    )
    found: dict[str, dict[str, list[Compared]]] = defaultdict(lambda: defaultdict(list))
    for scene in chain.from_iterable(scenes(earlier) for earlier in EARLIER):
        found[scene.name][scene.profile].append(_compared(scene))
    rows: list[Compared] = []
    for name, by_profile in found.items():
        together = {profile: _together(each) for profile, each in by_profile.items()}
        for profile, compared in together.items():
            print(f"  {name:<16} {profile:<18}{compared.line()}")
        print(f"  {name:<16} {'all':<18}{_together([*together.values()]).line()}")
        rows += together.values()
    _say_what_holds(rows)
    return all(compared.ours.beyond <= QUEUEING_SECONDS for compared in rows)


def _say_what_holds(rows: Sequence[Compared]) -> None:
    fixed = sum(row.over(row.fixed) <= A_FIFTH for row in rows)
    bounded = sum(row.over(row.bounded) <= TWICE for row in rows)
    best = sum(row.over(row.best) <= TWICE for row in rows)
    reached = min(row.over(row.fixed) / row.over(row.bounded) for row in rows)
    print(
        f"of {len(rows)}: at most a fifth of in turn {fixed}, twice all-knowing within the bounds "
        f"{bounded}, without bounds {best};\nno schedule within the bounds that knows every rate "
        f"gets below {reached:.2f} of in turn"
    )


def _compared(scene: Scene) -> Compared:
    calls: list[int] = []

    def ours(_allowance: Allowance | None, sources: list[Source], _calls: int) -> Outcome:
        outcome = budgeted(sources, scene.span, None)
        calls.append(outcome.calls)
        return outcome

    def fixed(allowance: Allowance | None, sources: list[Source], calls: int) -> Outcome:
        if allowance is None:
            return budgeted(sources, scene.span, None)
        return in_turn(sources, scene.span, calls)

    def bounded(allowance: Allowance | None, sources: list[Source], _calls: int) -> Outcome:
        read = all_knowing if allowance else budgeted
        return read(sources, scene.span, None)

    def best(allowance: Allowance | None, sources: list[Source], _calls: int) -> Outcome:
        if allowance is None:
            return budgeted(sources, scene.span, None)
        return all_knowing(sources, scene.span, None, slowest=NEVER)

    mine = _played(scene, ours, ())
    return Compared(mine, *(_played(scene, other, calls) for other in (fixed, bounded, best)))


def _played(scene: Scene, schedule: Schedule, calls: Sequence[int]) -> Outcome:
    whole = Outcome(scene.span.measured_from)
    for number, (allowance, sources) in enumerate(scene.groups()):
        spent = calls[number] if number < len(calls) else 0
        whole.take_in(schedule(allowance, sources, spent))
    return whole


def _together(found: Sequence[Compared]) -> Compared:
    four = [Outcome(found[0].ours.measured_from) for _ in range(4)]
    for each in found:
        for whole, part in zip(four, (each.ours, each.fixed, each.bounded, each.best), strict=True):
            whole.take_in(part)
    return Compared(*four)
