/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice: finds the subcommand and hands the command line to it. */

#include "cli.h"

#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "compile/compile.h"
#include "terminal.h"

static const SluiceSubcommand subcommands[] = {
  { "run", "FILE", "Run a flow",
    "Log lines go to stdout, messages to stderr. A node that asks a person takes the next --answer; then\n"
    "it asks on the terminal if there is one. The run is recorded, so that it can be looked at, replayed\n"
    "and, if it is interrupted, resumed.\n"
    "\n"
    "Examples:\n"
    "  sluice run recipe-finder.flow.json --allow-read .\n"
    "  sluice run recipe-finder.flow.json --trust --answer chicken --answer accept --print-store\n"
    "  sluice run counter.flow.json --set limit=10 --trace trace.jsonl --timeout 30\n"
    "\n"
    "Exit status: 0 done, 1 the flow failed, 2 usage, 65 bad flow file, 66 no such file,\n"
    "73 cannot write, 77 a grant is missing, 124 time or visit limit, 129, 130 or 143 interrupted.\n",
    sluice_cli_run },
  { "debug", "FILE", "Run a flow step by step",
    "Commands are read from stdin, one a line: help lists them. Breakpoints and watches are those the\n"
    "editor keeps for FILE; with --fresh there are none but those of --break. A moment of the past is\n"
    "looked at with back, forward and at; continue begins a new run there.\n"
    "\n"
    "Examples:\n"
    "  sluice debug recipe-finder.flow.json\n"
    "  printf 'run\\nstore\\ncontinue\\n' | sluice debug counter.flow.json --fresh -b 'becomes /count 3'\n"
    "\n"
    "Exit status: as of run; 2 also if a command of a script was wrong, 130 left with Ctrl+C.\n",
    sluice_cli_debug },
  { "check", "FILE…", "Print every problem of flow files",
    "Each problem is one line: file, line, column, path, what is wrong and what to do.\n"
    "\n"
    "Exit status: 0 no errors, 65 errors, 66 no such file.\n",
    sluice_cli_check },
  { "fmt", "FILE…", "Make flow files canonical",
    "FILE - reads stdin and writes stdout. A file that is canonical already is not touched.\n"
    "\n"
    "Exit status: 0 done, 1 not canonical (with --check), 65 bad flow file, 66 no such file,\n"
    "73 cannot write.\n",
    sluice_cli_fmt },
  { "diff", "A B", "Print what changed between two flow files",
    "Nodes, edges, settings and texts are compared; where things lie does not count.\n"
    "\n"
    "Example:\n"
    "  sluice diff old.flow.json new.flow.json\n"
    "\n"
    "Exit status: 0 they mean the same, 1 they differ, 2 usage, 65 bad flow file, 66 no such file.\n",
    sluice_cli_diff },
  { "export", "FILE", "Write a flow as a diagram, a document or a picture",
    "Without --to the name after -o tells the format; without -o a text goes to stdout.\n"
    "What could not be kept, and what looks like a secret, is said on stderr.\n"
    "\n"
    "Examples:\n"
    "  sluice export recipe-finder.flow.json --to mermaid\n"
    "  sluice export recipe-finder.flow.json -o recipe-finder.svg --theme dark\n"
    "  sluice export recipe-finder.flow.json --to python -o recipe-finder\n"
    "\n"
    "Exit status: 0 done, 2 usage, 65 bad flow file, 66 no such file, 73 cannot write.\n",
    sluice_cli_export },
  { "import", "FILE", "Make a flow file of something else",
    "Without --from the name of the file tells the format; without -o the flow file goes to\n"
    "stdout. Nothing of what is imported is run; what could not be taken over is said on stderr.\n"
    "\n"
    "Examples:\n"
    "  sluice import diagram.mmd -o diagram.flow.json\n"
    "  sluice import recipe-finder.svg -o recipe-finder.flow.json\n"
    "\n"
    "Exit status: 0 done, 2 usage, 65 it can't be understood, 66 no such file, 73 cannot write.\n",
    sluice_cli_import },
  { "kinds", "[KIND]", "List the kinds of nodes, or the settings of one",
    "Example:\n"
    "  sluice kinds choice\n",
    sluice_cli_kinds },
  { "runs", "[TEXT]", "List the runs that were recorded",
    "The newest first; with TEXT those that have it in their name, file, flow or result. With --name,\n"
    "--pin or --unpin it is a RUN: its id or the beginning of that, its name, its file, or last.\n"
    "\n"
    "Example:\n"
    "  sluice runs last --name 'before the change' --pin\n",
    sluice_cli_runs },
  { "show", "RUN", "Show what happened in a run",
    "Each visit is one line; --at shows all of one.\n"
    "\n"
    "Examples:\n"
    "  sluice show last\n"
    "  sluice show last --at 12 --store\n"
    "\n"
    "Exit status: 0 done, 1 no such visit, or damage, 65 no record, 66 no such run.\n",
    sluice_cli_show },
  { "replay", "RUN", "Have a run again without asking anybody",
    "Nothing is called and nothing is sent: what came from outside comes from the record.\n"
    "\n"
    "Exit status: 0 done, 1 the run failed, or diverges from its record, 65 no record, 66 no such run.\n",
    sluice_cli_replay },
  { "resume", "RUN", "Go on with a run that was interrupted",
    "What was finished is not repeated; what was under way is begun again.\n"
    "\n"
    "Exit status: as of run; 1 also if the run has ended, 75 another process records it.\n",
    sluice_cli_resume },
  { "fork", "RUN", "Begin a new run in the middle of another",
    "Example:\n"
    "  sluice fork last --at 12 --set 'limit=10'\n"
    "\n"
    "Exit status: as of run.\n",
    sluice_cli_fork },
  { "compare", "A B", "Show where two runs part",
    "Exit status: 0 they do the same, 1 they part, 65 no record, 66 no such run.\n",
    sluice_cli_compare },
  { "judge", "FILE [RUN…]", "Judge an edited flow by the runs of the past",
    "Which visits would now take another edge? Each is had again with the store it found and the result\n"
    "it got, by prep, post and edges as FILE has them; nothing is called. Without a RUN it is the newest\n"
    "50 of FILE.\n"
    "\n"
    "Example:\n"
    "  sluice judge recipe-finder.flow.json --last 10\n"
    "\n"
    "Exit status: 0 all go where they went, 1 some do not, 65 bad flow file or record, 66 no such file or run.\n",
    sluice_cli_judge },
  { "prune", "", "Remove old runs",
    "Pinned runs stay, and those that are being recorded.\n"
    "\n"
    "Example:\n"
    "  sluice prune --keep 200 --days 90\n",
    sluice_cli_prune },
  { "merge", "BASE OURS THEIRS", "Merge two changes of a flow file",
    "What one side changed is taken, per node, action and setting. Where both changed the same, the\n"
    "result has git's conflict markers there. Of places that both changed, ours stay.\n"
    "\n"
    "As git's merge driver, once in a repository:\n"
    "  git config merge.sluice.driver 'sluice merge %O %A %B -o %A'\n"
    "  echo '*.flow.json merge=sluice' >> .gitattributes\n"
    "\n"
    "Exit status: 0 merged, 1 conflicts, 2 usage, 65 bad flow file, 66 no such file, 73 cannot write.\n",
    sluice_cli_merge },
  { "thumbnail", "FILE OUT SIZE", "Draw a flow as small as an icon",
    "OUT is a PNG picture of at most SIZE pixels each way. File managers call this.\n"
    "\n"
    "Exit status: 0 done, 2 usage, 65 bad flow file, 66 no such file, 73 cannot write.\n",
    sluice_cli_thumbnail },
};

