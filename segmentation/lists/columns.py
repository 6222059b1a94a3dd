"""What the columns of the table of customers are called that belong to a method."""


def segment_column(method: str) -> str:
    return f"segment_{method}"


def held_out_column(method: str) -> str:
    return f"held_out_{method}"
