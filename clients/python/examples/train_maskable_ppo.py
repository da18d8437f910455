"""Trains sb3-contrib's MaskablePPO on a constant load, sets it beside Greedy and writes it as ONNX.

    python examples/train_maskable_ppo.py --steps 100000 --out policy.onnx
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from sb3_contrib import MaskablePPO

from sluice_env import SluiceEnv, SluiceVectorEnv, checkout
from sluice_env.sb3 import SluiceVecEnv, export_onnx, logits_of

SECONDS = 1320


class Timed(SluiceVecEnv):
    """Counts the time that the lab takes, the way through the pipe included."""

    seconds = 0.0

    def step_wait(self):
        before = time.perf_counter()
        answer = super().step_wait()
        self.seconds += time.perf_counter() - before
        return answer


def evaluate(model: MaskablePPO, scenario: dict[str, str]) -> dict[str, float | None]:
    """What the most probable choices come to over the whole load, as `simulate` plays it, beside what was possible there."""
    env = SluiceEnv(episode=100_000, **scenario)
    seen, _ = env.reset(options={"start": "first"})
    steps, ended = [], False
    while not ended:
        action, _ = model.predict(seen, action_masks=env.action_masks(), deterministic=True)
        seen, _, _, ended, told = env.step(action)
        steps.append(told)
    (possible,) = env.brackets()
    env.close()
    return {
        "J": float(np.mean([told["objective"] for told in steps])),
        "reward": possible["earned"],
        "reward of the best plan found": possible["plan"],
        "reward that no orders exceed": possible["bound"],
        "repaired orders": float(np.mean([told["repaired"] for told in steps])),
    }


def objective_of(policy: str, scenario: dict[str, str]) -> float:
    """Mean J a decision of one of the lab's own policies on the same load."""
    options = [f"--{name}={value}" for name, value in scenario.items()]
    command = ["node", str(checkout() / "src/headless/start.mjs"), "simulate", "--policy", policy, "--quiet", *options]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["summary"]["objective"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=100_000, help="decisions to learn from")
    parser.add_argument("--lanes", type=int, default=64)
    parser.add_argument("--load", type=float, default=20, help="requests per second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default="policy.onnx")
    given = parser.parse_args()

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        load = Path(folder) / "constant.csv"
        load.write_text("rate\n" + f"{given.load}\n" * SECONDS)
        scenario = {"pipeline": "video", "workload": str(load), "predictor": "last"}
        env = Timed(SluiceVectorEnv(lanes=given.lanes, **scenario))
        model = MaskablePPO(
            "MlpPolicy",
            env,
            n_steps=32,
            batch_size=512,
            n_epochs=4,
            learning_rate=1e-3,
            gamma=0.9,
            gae_lambda=0.9,
            ent_coef=0.01,
            policy_kwargs={"net_arch": [64, 64]},
            seed=given.seed,
        )
        before = time.perf_counter()
        model.learn(given.steps)
        took = time.perf_counter() - before
        env.close()
        judged = evaluate(model, scenario)
        export_onnx(logits_of(model), given.out, env.env.hello)
        told = {
            "steps": model.num_timesteps,
            "seconds": took,
            "steps a second": model.num_timesteps / took,
            "share of the time in the lab": env.seconds / took,
            "steps a second of the lab alone": model.num_timesteps / env.seconds,
            **judged,
            "J of greedy": objective_of("greedy", scenario),
            "J of optimum-true": objective_of("optimum-true", scenario),
            "onnx": given.out,
        }
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