const SluiceSubcommand *
sluice_cli_find_subcommand (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (subcommands); i++)
    if (g_str_equal (subcommands[i].name, name))
      return &subcommands[i];
  return NULL;
}

static void
print_help (void)
{
  g_print ("Usage: sluice COMMAND [OPTION…]\n"
           "\n"
           "Runs and checks flows: *.flow.json files, as sluice-editor draws them.\n"
           "\n"
           "Commands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (subcommands); i++)
    {
      const SluiceSubcommand *subcommand = &subcommands[i];
      g_autofree char *words = g_strdup_printf ("%s %s", subcommand->name, subcommand->arguments);

      g_print ("  %s%*s  %s\n", words, MAX (0, 14 - (int) g_utf8_strlen (words, -1)), "",
               subcommand->summary);
    }
  g_print ("\n"
           "Options:\n"
           "  -h, --help      Show this help; with a command, its options\n"
           "  --version       Print the version\n"
           "\n"
           "Examples:\n"
           "  sluice run recipe-finder.flow.json --allow-read .\n"
           "  sluice run recipe-finder.flow.json --trust --answer chicken --answer accept --print-store\n"
           "  sluice check *.flow.json\n"
           "  sluice run --help\n");
}

static int
help (int    argc,
      char **argv)
{
  char *arguments[] = { NULL, (char *) "--help", NULL };
  const SluiceSubcommand *subcommand;

  if (argc < 3)
    {
      print_help ();
      return SLUICE_EXIT_DONE;
    }
  subcommand = sluice_cli_find_subcommand (argv[2]);
  if (subcommand == NULL)
    return sluice_cli_usage (NULL, "There is no command “%s”", argv[2]);
  arguments[0] = argv[2];
  return subcommand->run (subcommand->name, 2, arguments);
}

static int
unknown (const char *name)
{
  const char *names[G_N_ELEMENTS (subcommands) + 2] = { NULL, };
  g_autofree char *suggestion = NULL;

  if (*name == '-')
    return sluice_cli_usage (NULL, "Unknown option %s", name);
  for (guint i = 0; i < G_N_ELEMENTS (subcommands); i++)
    names[i] = subcommands[i].name;
  names[G_N_ELEMENTS (subcommands)] = "help";
  suggestion = sluice_cli_suggest (name, names);
  /* A file is most likely meant to be run. */
  if (g_str_has_suffix (name, ".json"))
    return sluice_cli_usage (NULL, "There is no command “%s”; to run the file: sluice run %s", name,
                             name);
  return sluice_cli_usage (NULL, "There is no command “%s”%s", name, suggestion);
}

static int
run_command (int    argc,
             char **argv)
{
  const SluiceSubcommand *subcommand;

  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_help ();
      return SLUICE_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("sluice %s\n", SLUICE_VERSION);
      return SLUICE_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "help"))
    return help (argc, argv);

  subcommand = sluice_cli_find_subcommand (argv[1]);
  if (subcommand == NULL)
    return unknown (argv[1]);
  sluice_init ();
  return subcommand->run (subcommand->name, argc - 1, argv + 1);
}

/* A file that is opened must not become the stdout or stderr that was closed before the start. What
 * can only be read stands in for it, so that writing fails as it should. */
static void
fill_standard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    {
      if (fcntl (fd, F_GETFD) < 0)
        open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

/* Where nobody has said how letters are written, in a container or a job of cron, they are UTF-8, as in flow
 * files. */
static void
speak_utf8 (void)
{
  const char *locale = setlocale (LC_CTYPE, NULL);

  if (g_strcmp0 (locale, "C") == 0 || g_strcmp0 (locale, "POSIX") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
}

int
main (int    argc,
      char **argv)
{
  int status;

  fill_standard_streams ();
  setlocale (LC_ALL, "");
  speak_utf8 ();
  g_set_prgname ("sluice");

  status = run_command (argc, argv);
  /* Whoever reads what it printed must not take a part for the whole. */
  if ((fflush (stdout) != 0 || ferror (stdout)) && status != SLUICE_EXIT_CANT_WRITE)
    {
      sluice_terminal_error ("stdout could not be written; free some space, or redirect it to another file");
      return SLUICE_EXIT_CANT_WRITE;
    }
  return status;
}
