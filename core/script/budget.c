/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A script's share of the loop. Any Lua hook slows all code down, so none is set as a rule: a
 * timer's signal to the engine's thread sets one when a slice has lasted its two milliseconds, and
 * the hook suspends the script. The timer is armed by the first script of a while and let
 * run out after the last, so that short scripts pay for no system call. */

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "script/script-private.h"

#define SLICE_NS     2000000
#define HARD_NS      (100 * G_GINT64_CONSTANT (1000000)) /* where it can't be suspended */
#define BUDGET_SIGNAL (SIGRTMIN + 4)

typedef struct
{
  timer_t               timer;
  gboolean              has_timer;
  volatile sig_atomic_t armed;
  volatile sig_atomic_t over;
  lua_State * volatile  running;
  volatile gint64       begin; /* ns, of the slice */
} Budget;

static gint64
get_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
arm (Budget *self,
     gint64  ns)
{
  struct itimerspec when = { .it_value = { .tv_nsec = MAX (ns, 50000) } };

  self->armed = TRUE;
  timer_settime (self->timer, 0, &when, NULL);
}

static Budget *get_budget (void);

/* Runs in the script when its slice is over. */
static void
hook_cb (lua_State *L,
         lua_Debug *ar)
{
  Budget *self = get_budget ();
  gint64 spent = get_ns () - self->begin;

  if (spent < SLICE_NS)
    {
      if (self->has_timer)
        lua_sethook (L, NULL, 0, 0);
      return;
    }
  self->over = TRUE;
  if (lua_isyieldable (L))
    {
      lua_sethook (L, NULL, 0, 0);
      lua_yield (L, 0);
      return;
    }
  if (spent >= HARD_NS)
    {
      lua_sethook (L, NULL, 0, 0);
      sluice_fault_raise_final (L, g_error_new_literal (SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_TIME,
                                                        "ran too long in a metamethod, where it can't be suspended"));
    }
  lua_sethook (L, hook_cb, LUA_MASKCOUNT, 1000);
}

static void
signal_cb (int        number,
           siginfo_t *info,
           void      *context)
{
  Budget *self = info->si_value.sival_ptr;
  gint64 spent;

  if (info->si_code != SI_TIMER)
    return;
  if (self->begin == 0)
    {
      self->armed = FALSE;
      return;
    }
  spent = get_ns () - self->begin;
  if (spent < SLICE_NS)
    {
      arm (self, SLICE_NS - spent);
      return;
    }
  self->armed = FALSE;
  self->over = TRUE;
  if (self->running != NULL)
    lua_sethook (self->running, hook_cb, LUA_MASKCOUNT, 1);
}

static void
budget_free (gpointer data)
{
  Budget *self = data;

  if (self->has_timer)
    timer_delete (self->timer);
  g_free (self);
}

static void
install_handler (void)
{
  static gsize installed = 0;

  if (g_once_init_enter (&installed))
    {
      struct sigaction action = { .sa_sigaction = signal_cb, .sa_flags = SA_SIGINFO | SA_RESTART };

      sigemptyset (&action.sa_mask);
      sigaction (BUDGET_SIGNAL, &action, NULL);
      g_once_init_leave (&installed, 1);
    }
}

static Budget *
get_budget (void)
{
  static GPrivate budget = G_PRIVATE_INIT (budget_free); /* frees it with its thread */
  static _Thread_local Budget *self;

  if (G_UNLIKELY (self == NULL))
    {
      struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = BUDGET_SIGNAL };

      install_handler ();
      self = g_new0 (Budget, 1);
      event.sigev_value.sival_ptr = self;
      event._sigev_un._tid = gettid ();
      self->has_timer = timer_create (CLOCK_MONOTONIC, &event, &self->timer) == 0;
      g_private_set (&budget, self);
    }
  return self;
}

/* A new slice begins: a phase starts, or goes on after a real wait. */
void
sluice_budget_reset (void)
{
  Budget *self = get_budget ();

  self->over = FALSE;
  self->begin = get_ns ();
  if (self->has_timer && !self->armed)
    arm (self, SLICE_NS);
}

/* @L runs from here to sluice_budget_leave(). */
void
sluice_budget_enter (lua_State *L)
{
  Budget *self = get_budget ();

  if (!self->has_timer)
    lua_sethook (L, hook_cb, LUA_MASKCOUNT, 10000);
  self->running = L;
  /* On a busy machine the slice may have run out on the way here, when the signal found nothing
   * that runs to set its hook on; it will not come again for this slice. */
  if (self->has_timer && self->over)
    lua_sethook (L, hook_cb, LUA_MASKCOUNT, 1);
}

gboolean
sluice_budget_leave (void)
{
  Budget *self = get_budget ();
  lua_State *L = self->running;

  self->running = NULL;
  if (L != NULL && lua_gethook (L) != NULL)
    lua_sethook (L, NULL, 0, 0);
  return self->over;
}

/* For library functions that work in steps. */
gboolean
sluice_budget_is_over (void)
{
  Budget *self = get_budget ();

  if (!self->over && !self->has_timer)
    self->over = get_ns () - self->begin >= SLICE_NS;
  return self->over;
}

/* Nothing runs any more: the timer may run out. */
void
sluice_budget_end (void)
{
  get_budget ()->begin = 0;
}
