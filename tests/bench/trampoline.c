/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The floor that all is measured against: a trampoline that does the same work in plain C, with
 * neither waits nor errors nor retries, and a memcpy of a frame of 1 KB. */

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define STEPS 30000000

typedef struct _Node Node;

typedef struct
{
  int64_t count;
  int64_t limit;
} Shared;

typedef struct
{
  const char *action;
  Node       *target;
} Edge;

struct _Node
{
  int64_t     (*prep) (Node *node, Shared *shared);
  int64_t     (*exec) (Node *node, int64_t prep);
  const char *(*post) (Node *node, Shared *shared, int64_t prep, int64_t exec);
  Edge          edges[2];
};

static double
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

static int64_t
prep (Node   *node,
      Shared *shared)
{
  return shared->count;
}

static int64_t
exec (Node    *node,
      int64_t  prep_result)
{
  return prep_result + 1;
}

static const char *
post (Node    *node,
      Shared  *shared,
      int64_t  prep_result,
      int64_t  exec_result)
{
  shared->count = exec_result;
  return exec_result < shared->limit ? "default" : "done";
}

static Node *
find_target (Node       *node,
             const char *action)
{
  for (unsigned i = 0; i < 2 && node->edges[i].action != NULL; i++)
    if (strcmp (node->edges[i].action, action) == 0)
      return node->edges[i].target;
  return NULL;
}

static void
trampoline (Node   *node,
            Shared *shared)
{
  while (node != NULL)
    {
      int64_t prep_result = node->prep (node, shared);
      int64_t exec_result = node->exec (node, prep_result);

      node = find_target (node, node->post (node, shared, prep_result, exec_result));
    }
}

int
main (void)
{
  Node a = { prep, exec, post, { { "default", NULL }, } };
  Node b = { prep, exec, post, { { "default", &a }, } };
  Shared shared = { 0, STEPS };
  static char frame[1024];
  static char kept[16][1024];
  double began = get_time ();

  a.edges[0].target = &b;
  trampoline (&a, &shared);
  printf ("trampoline\t%.6g\n", (get_time () - began) / STEPS);

  began = get_time ();
  for (unsigned i = 0; i < STEPS; i++)
    {
      frame[i % sizeof frame] = (char) i;
      memcpy (kept[i % 16], frame, sizeof frame);
      __asm__ volatile ("" : : "r" (kept) : "memory");
    }
  printf ("memcpy\t%.6g\n", (get_time () - began) / STEPS);
  return 0;
}
