"""Stable-Baselines3's kind of vectorised environment, and its policies as files that the lab runs."""

from __future__ import annotations

import json
from typing import Any, Sequence

import numpy as np
import onnx
import torch
from stable_baselines3.common.vec_env import VecEnv

from . import SluiceVectorEnv

__all__ = ["SluiceVecEnv", "export_onnx", "logits_of"]


class SluiceVecEnv(VecEnv):
    """`env` for Stable-Baselines3, with masks as `sb3_contrib.MaskablePPO` asks for them."""

    def __init__(self, env: SluiceVectorEnv) -> None:
        self.env = env
        self._actions: np.ndarray | None = None
        super().__init__(env.num_envs, env.single_observation_space, env.single_action_space)

    def reset(self) -> np.ndarray:
        seed = self._seeds[0] if self._seeds[0] is not None else None
        observations, _ = self.env.reset(seed=seed)
        self._reset_seeds()
        self._reset_options()
        return observations

    def step_async(self, actions: np.ndarray) -> None:
        self._actions = actions

    def step_wait(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[dict[str, Any]]]:
        observations, rewards, _, truncated, infos = self.env.step(self._actions)
        told: list[dict[str, Any]] = [{} for _ in range(self.num_envs)]
        for lane in np.flatnonzero(truncated):
            told[lane] = {"terminal_observation": infos["final_obs"][lane], "TimeLimit.truncated": True}
        return observations, rewards.astype(np.float32), truncated, told

    def close(self) -> None:
        self.env.close()

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        value = getattr(self.env, attr_name)
        return [value for _ in self._get_indices(indices)]

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        setattr(self.env, attr_name, value)

    def env_method(self, method_name: str, *method_args: Any, indices: Any = None, **method_kwargs: Any) -> list[Any]:
        if method_name != "action_masks":
            raise AttributeError(f"lanes have no method {method_name} of their own")
        masks = self.env.action_masks()
        return [masks[lane] for lane in self._get_indices(indices)]

    def env_is_wrapped(self, wrapper_class: Any, indices: Any = None) -> list[bool]:
        return [False for _ in self._get_indices(indices)]


class _Logits(torch.nn.Module):
    def __init__(self, policy: Any) -> None:
        super().__init__()
        self.policy = policy

    def forward(self, observation: torch.Tensor) -> torch.Tensor:
        features = self.policy.pi_features_extractor(observation)
        return self.policy.action_net(self.policy.mlp_extractor.forward_actor(features))


def logits_of(model: Any) -> torch.nn.Module:
    """The network of an actor-critic model (PPO, A2C, MaskablePPO): observation [N, features] to logits [N, sum of heads]."""
    return _Logits(model.policy)


def export_onnx(logits: torch.nn.Module, path: str, hello: dict[str, Any]) -> None:
    """Writes a policy in the form that the lab reads (docs/environment-protocol.md).

    One input `observation`, float32 [N, features]; one output `logits`, float32 [N, sum of heads], the heads of each stage
    (variant, replicas, batch) one after another. What scales observations goes along in the file's metadata.
    """
    size, heads = hello["observation"]["size"], hello["action"]["heads"]
    logits = logits.cpu().eval()
    torch.onnx.export(
        logits,
        (torch.zeros(2, size),),
        path,
        input_names=["observation"],
        output_names=["logits"],
        dynamic_axes={"observation": {0: "N"}, "logits": {0: "N"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(path)
    width = model.graph.output[0].type.tensor_type.shape.dim[1].dim_value
    if width != sum(heads):
        raise ValueError(f"the network gives {width} logits; the heads have {sum(heads)} choices")
    told: Sequence[tuple[str, Any]] = [
        ("sluice.schema", "sluice-logits-1"),
        ("sluice.pipeline", hello["pipeline"]),
        ("sluice.heads", json.dumps(heads)),
        ("sluice.limits", json.dumps(hello["limits"])),
        ("sluice.ranges", json.dumps(hello["observation"]["ranges"])),
        ("sluice.features", json.dumps(hello["observation"]["names"])),
    ]
    for key, value in told:
        model.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(model)
    onnx.save(model, path)
