/* Reviews of colleagues' projects: a scene as it is, with nothing of its own. */

export default { render: simulation() };
