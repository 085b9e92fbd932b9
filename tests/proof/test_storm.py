"""Crash anywhere: a few short lives in CI, 20,000 steps in `make proof`."""

import os

from hypothesis import HealthCheck, Phase, settings

from tests.proof.storm import AnyLife

STEPS = 25
LIVES = int(os.environ.get("PROOF_STEPS", "200")) // STEPS

TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(
    max_examples=LIVES,
    stateful_step_count=STEPS,
    deadline=None,
    # Without shrinking: each step costs a dozen calls, and a failing life is printed step by step.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
