/* A process map to build: common blocks, and buttons that save it. */

export default { render: simulation({ take }) };
