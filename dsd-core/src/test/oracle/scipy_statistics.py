"""Samples and what SciPy says of them, for the tests of org.dsd4j.statistics.

python3 dsd-core/src/test/oracle/scipy_statistics.py > dsd-core/src/test/resources/statistics/scipy.json
"""

import json
import math
import warnings

import numpy as np
import scipy
from scipy import special, stats

LEVELS = (0.5, 0.9, 0.95, 0.99, 0.999)


def pairs(name, treated, control):
    """A paired comparison: t test, intervals, effect sizes, Wilcoxon's test."""
    treated, control = np.asarray(treated, float), np.asarray(control, float)
    d = treated - control
    n = len(d)
    t = stats.ttest_rel(treated, control)
    wilcoxon = stats.wilcoxon(
        treated, control, zero_method="wilcox", correction=False, method="auto")
    cohen = d.mean() / d.std(ddof=1)
    m = n - 1
    hedges = math.exp(math.lgamma(m / 2) - math.lgamma((m - 1) / 2)) / math.sqrt(m / 2) if m > 1 else 0
    intervals = [t.confidence_interval(level) for level in LEVELS]
    return {
        "name": name,
        "treated": treated.tolist(),
        "control": control.tolist(),
        "mean": d.mean(),
        "deviation": d.std(ddof=1),
        "t": t.statistic,
        "p": t.pvalue,
        "intervals": [[level, i.low, i.high] for level, i in zip(LEVELS, intervals)],
        "cohen": cohen,
        "hedges": cohen * hedges,
        "wilcoxon": wilcoxon.statistic,
        "wilcoxon_p": wilcoxon.pvalue,
    }


def comparisons(rng):
    made = []
    for n in [2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 16, 20, 30, 49, 50, 51, 60]:
        control = rng.normal(0.7, 0.05, n)
        made.append(pairs(f"plain {n}", control + rng.normal(0.02, 0.03, n), control))
    for n in [3, 5, 8, 12, 13, 14, 20, 50, 60]:
        # Quarters are exact in binary, so equal sizes are equal to the bit.
        control = rng.integers(0, 8, n) / 4
        d = rng.integers(-3, 6, n) / 4
        d[d == 0] = 1 / 4
        d[0] = d[1] + (1 / 4 if d[1] > 0 else -1 / 4)
        made.append(pairs(f"ties {n}", control + d, control))
        d = rng.integers(-2, 4, n) / 4
        d[:2] = [0, 3 / 4]
        made.append(pairs(f"ties and zeros {n}", control + d, control))
        d = rng.choice(np.arange(1, 100), n, replace=False) / 64 * rng.choice([-1, 1, 1], n)
        d[0] = 0
        made.append(pairs(f"zeros {n}", control + d, control))
    base = rng.normal(0.6, 0.01, 10)
    made.append(pairs("large effect", base + rng.normal(0.132, 0.001, 10), base))
    made.append(pairs("no effect", base + rng.normal(0, 1e-4, 10), base))
    made.append(pairs("far from zero", base + 1e6, base + 1e6 - rng.normal(1, 0.5, 10).round(3)))
    made.append(pairs("tiny", rng.normal(1, 1, 9) * 1e-90, rng.normal(0, 1, 9) * 1e-90))
    made.append(pairs("accuracies", [0.81, 0.82, 0.79, 0.80], [0.80, 0.80, 0.79, 0.78]))
    made.append(pairs("one loses by far", [0.8, 0.81, 0.82, 0.1], [0.7, 0.72, 0.71, 0.7]))
    return made


def holm(p):
    """By the definition: reject the smallest p while p(i) <= alpha / (m - i + 1)."""
    p = np.asarray(p, float)
    adjusted = np.empty(len(p))
    largest = 0
    for rank, i in enumerate(np.argsort(p, kind="stable")):
        largest = max(largest, min(1, (len(p) - rank) * p[i]))
        adjusted[i] = largest
    return {
        "p": p.tolist(),
        "holm": adjusted.tolist(),
        "bonferroni": np.minimum(1, len(p) * p).tolist(),
    }


def families(rng):
    return [
        holm([]),
        holm([0.03]),
        holm([0.01, 0.04, 0.03, 0.005]),
        holm([0.02, 0.02, 0.02]),
        holm([1, 0, 1]),
        holm(rng.uniform(0, 1, 12) ** 4),
        holm(rng.uniform(0, 1, 80) ** 6),
    ]


def main():
    warnings.simplefilter("error")
    rng = np.random.default_rng(20261201)
    result = {
        "scipy": scipy.__version__,
        "comparisons": comparisons(rng),
        "families": families(rng),
    }
    print("{")
    for i, (name, part) in enumerate(result.items()):
        print(",\n" if i else "", json.dumps(name), ": ", sep="", end="")
        if isinstance(part, list):
            lines = (json.dumps(entry, allow_nan=False) for entry in part)
            print("[\n", ",\n".join(lines), "\n]", sep="", end="")
        else:
            print(json.dumps(part), end="")
    print("\n}")


if __name__ == "__main__":
    main()
