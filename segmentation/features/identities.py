"""Customers whom one file of purchases knows by an account and another by their address alone: one customer.

As in a single file, where a guest is whoever left the same address with an account. Two accounts with one
address stay two customers: families share addresses.
"""

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from segmentation.features.lines import customer_role
from segmentation.features.registers import NAMES
from segmentation.model.roles import ColumnRole, Understanding
from segmentation.roles.parse import ADDRESSES, customer_part_sql, further_keys

ADDRESS_COLUMNS = {role: role.value for role in ADDRESSES}
"""The columns of receipts and people that hold them."""


def join_addresses(
    connection: DuckDBPyConnection,
    files: Sequence[Understanding],
    told: Sequence[frozenset[str]],
    goods: Mapping[str, Sequence[int]],
) -> None:
    """Gives what was bought under an address to the account that another file has it for.

    `told` are the columns of each file's receipts, `goods` the files that tell which goods. Of several
    accounts with the address the first is taken, whatever the order of the files.
    """
    for role, column in ADDRESS_COLUMNS.items():
        known_by = [number for number, each in enumerate(files) if _knows_by(each, role)]
        accounts = [
            n for n, names in enumerate(told) if column in names and customer_role(files[n]) is not role
        ]
        if not known_by or not accounts:
            continue
        _find_accounts(connection, accounts, customer_part_sql(column, role))
        tables = [f"{name}_{n}" for name, numbers in goods.items() for n in numbers if n in known_by]
        for table in (*(f"receipts_{number}" for number in known_by), *tables):
            connection.execute(
                f"UPDATE {table} SET customer = account FROM accounts WHERE customer = accounts.address"
            )


def _knows_by(understanding: Understanding, role: ColumnRole) -> bool:
    """Whether there are customers in the file who are known by such an address alone."""
    return customer_role(understanding) is role or (
        understanding.completed and role in further_keys(understanding)
    )


def _find_accounts(connection: DuckDBPyConnection, files: Sequence[int], address: str) -> None:
    """Makes the table `accounts`: for customers known by an address, the account in `files` that has it."""
    rows = " UNION ALL BY NAME ".join(
        f"SELECT DISTINCT customer AS id, {address} AS word FROM receipts_{number}" for number in files
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE accounts AS "
        "SELECT addresses.id AS address, min_by(held.id, called.word) AS account "
        f"FROM ({rows}) AS held JOIN {NAMES} AS addresses USING (word) "
        f"JOIN {NAMES} AS called ON called.id = held.id WHERE held.id <> addresses.id GROUP BY addresses.id"
    )
