"""From what was handed in to marks, feedback and the gradebook.

The learner's side of this room (`handing_in`, `feedback`, `marking`) never imports
nbgrader; the teacher's side (`preprocessors`, `feedback_exporter`, `release`) does.
"""
