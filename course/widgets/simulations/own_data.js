/* The learner's own measure on a run chart. */

export default { render: simulation({ bring, take }) };
