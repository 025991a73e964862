// A person seen from the front, as parts that can be touched: x, y, width, height and corner in a box of 260 x 444.
// What cannot be seen from there (back, mind) or is small (eye, ear, mouth) is touched by its word only.

export const BOX = [260, 444];

export const PARTS = [
  ["head", 92, 2, 76, 78, 38],
  ["neck", 78, 84, 104, 46, 20],
  ["chest", 82, 132, 96, 48, 8],
  ["belly", 82, 182, 96, 50, 12],
  ["arm", 28, 132, 48, 98, 18],
  ["arm", 184, 132, 48, 98, 18],
  ["hand", 28, 232, 48, 48, 22],
  ["hand", 184, 232, 48, 48, 22],
  ["leg", 80, 236, 48, 66, 12],
  ["leg", 132, 236, 48, 66, 12],
  ["knee", 80, 304, 48, 46, 20],
  ["knee", 132, 304, 48, 46, 20],
  ["leg", 80, 352, 48, 42, 10],
  ["leg", 132, 352, 48, 42, 10],
  ["foot", 74, 396, 54, 46, 16],
  ["foot", 132, 396, 54, 46, 16],
];

/** Words on both sides of the figure: the first half from head to waist on the left. */
export function sides(answers) {
  const half = Math.floor(answers.length / 2);
  return [answers.slice(0, half), answers.slice(half)];
}
