"""`python -OO -m processes worker` and `... mail-door`: what `flask worker` and `flask mail-door` do, 26 MB lighter.

The command line of Flask loads the commands of every library, and keeps them for as long as the process lives: 3 MB. With `-OO` Python
leaves docstrings out, which nobody reads here: 8 MB. Pages, which nobody asks for here, are left out: 15 MB.
"""

import sys
from collections.abc import Sequence

from config import ConfigError
from memory import settle
from unserved import leave_out_pages

PROCESSES = ("worker", "mail-door")
STATEMENTS = 26  # sending a mail, or reading one, takes twenty; what a timer asks once in minutes need not be ready


def main(arguments: Sequence[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in PROCESSES:
        sys.exit(f"One of these: {', '.join(PROCESSES)}.")
    leave_out_pages()
    from app import create_app
    from mail import commands

    run = {"worker": commands.work, "mail-door": commands.take_in}[arguments[0]]
    try:
        app = create_app(statements=STATEMENTS)
        settle(app)
        with app.app_context():
            run(app)
    except ConfigError as error:
        sys.exit(f"Error: {error.message}")


if __name__ == "__main__":
    main(sys.argv[1:])
