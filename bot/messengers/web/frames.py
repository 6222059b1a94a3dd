"""The frames of pages: templates beside the scripts, and what travels in them for those as JSON."""

import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

STATIC_FOLDER = Path(__file__).parent / "static"


def frame(name: str) -> Template:
    """One of the folder; what is put into it is escaped."""
    loader = FileSystemLoader(STATIC_FOLDER)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(name)


def json_inside_html(data: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 (escaped here)
