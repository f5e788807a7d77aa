/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SVG, with the flow file in its metadata: the picture opens as the flow it shows. */

#include "exchange/formats-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/save.h"
#include "exchange/paint.h"
#include "exchange/pen-svg.h"

#define FLOW_ELEMENT "sluice:flow"

static void
append_head (GString             *svg,
             const SluicePicture *picture,
             SluiceDocument      *document)
{
  g_autofree char *title = g_markup_escape_text (picture->title, -1);
  g_autofree char *flow = sluice_document_to_text (document, NULL);
  g_autofree char *escaped = g_markup_escape_text (flow, -1);

  g_string_append_printf (svg,
                          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
                          "viewBox=\"0 0 %.0f %.0f\" font-family=\"%s\">\n"
                          "  <title>%s</title>\n"
                          "  <metadata>\n"
                          "    <" FLOW_ELEMENT " xmlns:sluice=\"https://sluiceflow.org/ns/flow/1\">"
                          "%s</" FLOW_ELEMENT ">\n"
                          "  </metadata>\n",
                          picture->width, picture->height, picture->width, picture->height, SLUICE_PEN_FAMILY, title,
                          escaped);
}

gboolean
sluice_svg_write (SluiceDocument             *document,
                  const SluiceExportOptions  *options,
                  SluiceExport               *into,
                  GError                    **error)
{
  g_autoptr (SluicePicture) picture = sluice_picture_new (document, options->flow, FALSE);
  GString *svg = g_string_new (NULL);
  SluicePenBox ground = {
    .rect = { 0, 0, picture->width, picture->height }, .fill = sluice_paint_get_ground (options->theme),
  };
  SluiceSvgPen pen;

  sluice_picture_mark (picture, options->run);
  append_head (svg, picture, document);
  sluice_svg_pen_init (&pen, svg);
  pen.pen.box (&pen.pen, &ground);
  for (guint i = 0; i < picture->flows->len; i++)
    sluice_paint_flow (&pen.pen, g_ptr_array_index (picture->flows, i), options->theme);
  g_string_append (svg, "</svg>\n");
  sluice_export_add_text (into, NULL, svg);
  return TRUE;
}

/* Reading: the text of the one element, wherever it is. */

typedef struct
{
  GString  *flow; /* NULL until it is met */
  gboolean  is_within;
} Search;

static void
start_cb (GMarkupParseContext  *context,
          const char           *name,
          const char          **attributes,
          const char          **values,
          gpointer              user_data,
          GError              **error)
{
  Search *search = user_data;

  if (g_str_equal (name, FLOW_ELEMENT) && search->flow == NULL)
    {
      search->flow = g_string_new (NULL);
      search->is_within = TRUE;
    }
}

static void
end_cb (GMarkupParseContext  *context,
        const char           *name,
        gpointer              user_data,
        GError              **error)
{
  Search *search = user_data;

  if (g_str_equal (name, FLOW_ELEMENT))
    search->is_within = FALSE;
}

static void
text_cb (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              user_data,
         GError              **error)
{
  Search *search = user_data;

  if (search->is_within)
    g_string_append_len (search->flow, text, (gssize) length);
}

SluiceDocument *
sluice_svg_read (const char  *path,
                 GPtrArray   *notes,
                 GError     **error)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb };
  Search search = { NULL };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &search, NULL);
  g_autofree char *text = NULL;
  SluiceDocument *document = NULL;
  gsize length;

  if (!sluice_file_load (path, 0, &text, &length, NULL, error))
    return NULL;
  if (g_markup_parse_context_parse (context, text, (gssize) length, error)
      && g_markup_parse_context_end_parse (context, error))
    {
      if (search.flow != NULL)
        document = sluice_document_new_from_text (search.flow->str, (gssize) search.flow->len, error);
      else
        g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX,
                     _("%s has no flow in it; pictures that Sluice exports have one"), path);
    }
  else
    g_prefix_error (error, "%s: ", path);
  if (search.flow != NULL)
    g_string_free (search.flow, TRUE);
  return document;
}
