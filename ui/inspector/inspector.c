/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chooses the page that fits the selection, and makes a new one when what the old one was made
 * for is gone or has another kind. While nobody can see it there is none. */

#include "inspector/inspector.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "graph/check.h"
#include "graph/drawing.h"
#include "inspector/binding.h"
#include "inspector/pages.h"

struct _SluiceInspector
{
  GtkWidget       parent_instance;

  SluiceDocument *document; /* owned, or NULL */
  gulong          changed_id;
  char           *flow;
  GStrv           addresses;
  char           *edge_address;
  char           *edge_action;
  char           *shown_kind; /* the kind that the rows on show are made for */
  GPtrArray      *problems;   /* SluiceProblem, or NULL */
  guint           n_flows;    /* when the page was made */
  gboolean        is_stale;   /* the page was not made, for nobody sees it */
  guint           rebuild_id; /* a source that makes the page for a new selection */
  guint           step_id;    /* a source that makes more of the page */

  GtkWidget      *scroller;
  GtkWidget      *title_row; /* borrowed from the page, or NULL */
};

G_DEFINE_FINAL_TYPE (SluiceInspector, sluice_inspector, GTK_TYPE_WIDGET)

static gboolean
has_edge (SluiceInspector *self)
{
  SluiceValue node = SLUICE_VALUE_INIT;

  if (self->edge_address == NULL)
    return FALSE;

  node = sluice_document_get_node (self->document, self->edge_address);
  return sluice_value_has_member (sluice_value_get_member (node, "next"), self->edge_action);
}

static SluiceItemType
get_type (SluiceInspector *self,
          guint            i)
{
  return sluice_document_get_item_type (self->document, self->addresses[i]);
}

static gboolean
has_items (SluiceInspector *self)
{
  for (guint i = 0; self->addresses != NULL && self->addresses[i] != NULL; i++)
    if (get_type (self, i) == SLUICE_ITEM_NONE)
      return FALSE;

  return TRUE;
}

static gboolean
has_nodes_alone (SluiceInspector *self)
{
  for (guint i = 0; self->addresses[i] != NULL; i++)
    if (get_type (self, i) != SLUICE_ITEM_NODE)
      return FALSE;

  return TRUE;
}

static GtkWidget *
item_page_new (SluiceInspector *self)
{
  const char *address = self->addresses[0];

  switch (get_type (self, 0))
    {
    case SLUICE_ITEM_FRAME:
      return sluice_frame_page_new (self->document, address, &self->title_row);
    case SLUICE_ITEM_NOTE:
      return sluice_note_page_new (self->document, address);
    case SLUICE_ITEM_NODE:
    case SLUICE_ITEM_NONE:
    default:
      self->shown_kind = g_strdup (sluice_document_get_node_kind (self->document, address));
      return sluice_node_page_new (self->document, address, &self->title_row);
    }
}

static GtkWidget *
page_new (SluiceInspector *self)
{
  guint n = self->addresses ? g_strv_length (self->addresses) : 0;

  if (n == 1 && has_items (self))
    return item_page_new (self);
  if (n > 1 && has_items (self))
    return has_nodes_alone (self)
             ? sluice_nodes_page_new (self->document, (const char * const *) self->addresses)
             : sluice_items_page_new (self->document, (const char * const *) self->addresses);
  if (has_edge (self))
    return sluice_edge_page_new (self->document, self->edge_address, self->edge_action);

  return sluice_flow_page_new (self->document, self->flow);
}

/* A line of a text is told by its index: "…/prep/3". */
static guint
line_of (const SluiceProblem *problem,
         const char          *pointer)
{
  const char *rest = problem->pointer + strlen (pointer);

  return *rest == '/' && g_ascii_isdigit (rest[1]) ? (guint) g_ascii_strtoull (rest + 1, NULL, 10) + 1 : 1;
}

static gboolean
is_about (const SluiceProblem *problem,
          const char          *pointer)
{
  gsize length = strlen (pointer);

  return problem->pointer != NULL && strncmp (problem->pointer, pointer, length) == 0 &&
         (problem->pointer[length] == '\0' || problem->pointer[length] == '/');
}

