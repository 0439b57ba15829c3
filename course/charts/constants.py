"""Published constants, each named for what it is and cited where it is born."""

# Mean range of two standard normal draws, 2/sqrt(pi) rounded as in the tables.
# Montgomery (2013), Introduction to SQC, 7th ed., Appendix VI, d2 for n = 2.
MEAN_RANGE_OF_TWO = 1.128

# A moving range beyond this many mean ranges is outside: D4 for n = 2, as printed.
# Montgomery (2013), Appendix VI.
UPPER_RANGE_FACTOR = 3.267

# The median of a geometric distribution with a large mean, over the mean: ln 2.
# Provost and Murray, The Health Care Data Guide, on g charts.
GEOMETRIC_MEDIAN_OF_MEAN = 0.693

# Nelson (1994), J Qual Technol 26(3): 239-240: exponential times to this power's root
# are nearly normal.
WEIBULL_TO_NORMAL = 3.6

# Shewhart's choice: far enough to be rare, near enough to be useful.
SIGMAS_TO_LIMIT = 3

# Perla, Provost and Murray (2011), BMJ Qual Saf 20: 46-51: six or more points in
# a row on one side of the median are a shift, five or more all up or all down a
# trend.
POINTS_IN_A_SHIFT = 6
POINTS_IN_A_TREND = 5

# Anhøj and Olesen (2014), PLoS ONE 9(11): e113825: the longest run may reach
# log2(useful points) + 3, and crossings may fall to the 5 % quantile.
RUN_ALLOWANCE = 3
CROSSINGS_QUANTILE = (1, 20)

# Our own choice: a line through three points tells nothing about a fourth.
FEWEST_POINTS_FOR_LINES = 4

# Below this many useful points the run rules have next to no power.
FEWEST_USEFUL_POINTS = 10

# A measured value and a median of two others can differ by float noise alone; a
# million-millionth of the largest value is far above the noise, and below what even a
# code for "missing" like 9999999999 would let count as different.
TIE = 1e-12

# Our own choice: so far out that no two readers would disagree, however they judge.
SIGMAS_TO_BLATANT = 4
