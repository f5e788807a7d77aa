/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A field of the document bound to a widget. Invariant: while the binding shows, it never
 * commits, so that a change from elsewhere is never written back as a change of the person's. */

#include "inspector/binding.h"

#include <glib/gi18n.h>

#include "base/ids.h"
#include "graph/drawing.h"
#include "graph/edit.h"
#include "graph/restructure.h"

struct _SluiceBinding
{
  SluiceDocument   *document; /* owned */
  GStrv             addresses; /* owned; empty for fields of the document */
  char             *name;     /* owned */
  char             *pointer;  /* owned */
  char             *error;    /* owned, or NULL */
  char             *problem;  /* owned, or NULL */
  const SluiceLens *lens;
  SluiceFieldType   type;
  SluiceShowFunc    show;
  SluiceNoticeFunc  notice;

  GtkWidget        *widget;   /* borrowed: it owns this */
  gulong            changed_id;
  guint             line;
  guint             is_showing : 1;
  guint             has_left : 1;  /* the widget is in no window any more */
  guint             is_stale : 1;  /* what it was to show since then */
  guint             is_problem_error : 1;
};

static const char BINDING_KEY[] = "sluice-binding";
static const char DRAFTS_KEY[] = "sluice-inspector-drafts";

/* What the layout says of an item: it is there by the parts of its address, "flow/$frames/frame-1". */
static SluiceValue
get_entry (SluiceBinding *self,
           const char    *address)
{
  g_auto (GStrv) parts = g_strsplit (address, "/", 3);
  SluiceValue entry = sluice_value_get_member (sluice_document_get_root (self->document), "layout");

  for (guint i = 0; parts[i] != NULL; i++)
    entry = sluice_value_get_member (entry, parts[i]);

  return entry;
}

/* The field of one node, without the lens. */
static SluiceValue
get_whole (SluiceBinding *self,
           const char    *address)
{
  switch (self->type)
    {
    case SLUICE_FIELD_SETTING:
      return sluice_document_get_setting (self->document, address, self->name);
    case SLUICE_FIELD_TITLE:
      return sluice_value_get_member (sluice_document_get_node (self->document, address), "title");
    case SLUICE_FIELD_KEY:
      return sluice_value_get_member (sluice_document_get_node (self->document, address), self->name);
    case SLUICE_FIELD_FLOW:
      return sluice_value_get_member (sluice_document_get_flow (self->document, address), self->name);
    case SLUICE_FIELD_ITEM:
      return sluice_value_get_member (get_entry (self, address), self->name);
    case SLUICE_FIELD_NAME:
      return sluice_value_get_member (sluice_document_get_root (self->document), "name");
    case SLUICE_FIELD_SHARED:
      return sluice_value_get_member (sluice_document_get_root (self->document), "shared");
    case SLUICE_FIELD_DOCUMENT:
      return sluice_value_get_member (sluice_document_get_root (self->document), self->name);
    default:
      g_assert_not_reached ();
    }
}

static SluiceValue
get_field (SluiceBinding *self,
           const char    *address)
{
  SluiceValue whole = get_whole (self, address);

  return self->lens != NULL ? self->lens->read (whole) : whole;
}

static gboolean
set_size (SluiceBinding *self,
          const char    *address,
          SluiceValue    size,
          GError       **error)
{
  g_autofree char *merge_key = g_strconcat ("size:", address, NULL);
  SluiceBox box;

  if (!sluice_document_get_box (self->document, address, &box))
    return TRUE; /* it is gone, and its page about to go */

  box.width = (int) sluice_value_get_real (sluice_value_get_element (size, 0));
  box.height = (int) sluice_value_get_real (sluice_value_get_element (size, 1));
  return sluice_edit_set_box (self->document, address, &box, merge_key, error);
}

static gboolean
set_item (SluiceBinding *self,
          const char    *address,
          SluiceValue    value,
          GError       **error)
{
  const char * const addresses[] = { address, NULL };
  g_autofree char *text = sluice_text_from_value (value);

  if (g_str_equal (self->name, "size"))
    return set_size (self, address, value, error);
  if (g_str_equal (self->name, "title"))
    return sluice_edit_set_frame_title (self->document, address, text, error);
  if (g_str_equal (self->name, "text"))
    return sluice_edit_set_note_text (self->document, address, text, error);

  return sluice_edit_set_colour (self->document, addresses, text, error);
}

