"""Samples and what SciPy says of them, for the tests of org.dsd4j.statistics.

python3 dsd-core/src/test/oracle/scipy_statistics.py > dsd-core/src/test/resources/statistics/scipy.json
"""

import json
import math
import warnings

import numpy as np
import scipy
from scipy import integrate, stats

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


def power_of(n, difference, deviation, alpha):
    df, shift = n - 1, difference / deviation * math.sqrt(n)
    critical = stats.t.isf(alpha / 2, df)
    lower = stats.nct.cdf(-critical, df, shift)
    if math.isnan(lower):  # so SciPy 1.17 gives some tails below 1e-14
        lower = integrate.quad(
            lambda s: stats.norm.cdf(-critical * s - shift) * stats.chi.pdf(s, df, scale=df**-0.5),
            0, np.inf)[0]
        assert lower < 1e-14
    return stats.nct.sf(critical, df, shift) + lower


def pairs_for(power, difference, deviation, alpha):
    n = 2
    while power_of(n, difference, deviation, alpha) < power:
        n += 1
    return n


def powers():
    made = []
    for n in [2, 3, 4, 5, 7, 10, 16, 30, 100, 1000]:
        for difference, deviation in [(0.1, 1), (0.5, 1), (1, 1), (2, 0.5), (0.01, 0.02), (1, 0.1)]:
            for alpha in [0.05, 0.05 / 12, 1e-4]:
                made.append({
                    "pairs": n, "difference": difference, "deviation": deviation, "alpha": alpha,
                    "power": power_of(n, difference, deviation, alpha)})
    return made


def pairs_needed():
    return [
        {"power": power, "difference": difference, "deviation": deviation, "alpha": alpha,
         "pairs": pairs_for(power, difference, deviation, alpha)}
        for power in [0.5, 0.8, 0.9, 0.99]
        for difference, deviation in [(0.2, 1), (0.5, 1), (1, 1), (2, 1), (0.3, 0.02)]
        for alpha in [0.05, 0.01, 0.05 / 80]]


def error_rate(sums):
    return sums[..., 0] / sums[..., 1]


def brevity_precision(sums):
    """Like BLEU: a precision, and a penalty where the length falls short."""
    matches, total, reference = sums[..., 0], sums[..., 1], sums[..., 2]
    return matches / total * np.exp(np.minimum(0, 1 - reference / total))


def bootstrap(rng, name, measure, treated, control):
    """Few draws, kept, for the exact intervals; many for what another generator should give."""
    def difference(items, axis=-1):
        assert axis == -1
        return measure(treated[items].sum(axis=-2)) - measure(control[items].sum(axis=-2))
    result = {
        "name": name,
        "treated": treated.tolist(),
        "control": control.tolist(),
        "difference": float(difference(np.arange(len(treated)))),
    }
    for draws in [199, 100_000]:
        kept, intervals = None, []
        for level in LEVELS[1:4]:
            for method in ["percentile", "BCa"]:
                made = stats.bootstrap(
                    (np.arange(len(treated)),), difference, n_resamples=0 if kept else draws,
                    bootstrap_result=kept, vectorized=True, axis=-1, batch=1000,
                    confidence_level=level, method=method, rng=rng)
                kept = made
                low, high = made.confidence_interval
                intervals.append([level, method, float(low), float(high)])
        result[f"intervals of {draws}"] = intervals
        if draws == 199:
            result["draws"] = kept.bootstrap_distribution.tolist()
    return result


def bootstraps(rng):
    made = []
    for items in [5, 40, 120]:
        words = rng.integers(2, 20, items)
        control = rng.binomial(words, 0.3)
        treated = np.maximum(0, control - rng.binomial(3, 0.25, items))
        made.append(bootstrap(
            rng, f"error rate {items}", error_rate,
            np.stack([treated, words], 1), np.stack([control, words], 1)))
    reference = rng.integers(5, 20, 60)
    arms = []
    for probability in [0.55, 0.5]:
        total = np.maximum(2, reference - rng.integers(0, 4, 60))
        arms.append(np.stack([rng.binomial(total, probability), total, reference], 1))
    made.append(bootstrap(rng, "brevity precision 60", brevity_precision, *arms))
    return made


def main():
    warnings.simplefilter("error")
    rng = np.random.default_rng(20261201)
    result = {
        "scipy": scipy.__version__,
        "comparisons": comparisons(rng),
        "families": families(rng),
        "powers": powers(),
        "pairs_needed": pairs_needed(),
        "bootstraps": bootstraps(rng),
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
