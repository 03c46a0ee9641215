"""A cell that runs before the import cell says what to run, below Python's own NameError.

The environment's `etc/ipython` loads it into each kernel as an extension; it imports nothing.
"""

# What the import cells of the course's notebooks define.
IMPORTED = {"dl", "np", "experiments", "exercises", "measures"}
IMPORTED |= {"models", "notes", "pictures", "questions"}
ADVICE = (
    "{name} comes from the first code cell, the one with the imports. Run that cell once, or "
    "choose Run → Run All Above Selected Cell."
)


def load_ipython_extension(shell):
    """Explain the NameErrors of the course's own names from now on."""
    shell.set_custom_exc((NameError,), _explain)


def _explain(shell, kind, error, trace, tb_offset=None):
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    if getattr(error, "name", None) in IMPORTED and error.name not in shell.user_ns:
        print(ADVICE.format(name=error.name))
