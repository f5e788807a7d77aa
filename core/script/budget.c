/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A script's share of the loop. Any Lua hook slows all code down, so none is set as a rule: a
 * timer's signal to the engine's thread sets one when a slice has lasted its two milliseconds, and
 * the hook suspends the script. The timer is armed by the first script of a while and goes on after the last until
 * the thread's loop would wait, so that short scripts pay for no system call; nor do they look at the clock: a
 * slice has a number, and the timer sees whether it is the one it saw before. */

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "script/script-private.h"

#define SLICE_NS      2000000
#define TICK_NS       500000 /* while short scripts run: how finely their beginnings are told apart */
#define HARD_NS       8000000 /* of work, not by the clock: where it can't be suspended */
#define BUDGET_SIGNAL (SIGRTMIN + 4)

struct _SluiceBudget
{
  timer_t               timer;
  gboolean              has_timer;
  volatile sig_atomic_t armed;
  volatile sig_atomic_t over;
  lua_State * volatile  running;
  volatile guint64      slice; /* the number of the one that is on, or was */
  volatile sig_atomic_t is_on;
  volatile guint64      seen;  /* the slice that the timer saw last */
  volatile gint64       begin; /* ns: when it saw it first; without a timer when it began */
  volatile sig_atomic_t lines; /* LUA_MASKLINE: lines are asked for; or 0 */
  GSource              *idle;  /* owned: disarms it before the loop waits */
  gint64                stuck; /* ns of the thread's work when it was over and could not be suspended; or 0 */
};

static gint64
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