static gboolean
set_whole (SluiceBinding *self,
           const char    *address,
           SluiceValue    take,
           GError       **error)
{
  gboolean done;

  switch (self->type)
    {
    case SLUICE_FIELD_SETTING:
      return sluice_edit_set_setting (self->document, address, self->name, take, error);
    case SLUICE_FIELD_KEY:
      return sluice_edit_set_key (self->document, address, self->name, take, error);
    case SLUICE_FIELD_FLOW:
      return sluice_edit_set_flow_key (self->document, address, self->name, take, error);
    case SLUICE_FIELD_SHARED:
      return sluice_edit_set_shared (self->document, take, error);
    case SLUICE_FIELD_DOCUMENT:
      return sluice_edit_set_document_key (self->document, self->name, take, error);
    case SLUICE_FIELD_TITLE:
      done = sluice_edit_set_title (self->document, address, sluice_value_get_string (take), error);
      break;
    case SLUICE_FIELD_ITEM:
      done = set_item (self, address, take, error);
      break;
    case SLUICE_FIELD_NAME:
      done = sluice_edit_set_name (self->document, sluice_value_get_string (take), error);
      break;
    default:
      g_assert_not_reached ();
    }

  sluice_value_unref (take);
  return done;
}

static gboolean
set_field (SluiceBinding *self,
           const char    *address,
           SluiceValue    take,
           GError       **error)
{
  if (self->lens != NULL)
    take = self->lens->write (get_whole (self, address), take);

  return set_whole (self, address, take, error);
}

/* What the field is called in the name of an undo step. */
static const char *
get_title (SluiceBinding *self)
{
  if (self->type == SLUICE_FIELD_SETTING)
    return sluice_edit_get_setting_title (self->document, self->addresses[0], self->name);
  return sluice_edit_get_key_title (self->name);
}

static gboolean
set_fields (SluiceBinding *self,
            SluiceValue    value,
            GError       **error)
{
  guint n = g_strv_length (self->addresses);
  g_autofree char *step = NULL;
  g_autofree char *merge_key = NULL;
  gboolean done = TRUE;

  if (n < 2)
    return set_field (self, self->addresses[0], sluice_value_ref (value), error);

  if (self->type == SLUICE_FIELD_ITEM)
    step = g_strdup_printf (g_dngettext (NULL, "Change %s of %u Item", "Change %s of %u Items", n),
                            get_title (self), n);
  else
    step = g_strdup_printf (g_dngettext (NULL, "Change %s of %u Node", "Change %s of %u Nodes", n),
                            get_title (self), n);
  merge_key = g_strdup_printf ("many:%u:%s:%s", n, self->addresses[0], self->pointer);
  sluice_document_begin (self->document, step, merge_key);
  for (guint i = 0; i < n && done; i++)
    done = set_field (self, self->addresses[i], sluice_value_ref (value), error);
  if (done)
    sluice_document_commit (self->document);
  else
    sluice_document_rollback (self->document);

  return done;
}

static void
notice (SluiceBinding *self)
{
  if (self->notice != NULL && !self->has_left)
    self->notice (self->widget, self);
}

static void
show (SluiceBinding *self)
{
  self->is_showing = TRUE;
  self->show (self->widget, sluice_binding_get_value (self));
  self->is_showing = FALSE;
  notice (self);
}

static gboolean
is_owner_touched (SluiceBinding         *self,
                  const SluiceChangeSet *set,
                  const char            *address)
{
  guint touch = GPOINTER_TO_UINT (g_hash_table_lookup (set->nodes, address));

  if (self->type == SLUICE_FIELD_ITEM)
    return (touch & SLUICE_TOUCH_LAYOUT) != 0 || g_hash_table_contains (set->items, address);

  return (touch & SLUICE_TOUCH_CONTENT) != 0;
}

static gboolean
is_touched (SluiceBinding         *self,
            const SluiceChangeSet *set)
{
  if (set->all)
    return TRUE;

  if (self->addresses[0] == NULL)
    return set->document;

  if (self->type == SLUICE_FIELD_FLOW)
    return g_hash_table_contains (set->flows, self->addresses[0]);

  for (guint i = 0; self->addresses[i] != NULL; i++)
    if (is_owner_touched (self, set, self->addresses[i]))
      return TRUE;

  return FALSE;
}

