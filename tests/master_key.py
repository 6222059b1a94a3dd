"""A master key that several processes of a test share."""

from storage.keys.masters import Masters

MASTER = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFE="
MASTERS = Masters(lambda: MASTER)
