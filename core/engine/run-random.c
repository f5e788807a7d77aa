/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The random numbers of a run: xoshiro256** by Blackman and Vigna, seeded by splitmix64, so that
 * a seed gives the same run everywhere. */

#include "engine/run-private.h"

static guint64
split_mix (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static inline guint64
rotate (guint64 x,
        int     bits)
{
  return (x << bits) | (x >> (64 - bits));
}

void
sluice_run_seed_random (SluiceRun *self,
                        guint64    seed)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->random); i++)
    self->random[i] = split_mix (&seed);
}

/* 53 bits, in [0, 1). */
double
sluice_run_next_random (SluiceRun *self)
{
  guint64 *s = self->random;
  guint64 number = rotate (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return (number >> 11) * 0x1.0p-53;
}
