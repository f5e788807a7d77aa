#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A short walk by chance; tests/lib/random_walk.py takes longer ones."""
import unittest

import tap
from random_walk import walk


class RandomWalk(unittest.TestCase):
    def test_is_survived(self):
        for seed in (3, 8):
            with self.subTest(seed=seed):
                walk(seed, 60)


if __name__ == '__main__':
    tap.main()
