/*
 * The course's own lines: the only code that is ever run by opening a notebook.
 *
 * The whole source of a cell has to be one of them, letter by letter. A cell
 * that says more than that is somebody's program, and waits to be run by hand.
 */
const START =
  /^from course import exercise, graded, hand_in, start\nstart\("[a-z0-9-]+"\)$/;
const EXERCISE = /^(?:exercise|graded|hand_in)\("[a-z0-9-]+"\)$/;
const HAND_IN = /^hand_in\("[a-z0-9-]+"\)$/;

export const isStart = (source) => START.test(source);
export const isHandIn = (source) => HAND_IN.test(source);
export const isOwnLine = (source) => START.test(source) || EXERCISE.test(source);

/*
 * Sent to the kernel before the first line. IPython lets a notebook import what
 * lies in its own folder, and a `course.py` there would be taken for the course.
 * It leaves no name behind, and uses nothing but builtins and loaded modules.
 */
export const FORGET_FOLDER = [
  '__import__("sys").path[:] = [',
  '    folder for folder in __import__("sys").path',
  '    if folder not in ("", ".", __import__("os").getcwd())',
  ']',
].join('\n');