/* What it is a field of may be gone: then the page that holds the widget is about to go too. */
static gboolean
has_owners (SluiceBinding *self)
{
  for (guint i = 0; self->addresses[i] != NULL; i++)
    if (self->type == SLUICE_FIELD_FLOW
          ? !sluice_document_has_flow (self->document, self->addresses[i])
          : sluice_document_get_item_type (self->document, self->addresses[i]) == SLUICE_ITEM_NONE)
      return FALSE;

  return TRUE;
}

static void
changed_cb (SluiceDocument        *document,
            const SluiceChangeSet *set,
            SluiceBinding         *self)
{
  if (!is_touched (self, set) || !has_owners (self))
    return;
  if (self->has_left)
    self->is_stale = TRUE;
  else
    show (self);
}

/* A row that is pressed outlives its page, and what belonged to it there. One whose panel was put elsewhere is back. */
static void
root_changed_cb (GtkWidget *widget)
{
  SluiceBinding *self = sluice_binding_get (widget);

  self->has_left = gtk_widget_get_root (widget) == NULL;
  if (self->has_left || !self->is_stale)
    return;

  self->is_stale = FALSE;
  if (has_owners (self))
    show (self);
}

static void
binding_free (gpointer data)
{
  SluiceBinding *self = data;

  g_signal_handler_disconnect (self->document, self->changed_id);
  g_object_unref (self->document);
  g_strfreev (self->addresses);
  g_free (self->name);
  g_free (self->pointer);
  g_free (self->error);
  g_free (self->problem);
  g_free (self);
}

static char *
build_pointer (SluiceBinding *self)
{
  g_autofree char *flow = NULL;
  g_autofree char *node = NULL;
  g_autofree char *base = NULL;

  switch (self->type)
    {
    case SLUICE_FIELD_NAME:
    case SLUICE_FIELD_SHARED:
    case SLUICE_FIELD_DOCUMENT:
      base = g_strdup ("");
      break;
    case SLUICE_FIELD_FLOW:
      base = sluice_pointer_build ("flows", self->addresses[0], NULL);
      break;
    case SLUICE_FIELD_ITEM:
      base = g_strconcat ("/layout/", self->addresses[0], NULL);
      break;
    case SLUICE_FIELD_TITLE:
    case SLUICE_FIELD_SETTING:
    case SLUICE_FIELD_KEY:
    default:
      sluice_address_split (self->addresses[0], &flow, &node);
      base = sluice_pointer_build ("flows", flow, "nodes", node,
                                   self->type == SLUICE_FIELD_SETTING ? "settings" : NULL, NULL);
      break;
    }

  return sluice_pointer_join (base, self->name);
}

static GStrv
collect_addresses (const SluiceField *field)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (field->address != NULL)
    g_strv_builder_add (builder, field->address);
  if (field->others != NULL)
    g_strv_builder_addv (builder, (const char **) field->others);

  return g_strv_builder_end (builder);
}

static const char *
name_of (const SluiceField *field)
{
  switch (field->type)
    {
    case SLUICE_FIELD_TITLE:
      return "title";
    case SLUICE_FIELD_NAME:
      return "name";
    case SLUICE_FIELD_SHARED:
      return "shared";
    case SLUICE_FIELD_SETTING:
    case SLUICE_FIELD_KEY:
    case SLUICE_FIELD_DOCUMENT:
    case SLUICE_FIELD_FLOW:
    case SLUICE_FIELD_ITEM:
    default:
      return field->name;
    }
}

SluiceBinding *
sluice_binding_attach (GtkWidget         *widget,
                       const SluiceField *field,
                       SluiceShowFunc     show_func)
{
  SluiceBinding *self = g_new0 (SluiceBinding, 1);
  g_autofree char *whole = NULL;

  self->document = g_object_ref (field->document);
  self->addresses = collect_addresses (field);
  self->name = g_strdup (name_of (field));
  self->type = field->type;
  self->lens = field->lens;
  self->show = show_func;
  self->widget = widget;
  self->changed_id = g_signal_connect (self->document, "changed", G_CALLBACK (changed_cb), self);
  whole = build_pointer (self);
  self->pointer = self->lens != NULL && self->lens->part != NULL
                    ? sluice_pointer_join (whole, self->lens->part)
                    : g_steal_pointer (&whole);

  g_object_set_data_full (G_OBJECT (widget), BINDING_KEY, self, binding_free);
  g_signal_connect (widget, "notify::root", G_CALLBACK (root_changed_cb), NULL);
  show (self);

  return self;
}

SluiceBinding *
sluice_binding_get (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), BINDING_KEY);
}

