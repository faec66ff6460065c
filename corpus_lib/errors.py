"""The one family of errors. Each says where it happened and what to do about it.

A breach of contract (a missing folder, a wrong option) raises one of these. Odd *data* never does: it becomes
a row of the `problems` table, so that article 17 of 4,000 cannot stop a run.
"""


class CorpusError(Exception):
    """Anything that corpus_lib refuses to do: `where` it met the trouble, what it was, and the `remedy`.

    >>> print(CorpusError("the folder is empty", where="my articles", remedy="put text or HTML files in it"))
    my articles: the folder is empty. Remedy: put text or HTML files in it.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        message = f"{where}: {what}" if where else what
        super().__init__(f"{message}. Remedy: {remedy}." if remedy else message)


class InputError(CorpusError):
    """The paths or options given cannot be used."""


class SchemaError(CorpusError):
    """A table does not keep to its description in `corpus_lib.schema`."""


class NotebookError(CorpusError):
    """A notebook, or a widget in it, ended in an error."""
