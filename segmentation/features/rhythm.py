"""The rhythm of orders: gaps between order days, and the same dates every year."""

from duckdb import DuckDBPyConnection

from segmentation.model.customers import OrderGaps

OCCASION_SPREAD_DAYS = 42
"""An occasion may stray three weeks to either side of its date."""
MOST_OCCASIONS = 3
"""Dates a year at which a special-occasion buyer comes; whoever has more of them simply comes often."""
OCCASION_RETURNS_DAYS = 300
"""An occasion has come again when its first and last order are about a year apart, or more."""

NO_GAPS = OrderGaps(0, 0.0, 0.0, 0.0)

_BREAK_DAYS = OCCASION_SPREAD_DAYS // 2
_YEAR_DAYS = 366

_GAPS = """
CREATE TEMP TABLE gaps AS
SELECT customer, day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap, day
FROM (SELECT DISTINCT customer, day FROM orders WHERE bought AND day IS NOT NULL)
"""

_RHYTHM = """
CREATE TEMP TABLE rhythm AS
SELECT customer, count(*) AS order_days, median(gap) AS median_gap_days,
    stddev_samp(gap) / avg(gap) AS gap_variation
FROM gaps GROUP BY customer
"""

# Every repeat customer counts once, with their own usual gap: over all gaps alike, a few who order each
# week would make everybody else look lapsed.
_PERCENTILES = """
SELECT (SELECT count(gap) FROM gaps), count(*), quantile_cont(median_gap_days, [0.4, 0.5, 0.8])
FROM rhythm WHERE median_gap_days IS NOT NULL
"""

# The days of the year stand on a circle. Where three weeks pass without an order, one occasion ends and
# the next begins; the orders before the first break belong to the last occasion, over the turn of the
# year. Someone with no break at all orders all year round.
_SAME_SEASON = f"""
CREATE TEMP TABLE same_season AS
WITH
candidates AS (
    SELECT customer, day, dayofyear(day) AS position FROM gaps SEMI JOIN (
        SELECT customer FROM customers WHERE last_day - first_day >= {OCCASION_RETURNS_DAYS}
    ) USING (customer)
),
steps AS (
    SELECT customer, day, position, position - coalesce(
        lag(position) OVER by_position, max(position) OVER (PARTITION BY customer) - {_YEAR_DAYS}
    ) AS step
    FROM candidates WINDOW by_position AS (PARTITION BY customer ORDER BY position, day)
),
numbered AS (
    SELECT customer, day, step, sum(CAST(step > {_BREAK_DAYS} AS INTEGER)) OVER (
        PARTITION BY customer ORDER BY position, day
    ) AS occasion, sum(CAST(step > {_BREAK_DAYS} AS INTEGER)) OVER (PARTITION BY customer) AS occasions
    FROM steps
),
occasions AS (
    SELECT customer, any_value(occasions) AS occasions, max(day) - min(day) AS returned,
        coalesce(sum(step) FILTER (step <= {_BREAK_DAYS}), 0) AS spread
    FROM numbered WHERE occasions BETWEEN 1 AND {MOST_OCCASIONS}
    GROUP BY customer, occasion % occasions
)
SELECT customer FROM occasions GROUP BY customer
HAVING min(returned) >= {OCCASION_RETURNS_DAYS} AND max(spread) <= {OCCASION_SPREAD_DAYS}
"""


def store_rhythm(connection: DuckDBPyConnection) -> OrderGaps:
    """Makes the tables `rhythm` (per buyer) and `same_season` (customers) from `orders`.

    Percentiles are exact, interpolated between neighbours (type 7).
    """
    for statement in (_GAPS, _RHYTHM, _SAME_SEASON):
        connection.execute(statement)
    found = connection.execute(_PERCENTILES).fetchone()
    connection.execute("DROP TABLE gaps")
    if found is None or not found[0]:
        return NO_GAPS
    count, customers, (percentile_40, median, percentile_80) = found
    return OrderGaps(count, percentile_40, percentile_80, median, customers)
