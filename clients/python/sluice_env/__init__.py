"""Sluice's inference pipelines as Gymnasium environments.

The lab computes in a process of its own, `headless env` (docs/environment-protocol.md), of which a `Lab` is the client;
`SluiceVectorEnv` has many episodes side by side, `SluiceEnv` one.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Sequence

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode

__all__ = ["Lab", "SluiceEnv", "SluiceError", "SluiceVectorEnv", "checkout"]

PROTOCOL = 1
TYPES = {"f32": np.dtype("<f4"), "i32": np.dtype("<i4"), "u8": np.dtype("u1")}


class SluiceError(RuntimeError):
    """The lab refused a request, or ended; the message is its sentence."""


def checkout() -> Path:
    """The lab's folder: `SLUICE_LAB`, or the checkout in which this file lies."""
    named = os.environ.get("SLUICE_LAB")
    folder = Path(named) if named else Path(__file__).resolve().parents[3]
    if not (folder / "src/headless/start.mjs").is_file():
        raise SluiceError(f"{folder} is no checkout of Sluice; name one in SLUICE_LAB.")
    return folder


class Lab:
    """A process of the lab and the requests that it answers.

    `options` are those of `headless env` with underscores: workload="fluctuating", reward_scale=4, training_loads=True.
    """

    def __init__(self, **options: Any) -> None:
        command = ["node", str(checkout() / "src/headless/start.mjs"), "env", "--quiet"]
        for name, value in options.items():
            option = f"--{name.replace('_', '-')}"
            if value is True:
                command.append(option)
            elif value is not None and value is not False:
                command.append(f"{option}={value}")
        # A session of its own: Ctrl-C is for the trainer, and the lab ends when its input does.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        self._said = ""
        self._relay = threading.Thread(target=self._tell, daemon=True)
        self._relay.start()
        atexit.register(self.close)
        self.hello, self.arrays = self.ask({"request": "hello", "version": PROTOCOL})

    def _tell(self) -> None:
        """Passes on what the lab says beside its answers, and keeps the last of it."""
        for line in self._process.stderr:
            self._said = line.decode(errors="replace").rstrip()
            print(self._said, file=sys.stderr)

    def ask(self, request: dict[str, Any], array: np.ndarray | None = None) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """The answer's fields, and its arrays by name. Raises SluiceError with the lab's sentence where it refuses."""
        body = b"" if array is None else array.tobytes()
        if body:
            request = {**request, "bytes": len(body)}
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n" + body)
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (OSError, ValueError) as error:
            raise SluiceError(self._ended()) from error
        if not line:
            raise SluiceError(self._ended())
        reply = json.loads(line)
        if "error" in reply:
            raise SluiceError(reply["error"])
        data = self._process.stdout.read(reply.get("bytes", 0))
        arrays, at = {}, 0
        for one in reply.get("arrays", []):
            kind, shape = TYPES[one["type"]], one["shape"]
            count = int(np.prod(shape))
            arrays[one["name"]] = np.frombuffer(data, kind, count, at).reshape(shape)
            at += count * kind.itemsize
        return reply, arrays

    def _ended(self) -> str:
        code = self._process.wait()
        self._release()
        return self._said or f"The lab ended with exit code {code}."

    def _release(self) -> None:
        self._relay.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            try:
                pipe.close()
            except OSError:
                pass  # What was not sent any more has no reader.
        atexit.unregister(self.close)

    def close(self) -> None:
        """Ends the process. A second time does nothing."""
        if self._process.stdin.closed:
            return
        try:
            self.ask({"request": "close"})
        except SluiceError:
            return
        self._process.wait()
        self._release()


def _spaces(hello: dict[str, Any]) -> tuple[gymnasium.spaces.Box, gymnasium.spaces.MultiDiscrete]:
    seen = hello["observation"]
    return (
        gymnasium.spaces.Box(seen["low"], seen["high"], (seen["size"],), np.float32),
        gymnasium.spaces.MultiDiscrete(hello["action"]["heads"]),
    )