gint64
sluice_budget_get_ns (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

static void
arm (SluiceBudget *self,
     gint64        ns)
{
  struct itimerspec when = { .it_value = { .tv_nsec = MAX (ns, 50000) } };

  self->armed = TRUE;
  timer_settime (self->timer, 0, &when, NULL);
}

typedef struct
{
  GSource       source;
  SluiceBudget *budget;
} IdleSource;

/* The loop is about to wait: a signal would only wake it. Should it go on at once, the next script arms the timer. */
static gboolean
idle_prepare (GSource *source,
              int     *timeout)
{
  static const struct itimerspec never;
  SluiceBudget *self = ((IdleSource *) source)->budget;

  *timeout = -1;
  if (self->armed && !self->is_on)
    {
      timer_settime (self->timer, 0, &never, NULL);
      self->armed = FALSE;
    }
  return FALSE;
}

static GSource *
create_idle (SluiceBudget *self)
{
  static GSourceFuncs funcs = { .prepare = idle_prepare };
  GSource *source = g_source_new (&funcs, sizeof (IdleSource));
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  ((IdleSource *) source)->budget = self;
  g_source_set_static_name (source, "[sluice] script timer");
  g_source_attach (source, context);
  return source;
}

/* Whether a script whose slice is over, and which can't be suspended, has had all the time it can have. Other
 * programs' time does not count. */
static gboolean
is_stuck (SluiceBudget *self)
{
  gint64 work = read_clock (CLOCK_THREAD_CPUTIME_ID);

  if (self->stuck == 0)
    self->stuck = work;
  return work - self->stuck >= HARD_NS;
}

static void hook_cb (lua_State *L,
                     lua_Debug *ar);
static void again_cb (lua_State *L,
                      lua_Debug *ar);

/* Without the budget's hook: the one for lines, if they are asked for. */
static void
rest (SluiceBudget *self,
      lua_State    *L)
{
  if (G_UNLIKELY (self->lines != 0))
    lua_sethook (L, hook_cb, LUA_MASKLINE, 0);
  else
    lua_sethook (L, NULL, 0, 0);
}

/* What runs while the error makes its way out, a __close or a handler, gets no time of its own. */
static void
raise_stuck (lua_State *L)
{
  lua_sethook (L, again_cb, LUA_MASKCOUNT, 1);
  sluice_fault_raise_final (L, g_error_new_literal (SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_TIME,
                                                    "ran too long in a metamethod, where it can't be suspended"));
}

static void
raise_full (lua_State *L)
{
  lua_sethook (L, again_cb, LUA_MASKCOUNT, 1);
  sluice_fault_raise_final (L, g_error_new (SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_MEMORY,
                                            "the scripts of this run need more than %d MiB of memory",
                                            SLUICE_SCRIPT_MEMORY_LIMIT / (1024 * 1024)));
}

static void
raise_crowded (lua_State *L)
{
  lua_sethook (L, again_cb, LUA_MASKCOUNT, 1);
  sluice_fault_raise_final (L, g_error_new_literal (SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_MEMORY,
                                                    "a table can't have more than "
                                                    G_STRINGIFY (SLUICE_SCRIPT_MAX_NAMES) " names"));
}

static void
again_cb (lua_State *L,
          lua_Debug *ar)
{
  SluiceBudget *self = sluice_budget_get ();

  if (self->stuck != 0)
    raise_stuck (L);
  if (sluice_env_of (L)->crowded)
    raise_crowded (L);
  raise_full (L);
}

/* Raises in a recursion without end, which most likely is what needs the memory. The collector would take a
 * stack of that size at once. */
static void
check_depth (SluiceBudget *self,
             lua_State    *L)
{
  lua_Debug ar;

  sluice_env_of (L)->tall = FALSE;
  if (!lua_getstack (L, SLUICE_SCRIPT_DEEP, &ar))
    return;
  sluice_env_of (L)->full = FALSE;
  /* Its slice may be over, too: that is looked at in whatever catches it. */
  lua_sethook (L, hook_cb, LUA_MASKCOUNT | self->lines, 1);
  sluice_fault_raise_text (L, "stack overflow");
}

/* Runs in the script when it has come over the limit on memory. FALSE: not all is collected yet. */
static gboolean
make_room (SluiceBudget *self,
           SluiceEnv    *env,
           lua_State    *L)
{
  gboolean enough = FALSE;

  check_depth (self, L);
  /* Some of it is done in any case: in a deep recursion, setting a hook alone can take a slice. */
  if (!sluice_env_make_room (env, sluice_budget_get_ns () + SLICE_NS / 2, &enough))
    return FALSE;
  if (!enough)
    raise_full (L);
  return TRUE;
}

/* Runs in the script when its slice is over, or its memory. */
static void
hook_cb (lua_State *L,
         lua_Debug *ar)
{
  SluiceBudget *self = sluice_budget_get ();
  SluiceEnv *env = sluice_env_of (L);
  gint64 now = sluice_budget_get_ns ();
  gboolean waits = FALSE;

  if (ar->event == LUA_HOOKLINE)
    {
      sluice_lines_hook (L, ar);
      return;
    }
  if (self->has_timer && self->seen != self->slice)
    {
      self->seen = self->slice; /* interrupted before the timer saw it */
      self->begin = now;
    }
  if (G_UNLIKELY (env->crowded))
    raise_crowded (L);
  if (G_UNLIKELY (env->tall))
    check_depth (self, L);
  if (env->full)
    waits = !make_room (self, env, L);
  if (!waits && now - self->begin < SLICE_NS - TICK_NS)
    {
      if (self->has_timer)
        {
          rest (self, L);
          arm (self, SLICE_NS - TICK_NS - (now - self->begin));
        }
      return;
    }
  self->over = TRUE;
  if (lua_isyieldable (L))
    {
      rest (self, L);
      lua_yield (L, 0);
      return;
    }
  if (is_stuck (self))
    raise_stuck (L);
  lua_sethook (L, hook_cb, LUA_MASKCOUNT | self->lines, 1000);
}

/* A slice is first seen up to a tick after it began: that much is taken from its time. */
static void
signal_cb (int        number,
           siginfo_t *info,
           void      *context)
{
  SluiceBudget *self = info->si_value.sival_ptr;
  gint64 now;

  if (info->si_code != SI_TIMER)
    return;
  if (!self->is_on)
    {
      self->armed = FALSE;
      return;
    }
  now = sluice_budget_get_ns ();
  if (self->seen != self->slice)
    {
      self->seen = self->slice;
      self->begin = now;
      arm (self, TICK_NS);
      return;
    }
  if (now - self->begin < SLICE_NS - TICK_NS)
    {
      arm (self, SLICE_NS - TICK_NS - (now - self->begin));
      return;
    }
  self->armed = FALSE;
  self->over = TRUE;
  if (self->running != NULL)
    lua_sethook (self->running, hook_cb, LUA_MASKCOUNT | self->lines, 1);
}

static void
budget_free (gpointer data)
{
  SluiceBudget *self = data;

  if (self->idle != NULL)
    {
      g_source_destroy (self->idle);
      g_source_unref (self->idle);
    }
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

SluiceBudget *
sluice_budget_get (void)
{
  static GPrivate budget = G_PRIVATE_INIT (budget_free); /* frees it with its thread */
  static _Thread_local SluiceBudget *self;

  if (G_UNLIKELY (self == NULL))
    {
      struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = BUDGET_SIGNAL };

      install_handler ();
      self = g_new0 (SluiceBudget, 1);
      event.sigev_value.sival_ptr = self;
      event._sigev_un._tid = gettid ();
      self->has_timer = timer_create (CLOCK_MONOTONIC, &event, &self->timer) == 0;
      self->idle = self->has_timer ? create_idle (self) : NULL;
      g_private_set (&budget, self);
    }
  return self;
}

/* A new slice begins: a phase starts, or goes on after a real wait. */
void
sluice_budget_reset (SluiceBudget *self)
{
  self->over = FALSE;
  self->stuck = 0;
  self->slice++;
  self->is_on = TRUE;
  if (G_UNLIKELY (!self->has_timer))
    self->begin = sluice_budget_get_ns ();
  else if (G_UNLIKELY (!self->armed))
    {
      self->seen = self->slice;
      self->begin = sluice_budget_get_ns ();
      arm (self, SLICE_NS - TICK_NS);
    }
}

/* @L runs from here to sluice_budget_leave(). */
void
sluice_budget_enter (SluiceBudget *self,
                     lua_State    *L)
{
  if (G_UNLIKELY (!self->has_timer))
    lua_sethook (L, hook_cb, LUA_MASKCOUNT | self->lines, 10000);
  else if (G_UNLIKELY (self->lines != 0))
    lua_sethook (L, hook_cb, LUA_MASKLINE, 0);
  self->running = L;
  if (G_UNLIKELY (self->over)) /* since somebody looked */
    lua_sethook (L, hook_cb, LUA_MASKCOUNT | self->lines, 1);
}

void
sluice_budget_set_lines (SluiceBudget *self,
                         gboolean      lines)
{
  self->lines = lines ? LUA_MASKLINE : 0;
}

void
sluice_budget_leave (SluiceBudget *self)
{
  lua_State *L = self->running;

  self->running = NULL;
  if (lua_gethook (L) != NULL)
    lua_sethook (L, NULL, 0, 0);
}

gboolean
sluice_budget_is_over (SluiceBudget *self)
{
  if (!self->over && !self->has_timer)
    self->over = sluice_budget_get_ns () - self->begin >= SLICE_NS;
  return self->over;
}

lua_State *
sluice_budget_get_running (SluiceBudget *self)
{
  return self->running;
}

void
sluice_budget_interrupt (SluiceBudget *self)
{
  if (self->running != NULL)
    lua_sethook (self->running, hook_cb, LUA_MASKCOUNT | self->lines, 1);
}

gboolean
sluice_budget_must_yield (SluiceBudget *self,
                          lua_State    *L)
{
  if (!sluice_budget_is_over (self))
    return FALSE;
  if (lua_isyieldable (L))
    return TRUE;
  if (is_stuck (self))
    raise_stuck (L);
  return FALSE;
}

/* Nothing runs any more: the timer is not needed. */
void
sluice_budget_end (SluiceBudget *self)
{
  self->is_on = FALSE;
}