/* Errors before warnings; of each the first. */
static const SluiceProblem *
find_problem (SluiceInspector *self,
              const char      *pointer)
{
  const SluiceProblem *found = NULL;

  for (guint i = 0; self->problems != NULL && i < self->problems->len; i++)
    {
      const SluiceProblem *problem = g_ptr_array_index (self->problems, i);

      if (problem->severity != SLUICE_PROBLEM_INFO && is_about (problem, pointer) &&
          (found == NULL || problem->severity < found->severity))
        found = problem;
    }

  return found;
}

/* In a row, what is wrong with it: which setting of which kind is to be seen there. */
static char *
dup_words (const SluiceProblem *problem)
{
  if (g_strcmp0 (problem->code, "no-setting") == 0)
    return g_strdup (_("This has to be set"));
  return problem->remedy != NULL ? g_strdup_printf ("%s; %s", problem->message, problem->remedy)
                                 : g_strdup (problem->message);
}

static void
show_problem (SluiceInspector *self,
              SluiceBinding   *binding)
{
  const char *pointer = sluice_binding_get_pointer (binding);
  const SluiceProblem *problem = find_problem (self, pointer);
  g_autofree char *message = NULL;

  if (problem != NULL)
    message = dup_words (problem);
  sluice_binding_set_problem (binding, message,
                              problem != NULL && problem->severity == SLUICE_PROBLEM_ERROR,
                              problem != NULL ? line_of (problem, pointer) : 0);
}

/* The rows have bindings; nothing inside a row has. */
static void
show_problems (SluiceInspector *self,
               GtkWidget       *widget)
{
  SluiceBinding *binding = sluice_binding_get (widget);

  if (binding != NULL && !sluice_binding_has_many (binding))
    show_problem (self, binding);
  if (ADW_IS_PREFERENCES_ROW (widget))
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    show_problems (self, child);
}

static gboolean
step_cb (gpointer user_data)
{
  SluiceInspector *self = user_data;
  GtkWidget *page = gtk_viewport_get_child (GTK_VIEWPORT (
    gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scroller))));

  if (has_items (self) && sluice_page_step (page))
    {
      show_problems (self, gtk_widget_get_last_child (page));
      return G_SOURCE_CONTINUE;
    }

  self->step_id = 0;
  return G_SOURCE_REMOVE;
}

static void
drop_page (SluiceInspector *self)
{
  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  g_clear_handle_id (&self->step_id, g_source_remove);
  self->title_row = NULL;
  g_clear_pointer (&self->shown_kind, g_free);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), NULL);
  self->is_stale = TRUE;
}

static void
rebuild (SluiceInspector *self)
{
  GtkWidget *page;

  drop_page (self);
  self->is_stale = FALSE;
  if (self->document == NULL || self->flow == NULL || !sluice_document_has_flow (self->document, self->flow))
    return;

  self->n_flows = sluice_document_get_n_flows (self->document);
  page = page_new (self);
  gtk_widget_add_css_class (page, "sluice-inspector-page");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), page);
  show_problems (self, page);
  self->step_id = g_idle_add (step_cb, self);
}

/* Makes the page if it can be seen; till then the old one goes. */
static void
rebuild_if_seen (SluiceInspector *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    rebuild (self);
  else
    drop_page (self);
}

static gboolean
rebuild_cb (gpointer user_data)
{
  SluiceInspector *self = user_data;

  self->rebuild_id = 0;
  rebuild_if_seen (self);

  return G_SOURCE_REMOVE;
}

/* The canvas comes first: while somebody walks through the nodes only the last one gets its rows. The
 * page of the node before stays till then; it follows the document and does no harm. */
static void
queue_rebuild (SluiceInspector *self)
{
  g_clear_handle_id (&self->step_id, g_source_remove);
  if (self->rebuild_id == 0)
    self->rebuild_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, rebuild_cb, self, NULL);
}

/* Where what is about to be shown has to be there: to get the focus, before it is changed. */
static void
ensure_page (SluiceInspector *self)
{
  if (self->rebuild_id != 0 || self->is_stale)
    rebuild (self);
}

static gboolean
is_out_of_date (SluiceInspector       *self,
                const SluiceChangeSet *set)
{
  const char *kind;

  if (set->all)
    return TRUE;
  if (self->edge_address != NULL)
    return !has_edge (self);
  if (self->addresses == NULL || self->addresses[0] == NULL)
    return sluice_document_get_n_flows (self->document) != self->n_flows ||
           (self->flow != NULL && !sluice_document_has_flow (self->document, self->flow));
  if (!has_items (self))
    return TRUE;
  if (self->shown_kind == NULL)
    return FALSE;

  kind = sluice_document_get_node_kind (self->document, self->addresses[0]);
  return g_strcmp0 (kind, self->shown_kind) != 0;
}

