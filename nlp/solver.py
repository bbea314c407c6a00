"""A small linear classifier: squared hinge with a quadratic penalty, solved by truncated Newton steps on sparse rows.

The method is that of Lin, Weng and Keerthi (2008), "Trust region Newton method for large-scale logistic regression",
with a backtracking line search in place of the trust region.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from domain.values import frozen

Vector = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

NEWTON_STEPS = 30
INNER_STEPS = 25
PRECISION = 0.005  # of the first gradient's length
INNER_PRECISION = 0.1
SUFFICIENT = 0.01  # share of the predicted gain a step must bring


@frozen
class Rows:
    """A sparse matrix, kept by rows and by columns. The last column is the constant, so no row is empty."""

    shape: tuple[int, int]
    by_row: tuple[Index, Index, Vector]  # starts, columns, values
    by_column: tuple[Index, Index, Vector]  # starts, rows, values

    @classmethod
    def of(cls, rows: Sequence[tuple[Index, Vector]], width: int) -> Rows:
        """Rows as (columns, values); a column `width` of ones is added."""
        sizes = np.array([len(columns) + 1 for columns, _ in rows])
        columns = np.concatenate([np.append(columns, width) for columns, _ in rows]).astype(np.int64)
        values = np.concatenate([np.append(values, 1.0) for _, values in rows])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        order = np.argsort(columns, kind="stable")
        owners = np.repeat(np.arange(len(rows)), sizes)
        counts = np.bincount(columns, minlength=width + 1)
        column_starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        return cls((len(rows), width + 1), (starts, columns, values), (column_starts, owners[order], values[order]))

    def times(self, weights: Vector) -> Vector:
        """Matrix times weights."""
        starts, columns, values = self.by_row
        return np.asarray(np.add.reduceat(weights[columns] * values, starts))

    def transposed_times(self, numbers: Vector) -> Vector:
        """Transposed matrix times numbers."""
        starts, owners, values = self.by_column
        cumulated = np.concatenate([[0.0], np.cumsum(numbers[owners] * values)])
        ends = np.append(starts[1:], len(values))
        return np.asarray(cumulated[ends] - cumulated[starts])


def separate(rows: Rows, side: Vector, importance: Vector, scale: Vector, cost: float) -> Vector:
    """Weights whose sign of (rows · weights) is `side` (±1 a row), as far as the penalty allows.

    `importance` says how much each row matters, `scale` (one a column) how freely each weight may grow: 0 keeps it 0.
    """
    problem = _Problem(rows, side, 2 * cost * importance, scale)
    point = np.zeros(rows.shape[1])
    margins = np.zeros(rows.shape[0])
    goal: float | None = None
    for _ in range(NEWTON_STEPS):
        gradient, active = problem.gradient(point, margins)
        length = float(np.linalg.norm(gradient))
        goal = PRECISION * length if goal is None else goal
        if length <= goal:
            break
        step = problem.newton_step(gradient, active)
        moved = rows.times(scale * step)
        size = problem.step_size(point, margins, step, moved, float(gradient @ step))
        point, margins = point + size * step, margins + size * moved
    return np.asarray(scale * point)


@frozen
class _Problem:
    rows: Rows
    side: Vector
    cost: Vector
    scale: Vector

    def value(self, point: Vector, margins: Vector) -> float:
        slack = np.maximum(0.0, 1 - self.side * margins)
        return float(0.5 * point @ point + 0.5 * self.cost @ (slack * slack))

    def gradient(self, point: Vector, margins: Vector) -> tuple[Vector, Vector]:
        active = np.where(self.side * margins < 1, self.cost, 0.0)
        return point + self.scale * self.rows.transposed_times(active * (margins - self.side)), active

    def newton_step(self, gradient: Vector, active: Vector) -> Vector:
        """Conjugate gradients on (1 + Xᵀ D X) step = −gradient."""
        step = np.zeros_like(gradient)
        rest = -gradient
        direction = rest.copy()
        energy = float(rest @ rest)
        goal = INNER_PRECISION**2 * energy
        for _ in range(INNER_STEPS):
            image = self.rows.times(self.scale * direction)
            curved = direction + self.scale * self.rows.transposed_times(active * image)
            size = energy / float(direction @ curved)
            step += size * direction
            rest -= size * curved
            before, energy = energy, float(rest @ rest)
            if energy <= goal:
                break
            direction = rest + (energy / before) * direction
        return step

    def step_size(self, point: Vector, margins: Vector, step: Vector, moved: Vector, slope: float) -> float:
        start, size = self.value(point, margins), 1.0
        while self.value(point + size * step, margins + size * moved) > start + SUFFICIENT * size * slope:
            size /= 2
            if size < PRECISION * PRECISION:
                return 0.0
        return size
