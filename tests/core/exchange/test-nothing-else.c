/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Promise F4: whoever opens, checks, links, compiles, draws or exports a file starts no process, opens no socket and
 * writes nothing. A child does all of it with each example while the kernel ends it at a call that would. */

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "compile/compile.h"
#include "exchange/exchange.h"
#include "graph/check.h"
#include "graph/edit.h"
#include "kinds/link.h"

#define NO_FILTER 77

#define LOAD(field)   BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, field))
#define END(action)   BPF_STMT (BPF_RET | BPF_K, action)
#define REFUSE(nr)    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1), END (SECCOMP_RET_TRAP)
/* With one of the bits in its argument it is refused. */
#define REFUSE_WITH(nr, argument, bits)                                                    \
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 4), LOAD (args[argument]),                   \
  BPF_JUMP (BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1), END (SECCOMP_RET_TRAP), END (SECCOMP_RET_ALLOW)
#define REFUSE_WITHOUT(nr, argument, bits)                                                 \
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 4), LOAD (args[argument]),                   \
  BPF_JUMP (BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0), END (SECCOMP_RET_TRAP), END (SECCOMP_RET_ALLOW)

#define WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

static const struct sock_filter filter[] = {
  LOAD (nr),
  REFUSE (__NR_socket),
  REFUSE (__NR_connect),
  REFUSE (__NR_execve),
  REFUSE (__NR_execveat),
  REFUSE (__NR_unlinkat),
  REFUSE (__NR_mkdirat),
  REFUSE (__NR_symlinkat),
  REFUSE (__NR_linkat),
  REFUSE (__NR_renameat2),
  REFUSE (__NR_ftruncate),
#ifdef __NR_open
  REFUSE (__NR_fork),
  REFUSE (__NR_vfork),
  REFUSE (__NR_creat),
  REFUSE (__NR_unlink),
  REFUSE (__NR_rename),
  REFUSE (__NR_renameat),
  REFUSE (__NR_mkdir),
  REFUSE (__NR_symlink),
  REFUSE (__NR_link),
  REFUSE_WITH (__NR_open, 1, WRITES),
#endif
  /* The C library then takes the older call, whose flags can be seen: a thread is no process. */
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1), END (SECCOMP_RET_ERRNO | ENOSYS),
  REFUSE_WITHOUT (__NR_clone, 0, CLONE_THREAD),
  REFUSE_WITH (__NR_openat, 2, WRITES),
  END (SECCOMP_RET_ALLOW),
};

static void
refused_cb (int        number,
            siginfo_t *info,
            void      *context)
{
  g_printerr ("system call %d\n", info->si_syscall);
  _exit (1);
}

static void
set_filter (void)
{
  struct sigaction action = { .sa_sigaction = refused_cb, .sa_flags = SA_SIGINFO };
  struct sock_fprog program = { G_N_ELEMENTS (filter), (struct sock_filter *) filter };

  sigaction (SIGSYS, &action, NULL);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    _exit (NO_FILTER);
}

static void
export (SluiceDocument *document)
{
  for (guint i = 0; i < sluice_exchange_get_n (); i++)
    {
      const SluiceExchangeFormat *format = sluice_exchange_get (i);
      SluiceExportOptions options = { .theme = SLUICE_THEME_LIGHT };
      g_autoptr (SluiceExport) made = NULL;

      if (format->write != NULL)
        made = sluice_exchange_export (document, format, &options, NULL);
    }
}

static void
look_at (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_load (path, &error);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (SluiceDocument) linked = NULL;
  g_autoptr (SluiceProgram) program = NULL;

  g_assert_no_error (error);
  problems = sluice_check_document (document);
  linked = sluice_link_document (document, NULL);
  program = sluice_compile (document, NULL, NULL);
  export (document);
  sluice_edit_lay_out (document, sluice_document_get_flow_id (document, 0), NULL, NULL);
}

static void
look_at_all (gpointer data)
{
  GPtrArray *paths = data;

  look_at (g_ptr_array_index (paths, 0)); /* what the libraries keep for themselves, of fonts and types */
  set_filter ();
  for (guint i = 0; i < paths->len; i++)
    look_at (g_ptr_array_index (paths, i));
}

static void
open_socket (gpointer data)
{
  set_filter ();
  socket (AF_UNIX, SOCK_STREAM, 0);
}

static void
start_process (gpointer data)
{
  set_filter ();
  if (fork () == 0)
    _exit (0);
}

static void
write_file (gpointer data)
{
  set_filter ();
  open ("/dev/null", O_WRONLY);
}

static GPtrArray *
list_examples (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("SLUICE_DATA_DIR"), "examples", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".flow.json"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  return paths;
}

static void
test_examples (void)
{
  g_autoptr (GPtrArray) paths = list_examples ();
  int status = test_child_run (look_at_all, paths);

  g_assert_cmpuint (paths->len, >, 5);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == NO_FILTER)
    g_test_skip ("the kernel takes no filter here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* The filter sees what it is there for. */
static void
test_filter (void)
{
  static void (* const funcs[]) (gpointer data) = { open_socket, start_process, write_file };

  for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
    g_assert_cmpint (test_child_run (funcs[i], NULL), !=, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();
  g_test_add_func ("/exchange/F4-looking-does-nothing-else", test_examples);
  g_test_add_func ("/exchange/F4-the-filter", test_filter);
  return g_test_run ();
}
