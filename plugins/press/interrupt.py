# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Ctrl+C does while a command is loaded: it ends the process, without a traceback.

Loading takes a second, in which nothing is open that an end could harm.
"""

import signal


def end_at_once() -> None:
    """Let Ctrl+C end this process by the signal, until `raise_again`."""
    # Where it is ignored (nohup), it stays so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def raise_again() -> None:
    """Let Ctrl+C raise KeyboardInterrupt, as Python has it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
