/* The workspace of a project: what it has beyond a scene is that papers are saved. */

const draw = simulation();

function render({ model, el }) {
  const close = draw({ model, el });
  const stop = saveTaken(model);
  return () => {
    stop();
    close();
  };
}

export default { render };