SluiceDocument *
sluice_binding_get_document (SluiceBinding *self)
{
  return self->document;
}

const char *
sluice_binding_get_address (SluiceBinding *self)
{
  return self->addresses[0];
}

const char *
sluice_binding_get_pointer (SluiceBinding *self)
{
  return self->pointer;
}

SluiceValue
sluice_binding_get_value (SluiceBinding *self)
{
  return sluice_binding_is_mixed (self) ? sluice_value_null () : get_field (self, self->addresses[0]);
}

gboolean
sluice_binding_is_showing (SluiceBinding *self)
{
  return self->is_showing;
}

gboolean
sluice_binding_is_set (SluiceBinding *self)
{
  if (self->addresses[0] == NULL)
    return !SLUICE_VALUE_IS_NULL (get_field (self, NULL));

  for (guint i = 0; self->addresses[i] != NULL; i++)
    if (!SLUICE_VALUE_IS_NULL (get_field (self, self->addresses[i])))
      return TRUE;

  return FALSE;
}

gboolean
sluice_binding_has_many (SluiceBinding *self)
{
  return g_strv_length (self->addresses) > 1;
}

gboolean
sluice_binding_is_mixed (SluiceBinding *self)
{
  for (guint i = 1; self->addresses[0] != NULL && self->addresses[i] != NULL; i++)
    if (!sluice_value_equal (get_field (self, self->addresses[0]), get_field (self, self->addresses[i])))
      return TRUE;

  return FALSE;
}

void
sluice_binding_commit (SluiceBinding *self,
                       SluiceValue    take)
{
  g_auto (SluiceValue) value = take;
  g_autoptr (GError) error = NULL;

  if (self->is_showing)
    return;

  if (!sluice_binding_is_mixed (self) && sluice_value_equal (value, sluice_binding_get_value (self)))
    sluice_binding_set_error (self, NULL);
  else if (set_fields (self, value, &error))
    sluice_binding_set_error (self, NULL);
  else
    sluice_binding_set_error (self, error->message);
}

void
sluice_binding_reset (SluiceBinding *self)
{
  g_autoptr (GError) error = NULL;

  sluice_binding_keep_draft (self, NULL);
  sluice_document_break_merge (self->document);
  if (set_fields (self, sluice_value_null (), &error))
    {
      sluice_binding_set_error (self, NULL);
      show (self);
    }
  else
    sluice_binding_set_error (self, error->message);
  sluice_document_break_merge (self->document);
}

void
sluice_binding_set_error (SluiceBinding *self,
                          const char    *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (message);
  notice (self);
}

void
sluice_binding_set_problem (SluiceBinding *self,
                            const char    *message,
                            gboolean       is_error,
                            guint          line)
{
  if (g_strcmp0 (self->problem, message) == 0 && self->line == line &&
      self->is_problem_error == (guint) (is_error != FALSE))
    return;

  g_free (self->problem);
  self->problem = g_strdup (message);
  self->is_problem_error = is_error != FALSE;
  self->line = line;
  notice (self);
}

void
sluice_binding_set_notice (SluiceBinding    *self,
                           SluiceNoticeFunc  func)
{
  self->notice = func;
  notice (self);
}

const char *
sluice_binding_get_message (SluiceBinding *self,
                            gboolean      *is_error)
{
  *is_error = self->error != NULL || self->is_problem_error;

  return self->error != NULL ? self->error : self->problem;
}

guint
sluice_binding_get_line (SluiceBinding *self)
{
  return self->error == NULL && self->problem != NULL ? self->line : 0;
}

static GHashTable *
get_drafts (SluiceBinding *self)
{
  GHashTable *drafts = g_object_get_data (G_OBJECT (self->document), DRAFTS_KEY);

  if (drafts == NULL)
    {
      drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_object_set_data_full (G_OBJECT (self->document), DRAFTS_KEY, drafts,
                              (GDestroyNotify) g_hash_table_unref);
    }

  return drafts;
}

void
sluice_binding_keep_draft (SluiceBinding *self,
                           const char    *text)
{
  if (text != NULL)
    g_hash_table_replace (get_drafts (self), g_strdup (self->pointer), g_strdup (text));
  else
    g_hash_table_remove (get_drafts (self), self->pointer);
}

const char *
sluice_binding_get_draft (SluiceBinding *self)
{
  return g_hash_table_lookup (get_drafts (self), self->pointer);
}