class SluiceVectorEnv(gymnasium.vector.VectorEnv):
    """`lanes` episodes that step together; `options` as of `Lab`.

    Episodes are truncated, never terminated, and begin anew in the same step: `infos["final_obs"]` then has the last
    observation of the lanes in `infos["_final_obs"]`. Every other entry of `infos` has one number a lane, of the decision
    that was taken (`hello["info"]`). Options of `reset`: {"start": "first"} begins at the first decision of the first load.
    """

    metadata = {"render_modes": [], "autoreset_mode": AutoresetMode.SAME_STEP}

    def __init__(self, lanes: int = 64, **options: Any) -> None:
        self.lab = Lab(lanes=lanes, **options)
        hello = self.lab.hello
        self.hello = hello
        self.num_envs = lanes
        self.single_observation_space, self.single_action_space = _spaces(hello)
        self.observation_space = gymnasium.vector.utils.batch_space(self.single_observation_space, lanes)
        self.action_space = gymnasium.vector.utils.batch_space(self.single_action_space, lanes)
        # The same for every lane and step.
        self._masks = np.tile(self.lab.arrays["masks"].astype(bool), (lanes, 1))

    def reset(
        self, *, seed: int | Sequence[int] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        seeds = seed if seed is None or isinstance(seed, (int, np.integer)) else [int(one) for one in seed]
        request = {"request": "reset", "seed": seeds, **(options or {})}
        _, arrays = self.lab.ask(request)
        return arrays["observations"].copy(), {}

    def step(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        _, arrays = self.lab.ask({"request": "step"}, np.ascontiguousarray(actions, TYPES["i32"]))
        truncated = arrays["truncated"].astype(bool)
        infos: dict[str, Any] = dict(zip(self.hello["info"], arrays["info"].T))
        if truncated.any():
            final = np.zeros_like(arrays["observations"])
            final[truncated] = arrays["final observations"]
            infos.update(final_info=dict(infos), _final_info=truncated, final_obs=final, _final_obs=truncated)
        terminated = np.zeros(self.num_envs, bool)
        return arrays["observations"].copy(), arrays["rewards"].astype(np.float64), terminated, truncated, infos

    def action_masks(self) -> np.ndarray:
        """[lanes, sum of heads], True where some order within the limits has the choice.

        Heads drawn each by itself may still exceed the cores together: such an order is repaired, and `infos["repaired"]`
        counts it.
        """
        return self._masks

    def sequential_masks(self, head: int, earlier: np.ndarray) -> np.ndarray:
        """[lanes, choices of `head`], exact where heads are drawn in order; `earlier` is [lanes, head], those before it."""
        array = np.ascontiguousarray(earlier, TYPES["i32"])
        return self.lab.ask({"request": "masks", "head": head}, array)[1]["masks"].astype(bool)

    def brackets(self, lanes: Sequence[int]) -> list[dict[str, float | None]]:
        """What was possible in the last episode of each of `lanes` that ended: `earned`, `plan`, `bound`, mean reward (7)."""
        return self.lab.ask({"request": "bracket", "lanes": [int(lane) for lane in lanes]})[0]["brackets"]

    def close_extras(self, **_: Any) -> None:
        self.lab.close()


class SluiceEnv(gymnasium.Env):
    """One episode at a time; `options` as of `Lab`."""

    metadata = {"render_modes": []}

    def __init__(self, **options: Any) -> None:
        self._all = SluiceVectorEnv(lanes=1, **options)
        self.hello = self._all.hello
        self.observation_space = self._all.single_observation_space
        self.action_space = self._all.single_action_space

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        super().reset(seed=seed)
        observations, infos = self._all.reset(seed=seed, options=options)
        return observations[0], infos

    def step(self, action: np.ndarray) -> tuple[np.ndarray, float, bool, bool, dict[str, Any]]:
        observations, rewards, _, truncated, infos = self._all.step(np.asarray(action)[None])
        ended = bool(truncated[0])
        seen = infos["final_obs"][0] if ended else observations[0]
        told = {name: float(infos[name][0]) for name in self.hello["info"]}
        return seen, float(rewards[0]), False, ended, told

    def brackets(self) -> list[dict[str, float | None]]:
        """What was possible in the episode that ended last; see `SluiceVectorEnv.brackets`."""
        return self._all.brackets([0])

    def action_masks(self) -> np.ndarray:
        """[sum of heads]; see `SluiceVectorEnv.action_masks`."""
        return self._all.action_masks()[0]

    def close(self) -> None:
        self._all.close()
