"""Needs gymnasium, numpy and Node: `python -m unittest discover clients/python/tests`."""

from __future__ import annotations

import sys
import unittest
import warnings
from pathlib import Path

import numpy as np
from gymnasium.utils.env_checker import check_env

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from sluice_env import SluiceEnv, SluiceError, SluiceVectorEnv  # noqa: E402

LOAD = {"workload": "step", "predictor": "last"}


class Single(unittest.TestCase):
    def test_passes_the_checker_without_a_warning(self) -> None:
        env = SluiceEnv(episode=20, **LOAD)
        self.addCleanup(env.close)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            check_env(env, skip_render_check=True)


class Vector(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.env = SluiceVectorEnv(lanes=4, episode=3, **LOAD)
        cls.addClassCleanup(cls.env.close)

    def played(self, seed: int) -> list[np.ndarray]:
        draws = np.random.default_rng(0)
        heads = self.env.single_action_space.nvec
        told = [self.env.reset(seed=seed)[0]]
        for _ in range(7):
            seen, rewards, *_ = self.env.step(draws.integers(0, heads, (4, len(heads))))
            told += [seen, rewards]
        return told

    def test_is_the_same_again_by_seed_and_another_by_another(self) -> None:
        first, second, other = self.played(5), self.played(5), self.played(6)
        for one, same in zip(first, second):
            np.testing.assert_array_equal(one, same)
        self.assertFalse(all(np.array_equal(one, two) for one, two in zip(first, other)))

    def test_truncates_in_the_same_step_and_tells_the_last_observation(self) -> None:
        seen, _ = self.env.reset(seed=1)
        self.assertIn(seen, self.env.observation_space)
        actions = np.zeros((4, 6), np.int64)
        for ends in (False, False, True):
            seen, rewards, terminated, truncated, infos = self.env.step(actions)
            self.assertFalse(terminated.any())
            self.assertEqual(truncated.tolist(), 4 * [ends])
        self.assertIn(seen, self.env.observation_space)
        self.assertIn(infos["final_obs"], self.env.observation_space)
        self.assertFalse(np.array_equal(infos["final_obs"], seen))
        for bracket in self.env.brackets([0, 3]):
            self.assertLessEqual(bracket["earned"], bracket["bound"])
            self.assertLessEqual(bracket["plan"], bracket["bound"] + 1e-9)

    def test_orders_drawn_under_masks_fit_in_order_and_are_repaired_otherwise(self) -> None:
        draws = np.random.default_rng(1)
        heads = self.env.single_action_space.nvec
        self.assertEqual(self.env.action_masks().shape, (4, heads.sum()))
        self.env.reset(seed=1)
        chosen = np.zeros((4, 0), np.int32)
        for head in range(len(heads)):
            masks = self.env.sequential_masks(head, chosen)
            own = np.array([draws.choice(np.flatnonzero(mask)) for mask in masks])
            chosen = np.column_stack([chosen, own]).astype(np.int32)
        self.assertEqual(self.env.step(chosen)[-1]["repaired"].tolist(), [0, 0, 0, 0])
        self.assertEqual(self.env.step(np.tile(heads - 1, (4, 1)))[-1]["repaired"].tolist(), [1, 1, 1, 1])

    def test_a_refusal_is_a_sentence_and_changes_nothing(self) -> None:
        self.env.reset(seed=1)
        actions = np.zeros((4, 6), np.int64)
        before = self.env.step(actions)[0]
        self.env.reset(seed=1)
        with self.assertRaisesRegex(SluiceError, "lane 2 chooses 99 at head 1, stage 1: replicas"):
            wrong = actions.copy()
            wrong[2, 1] = 99
            self.env.step(wrong)
        np.testing.assert_array_equal(self.env.step(actions)[0], before)

    def test_what_is_wrong_with_the_options_is_said_by_the_exception(self) -> None:
        with self.assertRaisesRegex(SluiceError, "no option --colour"):
            SluiceVectorEnv(lanes=1, colour="red", **LOAD)


if __name__ == "__main__":
    unittest.main()
