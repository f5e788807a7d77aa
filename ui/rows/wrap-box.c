/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines are found anew for each width: what is placed is what was measured. */
#include "rows/wrap-box.h"

#define READABLE 190 /* px: what an expanding child is shrunk to, if it wants more, before a line is broken */

struct _SluiceWrapBox
{
  GtkWidget parent_instance;

  int      spacing;
  int      readable;   /* px: the others are made narrower before an expanding child has less; 0: they never are */
  GtkAlign line_align;
};

typedef enum
{
  PROP_SPACING = 1,
  PROP_READABLE,
  PROP_LINE_ALIGN,
  N_PROPS
} SluiceWrapBoxProperty;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceWrapBox, sluice_wrap_box, GTK_TYPE_WIDGET)

/* Children of a line: from the first to before the next line's. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end;
  int        width;     /* of all, with what is between them, each as narrow as it may be in a line */
  guint      n_expand;
} Line;

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
get_first (SluiceWrapBox *self)
{
  return skip_hidden (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

static gboolean
expands (GtkWidget *child)
{
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
}

static void
measure_width (GtkWidget *child,
               int       *minimum,
               int       *natural)
{
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
}

/* Whether a child that does not expand is made narrower, where the whole is that wide: the first do so first. What
 * expands counts for the same whatever it tells just now, so that the others stay as they are when that changes. */
static gboolean
gives_way (SluiceWrapBox *self,
           GtkWidget     *child,
           int            width)
{
  int missing = -self->spacing - width, minimum, natural;

  if (self->readable == 0)
    return FALSE;
  for (GtkWidget *other = get_first (self); other != NULL; other = get_next (other))
    {
      measure_width (other, &minimum, &natural);
      missing += self->spacing + (expands (other) ? MAX (minimum, self->readable) : natural);
    }
  for (GtkWidget *other = get_first (self); other != child; other = get_next (other))
    {
      measure_width (other, &minimum, &natural);
      missing -= expands (other) ? 0 : natural - minimum;
    }
  return missing > 0;
}

/* What a child takes of a line at least. */
static int
measure_child (SluiceWrapBox *self,
               GtkWidget     *child,
               int            width)
{
  int minimum, natural;

  measure_width (child, &minimum, &natural);
  if (expands (child))
    return MAX (minimum, MIN (natural, READABLE));
  return gives_way (self, child, width) ? minimum : natural;
}

/* Puts as many children into a line as there is room for, but one at least. */
static Line
find_line (SluiceWrapBox *self,
           GtkWidget     *first,
           int            width)
{
  Line line = { first, first, 0, 0 };

  for (GtkWidget *child = first; child != NULL; child = get_next (child))
    {
      int wanted = measure_child (self, child, width) + (child != first ? self->spacing : 0);

      if (child != first && line.width + wanted > width)
        break;
      line.width += wanted;
      line.n_expand += expands (child);
      line.end = get_next (child);
    }
  return line;
}

/* How wide a child of a line is, where the whole is that wide. */
static int
get_width (SluiceWrapBox *self,
           const Line    *line,
           GtkWidget     *child,
           int            width)
{
  int wanted = measure_child (self, child, width), left = MAX (width - line->width, 0);

  if (expands (child))
    wanted += left / (int) line->n_expand;
  return MIN (wanted, width);
}

static int
get_height (SluiceWrapBox *self,
            const Line    *line,
            int            width)
{
  int height = 0;

  for (GtkWidget *child = line->first; child != line->end; child = get_next (child))
    {
      int child_width = get_width (self, line, child, width), natural;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &natural, NULL, NULL);
      height = MAX (height, natural);
    }
  return height;
}

static void
measure_widths (SluiceWrapBox *self,
                int           *minimum,
                int           *natural)
{
  for (GtkWidget *child = get_first (self); child != NULL; child = get_next (child))
    {
      int least, wanted;

      measure_width (child, &least, &wanted);
      *minimum = MAX (*minimum, least);
      *natural += wanted + (*natural > 0 ? self->spacing : 0);
    }
}

static void
sluice_wrap_box_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  SluiceWrapBox *self = SLUICE_WRAP_BOX (widget);
  int least = 0, wanted = 0, height = 0;

  *minimum_baseline = *natural_baseline = -1;
  measure_widths (self, &least, &wanted);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      int width = for_size < 0 ? wanted : MAX (for_size, least);

      for (GtkWidget *child = get_first (self); child != NULL;)
        {
          Line line = find_line (self, child, width);

          height += get_height (self, &line, width) + (height > 0 ? self->spacing : 0);
          child = line.end;
        }
      least = wanted = height;
    }
  *minimum = least;
  *natural = wanted;
}

static int
get_start (SluiceWrapBox *self,
           const Line    *line,
           int            width)
{
  int left = MAX (width - line->width, 0);

  if (line->n_expand > 0 || self->line_align == GTK_ALIGN_START)
    return 0;
  return self->line_align == GTK_ALIGN_END ? left : left / 2;
}

static void
sluice_wrap_box_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  SluiceWrapBox *self = SLUICE_WRAP_BOX (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = 0;

  for (GtkWidget *next = get_first (self); next != NULL;)
    {
      Line line = find_line (self, next, width);
      gboolean is_only = next == get_first (self) && line.end == NULL;
      int line_height = is_only ? height : get_height (self, &line, width), x = get_start (self, &line, width);

      for (GtkWidget *child = line.first; child != line.end; child = get_next (child))
        {
          int child_width = get_width (self, &line, child, width);
          GtkAllocation place = { is_rtl ? width - x - child_width : x, y, child_width, line_height };

          gtk_widget_size_allocate (child, &place, -1);
          x += child_width + self->spacing;
        }
      y += line_height + self->spacing;
      next = line.end;
    }
}

static GtkSizeRequestMode
sluice_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sluice_wrap_box_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SluiceWrapBox *self = SLUICE_WRAP_BOX (object);

  switch ((SluiceWrapBoxProperty) prop_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_READABLE:
      g_value_set_int (value, self->readable);
      break;
    case PROP_LINE_ALIGN:
      g_value_set_enum (value, self->line_align);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sluice_wrap_box_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SluiceWrapBox *self = SLUICE_WRAP_BOX (object);

  switch ((SluiceWrapBoxProperty) prop_id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_READABLE:
      self->readable = g_value_get_int (value);
      break;
    case PROP_LINE_ALIGN:
      self->line_align = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
sluice_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sluice_wrap_box_parent_class)->dispose (object);
}

static void
sluice_wrap_box_class_init (SluiceWrapBoxClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_wrap_box_dispose;
  object_class->get_property = sluice_wrap_box_get_property;
  object_class->set_property = sluice_wrap_box_set_property;
  widget_class->measure = sluice_wrap_box_measure;
  widget_class->size_allocate = sluice_wrap_box_size_allocate;
  widget_class->get_request_mode = sluice_wrap_box_get_request_mode;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 100, 0, flags);
  properties[PROP_READABLE] = g_param_spec_int ("readable", NULL, NULL, 0, G_MAXINT16, 0, flags);
  properties[PROP_LINE_ALIGN] = g_param_spec_enum ("line-align", NULL, NULL, GTK_TYPE_ALIGN, GTK_ALIGN_START, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sluice_wrap_box_init (SluiceWrapBox *self)
{
  self->line_align = GTK_ALIGN_START;
}

/**
 * sluice_wrap_box_new:
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
sluice_wrap_box_new (void)
{
  return g_object_new (SLUICE_TYPE_WRAP_BOX, NULL);
}
