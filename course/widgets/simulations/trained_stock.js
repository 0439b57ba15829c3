/* All its blocks are common ones: see scene.js. */

export default { render: simulation() };
