"""Needs stable-baselines3, sb3-contrib, onnx and Node."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
import warnings
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from sluice_env import SluiceEnv, SluiceVectorEnv, checkout  # noqa: E402

try:
    import onnx
    import torch
    from onnx.reference import ReferenceEvaluator
    from sb3_contrib import MaskablePPO

    from sluice_env.sb3 import SluiceVecEnv, export_onnx, logits_of

    LACKS = ""
except ImportError as error:
    LACKS = str(error)


# Every order fits, so that walking over the heads in turn and drawing each by itself order the same.
LOAD = {"workload": "step", "predictor": "last", "limits": "W_max=128,F_max=4"}


def simulated(path: str) -> float:
    """J of the policy in a file, as the lab plays it."""
    options = [f"--{name}={value}" for name, value in LOAD.items()]
    command = ["node", str(checkout() / "src/headless/start.mjs"), "simulate", "--policy", path, "--quiet", *options]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["summary"]["objective"]


def played(model: object) -> float:
    """J of the most probable choices over the same load."""
    env = SluiceEnv(episode=100_000, **LOAD)
    seen, _ = env.reset(options={"start": "first"})
    objectives, ended = [], False
    while not ended:
        action, _ = model.predict(seen, action_masks=env.action_masks(), deterministic=True)
        seen, _, _, ended, told = env.step(action)
        objectives.append(told["objective"])
    env.close()
    return float(np.mean(objectives))


@unittest.skipIf(LACKS, LACKS)
class Trained(unittest.TestCase):
    def test_learns_and_its_file_gives_its_own_logits(self) -> None:
        env = SluiceVecEnv(SluiceVectorEnv(lanes=4, episode=5, **LOAD))
        self.addCleanup(env.close)
        model = MaskablePPO("MlpPolicy", env, n_steps=16, batch_size=32, n_epochs=1, seed=1)
        before = [one.detach().clone() for one in model.policy.parameters()]
        model.learn(128)
        self.assertTrue(any(not torch.equal(a, b) for a, b in zip(before, model.policy.parameters())))
        seen = env.reset()
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "policy.onnx")
            with warnings.catch_warnings():
                # The exporter says of itself that another will take its place.
                warnings.simplefilter("ignore")
                export_onnx(logits_of(model), path, env.env.hello)
            file = onnx.load(path)
            self.assertAlmostEqual(simulated(path), played(model), places=4)
            (given,) = ReferenceEvaluator(file).run(["logits"], {"observation": seen[:3]})
        with torch.no_grad():
            own = logits_of(model)(torch.as_tensor(seen[:3])).numpy()
        np.testing.assert_allclose(given, own, atol=1e-5)
        told = {one.key: one.value for one in file.metadata_props}
        heads = json.loads(told["sluice.heads"])
        self.assertEqual(sum(heads), given.shape[1])
        # Ordered as the heads: what the model itself holds most probable, where the masks allow it.
        masks = env.env.action_masks()[:3]
        chosen, _ = model.predict(seen[:3], action_masks=masks, deterministic=True)
        ends = np.cumsum(heads)
        for head, end in enumerate(ends):
            part = np.where(masks, given, -np.inf)[:, end - heads[head] : end]
            np.testing.assert_array_equal(part.argmax(axis=1), chosen[:, head])


if __name__ == "__main__":
    unittest.main()
