"""Keys: a master key outside the database wraps one key per owner, and that one seals what is theirs.

Deleting an owner's row deletes their key, and with it whatever of theirs is left anywhere.
"""
