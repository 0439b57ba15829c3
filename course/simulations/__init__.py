"""Simulations: processes on paper, with chance as an argument.

One folder for each subject: `variation`, `flow`, `measurement`, `testing`, `coaching`,
`spread`, `capability`, and the invented `registries`. A simulation that a learner reads
draws a plan first, so that the right answer is known, and is drawn again until every
rule taught reads it as planned.
"""
