/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pages of what is drawn besides nodes: a frame, a note, and several items of whatever type, which
 * have their colour in common. */

#include "inspector/pages.h"

#include <glib/gi18n.h>

#include "inspector/row.h"
#include "inspector/rows.h"

/* The size is an array in the file; each of its rows sees one number of it. */

static SluiceValue
write_side (SluiceValue size,
            guint       side,
            SluiceValue take)
{
  SluiceValue pair = sluice_value_array ();

  for (guint i = 0; i < 2; i++)
    sluice_value_append (&pair, sluice_value_ref (i == side ? take : sluice_value_get_element (size, i)));
  sluice_value_unref (take);
  return pair;
}

static SluiceValue
read_width (SluiceValue size)
{
  return sluice_value_get_element (size, 0);
}

static SluiceValue
write_width (SluiceValue size,
             SluiceValue take)
{
  return write_side (size, 0, take);
}

static SluiceValue
read_height (SluiceValue size)
{
  return sluice_value_get_element (size, 1);
}

static SluiceValue
write_height (SluiceValue size,
              SluiceValue take)
{
  return write_side (size, 1, take);
}

static void
add_size (GtkWidget      *page,
          SluiceDocument *document,
          const char     *address)
{
  static const SluiceLens width_lens = { "0", read_width, write_width };
  static const SluiceLens height_lens = { "1", read_height, write_height };
  const SluiceField width = { document, address, SLUICE_FIELD_ITEM, "size", &width_lens, NULL };
  const SluiceField height = { document, address, SLUICE_FIELD_ITEM, "size", &height_lens, NULL };
  const SluiceNumberRange range = {
    .minimum = SLUICE_FRAME_MINIMUM, .maximum = 10000, .unit = _("grid units"), .is_required = TRUE,
  };
  GtkWidget *group = sluice_page_add_group (page, _("Size"));

  sluice_group_add_row (group, sluice_number_row_new (&width, _("Width"), _("How wide it is drawn"), &range));
  sluice_group_add_row (group, sluice_number_row_new (&height, _("Height"), _("How high it is drawn"), &range));
}

void
sluice_page_add_colour (GtkWidget          *group,
                        SluiceDocument     *document,
                        const char         *address,
                        const char * const *others)
{
  const SluiceField colour = { document, address, SLUICE_FIELD_ITEM, "colour", NULL, others };

  sluice_group_add_row (group, sluice_swatches_row_new (&colour, _("Colour"), _("How it is marked on the canvas")));
}

GtkWidget *
sluice_frame_page_new (SluiceDocument  *document,
                       const char      *address,
                       GtkWidget      **title_row)
{
  const SluiceField title = { document, address, SLUICE_FIELD_ITEM, "title", NULL, NULL };
  GtkWidget *page = sluice_inspector_page_new ();
  GtkWidget *group;

  gtk_box_append (GTK_BOX (page),
                  sluice_page_head_new ("sluice-frame-symbolic", _("Frame"),
                                        _("Says what belongs together; what lies in it moves with it")));
  group = sluice_page_add_group (page, NULL);
  *title_row = sluice_entry_row_new (&title, _("Title"), _("What stands at the top of the frame"), 0);
  sluice_group_add_row (group, *title_row);
  sluice_page_add_colour (group, document, address, NULL);
  add_size (page, document, address);

  return page;
}

GtkWidget *
sluice_note_page_new (SluiceDocument *document,
                      const char     *address)
{
  const SluiceField text = { document, address, SLUICE_FIELD_ITEM, "text", NULL, NULL };
  GtkWidget *page = sluice_inspector_page_new ();
  GtkWidget *group;

  gtk_box_append (GTK_BOX (page), sluice_page_head_new ("sluice-note-symbolic", _("Note"),
                                                        _("For people; a run takes no notice of it")));
  group = sluice_page_add_group (page, NULL);
  sluice_group_add_row (group, sluice_text_row_new (&text, _("Text"), _("What the note says"), SLUICE_ROW_NO_FILE));
  sluice_page_add_colour (group, document, address, NULL);
  add_size (page, document, address);

  return page;
}

GtkWidget *
sluice_items_page_new (SluiceDocument     *document,
                       const char * const *addresses)
{
  guint n = g_strv_length ((char **) addresses);
  GtkWidget *page = sluice_inspector_page_new ();
  g_autofree char *title = g_strdup_printf (g_dngettext (NULL, "%u item selected", "%u items selected", n), n);

  gtk_box_append (GTK_BOX (page), sluice_page_head_new ("edit-select-all-symbolic", title,
                                                        _("Nodes, frames and notes have their colour in common")));
  sluice_page_add_colour (sluice_page_add_group (page, NULL), document, addresses[0], addresses + 1);

  return page;
}