static void
changed_cb (SluiceDocument        *document,
            const SluiceChangeSet *set,
            SluiceInspector       *self)
{
  if (self->rebuild_id == 0 && !self->is_stale && is_out_of_date (self, set))
    queue_rebuild (self);
}

static void
sluice_inspector_map (GtkWidget *widget)
{
  SluiceInspector *self = SLUICE_INSPECTOR (widget);

  GTK_WIDGET_CLASS (sluice_inspector_parent_class)->map (widget);
  if (self->is_stale)
    queue_rebuild (self);
}

static void
sluice_inspector_dispose (GObject *object)
{
  SluiceInspector *self = SLUICE_INSPECTOR (object);

  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  g_clear_handle_id (&self->step_id, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_signal_handler (&self->changed_id, self->document);
  g_clear_object (&self->document);
  g_clear_pointer (&self->flow, g_free);
  g_clear_pointer (&self->addresses, g_strfreev);
  g_clear_pointer (&self->edge_address, g_free);
  g_clear_pointer (&self->edge_action, g_free);
  g_clear_pointer (&self->shown_kind, g_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);

  G_OBJECT_CLASS (sluice_inspector_parent_class)->dispose (object);
}

static void
sluice_inspector_class_init (SluiceInspectorClass *klass)
{
  /* What completion pops up has no style, and no width, before this; it needs the display to be open. */
  gtk_source_init ();

  G_OBJECT_CLASS (klass)->dispose = sluice_inspector_dispose;
  GTK_WIDGET_CLASS (klass)->map = sluice_inspector_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "sluiceinspector");
}

static void
sluice_inspector_init (SluiceInspector *self)
{
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
sluice_inspector_new (void)
{
  return g_object_new (SLUICE_TYPE_INSPECTOR, NULL);
}

void
sluice_inspector_set_document (SluiceInspector *self,
                               SluiceDocument  *document)
{
  g_return_if_fail (SLUICE_IS_INSPECTOR (self));

  if (self->document == document)
    return;

  g_clear_signal_handler (&self->changed_id, self->document);
  g_set_object (&self->document, document);
  if (document != NULL)
    self->changed_id = g_signal_connect (document, "changed", G_CALLBACK (changed_cb), self);
  sluice_inspector_set_selection (self, NULL, NULL, NULL);
  rebuild_if_seen (self);
}

void
sluice_inspector_set_flow (SluiceInspector *self,
                           const char      *flow)
{
  g_return_if_fail (SLUICE_IS_INSPECTOR (self));

  if (g_strcmp0 (self->flow, flow) == 0)
    return;

  g_free (self->flow);
  self->flow = g_strdup (flow);
  rebuild_if_seen (self);
}

void
sluice_inspector_set_selection (SluiceInspector    *self,
                                const char * const *addresses,
                                const char         *edge_address,
                                const char         *edge_action)
{
  static const char * const none[] = { NULL };

  g_return_if_fail (SLUICE_IS_INSPECTOR (self));

  if (addresses == NULL)
    addresses = none;
  if (self->addresses != NULL &&
      g_strv_equal (addresses, (const char * const *) self->addresses) &&
      g_strcmp0 (edge_address, self->edge_address) == 0 &&
      g_strcmp0 (edge_action, self->edge_action) == 0)
    return;

  g_strfreev (self->addresses);
  self->addresses = g_strdupv ((char **) addresses);
  g_free (self->edge_address);
  self->edge_address = g_strdup (edge_address);
  g_free (self->edge_action);
  self->edge_action = g_strdup (edge_action);
  queue_rebuild (self);
}

void
sluice_inspector_set_problems (SluiceInspector *self,
                               GPtrArray       *problems)
{
  g_return_if_fail (SLUICE_IS_INSPECTOR (self));

  g_clear_pointer (&self->problems, g_ptr_array_unref);
  self->problems = problems != NULL ? g_ptr_array_ref (problems) : NULL;
  show_problems (self, self->scroller);
}

gboolean
sluice_inspector_focus_title (SluiceInspector *self)
{
  g_return_val_if_fail (SLUICE_IS_INSPECTOR (self), FALSE);

  ensure_page (self);
  return self->title_row != NULL && gtk_widget_grab_focus (self->title_row);
}
