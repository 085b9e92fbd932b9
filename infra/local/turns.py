"""Each function runs in as many environments at once as this machine has cores; whatever comes meanwhile waits for its turn.

AWS gives sixteen simultaneous requests sixteen environments, and so does ministack: sixteen processes that all start at once, on two
cores, are late for the gateway's 30 seconds. It would rather refuse than let wait, for the sake of functions that call themselves;
none of ours does.
"""

import os
import threading
from collections import defaultdict
from typing import Any

from ministack.services import lambda_svc

AT_ONCE = max(2, os.cpu_count() or 1)


def take_turns() -> None:
    run = lambda_svc._execute_function_warm
    turns: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(AT_ONCE))

    def run_in_turn(function: dict[str, Any], event: Any, request_id: str) -> Any:
        with turns[(function.get("config") or function)["FunctionName"]]:
            return run(function, event, request_id)

    lambda_svc._execute_function_warm = run_in_turn
