// Points between two planes that a camera has seen at an angle, and where two lines meet.

/** The homography that takes each `from` to its `to`; four points or more, by least squares. Row by row. */
export function homography(from, to) {
  // Around the middle and of size one, or the squares below would eat the digits.
  const [before, after] = [unit(from), unit(to)];
  const rows = [];
  from.forEach((point, at) => {
    const [[x, y], [u, v]] = [before.of(point), after.of(to[at])];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  const size = 8;
  const normal = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
  );
  return times(times(after.back, [...solve(normal), 1]), before.matrix);
}

/** The shift and scale that bring points around the middle to size one, as matrices. */
function unit(points) {
  const [cx, cy] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const size = points.reduce((sum, [x, y]) => sum + Math.hypot(x - cx, y - cy), 0) / points.length;
  return {
    of: ([x, y]) => [(x - cx) / size, (y - cy) / size],
    matrix: [1 / size, 0, -cx / size, 0, 1 / size, -cy / size, 0, 0, 1],
    back: [size, 0, cx, 0, size, cy, 0, 0, 1],
  };
}

const times = (a, b) =>
  Array.from({ length: 9 }, (_, at) => {
    const [row, column] = [Math.floor(at / 3), at % 3];
    return a[row * 3] * b[column] + a[row * 3 + 1] * b[column + 3] + a[row * 3 + 2] * b[column + 6];
  });

/** Where a homography takes a point. */
export function project(h, x, y) {
  const w = h[6] * x + h[7] * y + h[8];
  return [(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w];
}

/** Where two lines meet, each through two points. */
export function meet([[x1, y1], [x2, y2]], [[x3, y3], [x4, y4]]) {
  const [a, b, c, d] = [x1 - x2, y1 - y2, x3 - x4, y3 - y4];
  const p = x1 * y2 - y1 * x2;
  const q = x3 * y4 - y3 * x4;
  const across = a * d - b * c;
  return [(p * c - a * q) / across, (p * d - b * q) / across];
}

/** Gauss with pivots on an n x (n + 1) system. */
function solve(system) {
  const size = system.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++) {
      if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) pivot = row;
    }
    [system[column], system[pivot]] = [system[pivot], system[column]];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = system[row][column] / system[column][column];
      for (let at = column; at <= size; at++) system[row][at] -= factor * system[column][at];
    }
  }
  return system.map((row, at) => row[size] / row[at]);
}
