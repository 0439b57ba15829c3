/* The workspace of a project: what it has beyond a scene is that papers are saved. */

export default { render: savingTaken(simulation()) };
