"""How long do residents wait for the desk to read them, for the calls that a platform allows?

    python -m bench.polling [--seeds 3]

A town of 120 posts whose comments fade, one of which goes viral, read for a day with 200 calls
an hour; six hours to get used to it, then eighteen measured. Every line compares the desk's
schedule with reading in turn at even distances, with the same number of calls, and with a
schedule that knows every rate, has the same calls and may starve whomever it likes. Then the
same for the scenarios of the sandbox, with the streams and allowances of the real connectors.
Exits with 1 when the first town misses its aims or any stream waits beyond its bound.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

from bench import played, readers, town
from bench.percentile import percentile
from bench.readers import Outcome, Platform, Source
from bench.sources import each_post, feed_pages

A_FIFTH, TWICE = 0.2, 2.0


@dataclass(frozen=True, slots=True)
class Case:
    """A town, and what one call reads of it."""

    words: str
    viral: str
    slows: float | None = None
    by_page: bool = False

    def sources(self, seed: int) -> list[Source]:
        """Build it anew: every schedule reads from the beginning."""
        posts = town.posts(
            Random(seed),  # noqa: S311 - chance, not secrecy
            viral=self.viral,
            slows=self.slows,
        )
        return feed_pages(posts) if self.by_page else each_post(posts)


CASES = (
    Case("a call reads a post; a new post goes viral", "fresh"),
    Case("the same, comments fade ever slower", "fresh", slows=0.3),
    Case("the same, nothing goes viral", "none"),
    Case("the same, a forgotten post goes viral", "old"),
    Case("a call reads 25 posts; a forgotten one goes viral", "old", by_page=True),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one case came to, in seconds."""

    ours: Outcome
    fixed: Outcome
    oracle: Outcome

    def ratios(self) -> tuple[float, float]:
        """Our mean wait over that of reading in turn, and over that of knowing all."""
        ours = fmean(self.ours.waits)
        return ours / fmean(self.fixed.waits), ours / fmean(self.oracle.waits)


def main() -> None:
    """Run every case with every seed and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    seeds = parser.parse_args().seeds
    kept = [_run(case, seeds) for case in CASES]
    are_bounds_kept = played.report()
    print(f"the bounds of the streams in the scenarios {_word(are_bounds_kept)}")
    sys.exit(0 if _aims_met(kept) and are_bounds_kept else 1)


def _run(case: Case, seeds: int) -> list[Figures]:
    found = [_measure(case, seed) for seed in range(1, seeds + 1)]
    _print(case.words, found)
    return found


def _measure(case: Case, seed: int) -> Figures:
    starts = town.DAY.starts
    ours = readers.budgeted(case.sources(seed), town.DAY, Platform(starts))
    fixed = readers.in_turn(case.sources(seed), town.DAY, ours.calls)
    best = readers.all_knowing(
        case.sources(seed), town.DAY, Platform(starts), slowest=readers.NEVER
    )
    return Figures(ours, fixed, best)


def _print(words: str, found: Sequence[Figures]) -> None:
    print(f"\n{words} ({len(found)} seeds, {sum(len(f.ours.waits) for f in found)} comments)")
    _line("the desk", [figures.ours for figures in found])
    _line("in turn", [figures.fixed for figures in found])
    _line("all-knowing", [figures.oracle for figures in found])
    ratios = " ".join(f"{fixed:.2f}/{best:.2f}" for fixed, best in map(Figures.ratios, found))
    print(f"  mean wait over in turn / over all-knowing, by seed: {ratios}", flush=True)


def _line(name: str, found: Sequence[Outcome]) -> None:
    waits = [wait for outcome in found for wait in outcome.waits]
    print(
        f"  {name:<12} mean {fmean(waits):>6.0f} s, "
        f"95th percentile {percentile(waits, 95):>6.0f} s, "
        f"{fmean(outcome.calls for outcome in found):>5.0f} calls, "
        f"longest rest {max(outcome.longest_rest for outcome in found) / 60:>4.0f} min"
    )


def _aims_met(kept: Sequence[Sequence[Figures]]) -> bool:
    bound = readers.SLOWEST.total_seconds() * readers.TOLERANCE
    is_bound_kept = all(f.ours.longest_rest <= bound for found in kept for f in found)
    ratios = [figures.ratios() for figures in kept[0]]
    is_quick = all(fixed <= A_FIFTH and best <= TWICE for fixed, best in ratios)
    print(f"\naims: a fifth of in turn and twice all-knowing {_word(is_quick)}, ", end="")
    print(f"the bound of {readers.SLOWEST} for the quietest {_word(is_bound_kept)}")
    return is_quick and is_bound_kept


def _word(is_met: bool) -> str:  # noqa: FBT001 - a yes or no to be said
    return "kept" if is_met else "MISSED"


if __name__ == "__main__":
    main()
