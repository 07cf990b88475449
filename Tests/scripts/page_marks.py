"""Documents of which a script writes a part: what lies between two marks."""
import pathlib


def put(path, marks, text):
    """Puts text between the marks of a document, in place of what is there."""
    page = pathlib.Path(path)
    head, rest = page.read_text(encoding="utf-8").split(marks[0], 1)
    page.write_text(head + marks[0] + text + marks[1] + rest.split(marks[1], 1)[1], encoding="utf-8")
