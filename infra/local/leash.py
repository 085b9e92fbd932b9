"""ministack, for as long as its parent holds the other end of standard input.

Ctrl-C reaches only the parent, which lets go in its own time; a parent that was killed lets go too. Either way ministack
stops as if asked to, saves its state, and its functions stop with it.
"""

import os
import signal
import sys
import threading

from ministack.app import main


def follow_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=follow_parent, daemon=True).start()
main()
