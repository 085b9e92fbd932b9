"""ministack, for as long as its parent holds the other end of standard input. Its one argument is the folder it works in.

Ctrl-C reaches only the parent, which lets go in its own time; a parent that was killed lets go too. Either way ministack
stops as if asked to, saves its state, and its functions stop with it.
"""

import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

from ministack.app import main

from infra.local.home import STATE, marked_running
from infra.local.saving import save_while_it_runs
from infra.local.turns import take_turns


def follow_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # until ministack has begun and wants to hear of it
home = Path(sys.argv.pop())  # ministack reads what is left of the arguments
with marked_running(home), suppress(SystemExit):
    threading.Thread(target=follow_parent, daemon=True).start()
    save_while_it_runs(home / STATE)
    take_turns()
    main()
