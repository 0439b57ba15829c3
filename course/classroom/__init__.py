"""Where people meet the course: a learner's workspace, later course runs and groups."""
