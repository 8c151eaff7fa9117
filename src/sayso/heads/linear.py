"""Linear heads in plain numpy: one ridge regression for all types, each turned into probabilities by its own logistic.

The regression's targets are those of Fisher's discriminant, so that few examples are weighed by the spread of all rows.
The logistic reads what the regression gives for a row when that row is left out: probabilities are honest though there
are fewer examples than places of a vector. No chance and no thread has a part in it: the same rows give the same heads.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_STEPS = 25
_LEAST_PENALTY = 1.0  # on the slope of the logistic; keeps it finite where the rows are split without error


class Regression:
    """A weighted ridge regression on fixed rows, ready to be solved for any targets."""

    def __init__(self, rows: Numbers, weights: Numbers, *, ridge: float) -> None:
        """`rows` (n, dim), `weights` (n,) how much each counts, `ridge` the penalty per place and per mean weight."""
        self._rows = np.hstack([rows, np.ones((len(rows), 1))])
        self._weighted = self._rows * weights[:, None]
        penalty = np.full(self._rows.shape[1], ridge)
        penalty[-1] = 1e-6
        self._inverse = np.linalg.inv(self._weighted.T @ self._rows + np.diag(penalty))
        self._leverage = np.einsum("nd,nd->n", self._rows @ self._inverse, self._weighted)
        self._weights = weights

    def head(self, told: Numbers, emphasis: Numbers) -> Numbers:
        """(dim + 1,) weights of the log-odds that a row is told, the bias last; all zero where nothing is told.

        Args:
            told: (n,), 1 told, 0 not told.
            emphasis: (n,), how much more than its weight each row counts; 0 leaves its answer out.
        """
        counted = self._weights * emphasis
        yes, no = float(counted @ told), float(counted @ (1 - told))
        if not yes or not no:
            return np.zeros(self._rows.shape[1])
        targets = emphasis * np.where(told > 0, 1 / yes, -1 / no) * (yes + no) / 2
        found = self._inverse @ (self._weighted.T @ targets)
        left_out = (self._rows @ found - self._leverage * targets) / (1 - self._leverage)
        scale = max(float(left_out.std()), 1e-9)
        weights = counted * np.where(told > 0, np.sqrt(no / yes), 1.0)
        slope, bias = _fit_logistic(left_out / scale, told, weights)
        found = found * slope / scale
        found[-1] += bias
        return found


def _fit_logistic(scores: Numbers, told: Numbers, weights: Numbers) -> tuple[float, float]:
    """Slope and bias of the log-odds over one score, by Newton's method."""
    rows = np.stack([scores, np.ones(len(scores))], axis=1)
    penalty = np.diag([_LEAST_PENALTY, 1e-3])
    found = np.zeros(2)
    for _ in range(_STEPS):
        chance = probability(rows @ found)
        slope = rows.T @ (weights * (told - chance)) - penalty @ found
        curvature = (rows * (weights * np.maximum(chance * (1 - chance), 1e-9))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curvature, slope)
        found = found + step * min(1.0, 4.0 / float(np.abs(step).max() + 1e-12))
    return float(found[0]), float(found[1])


def probability(odds: Numbers) -> Numbers:
    """Probabilities of log-odds."""
    chance: Numbers = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return chance
