/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/geometry.h"

G_BEGIN_DECLS

/* What pictures are drawn with: a few shapes that each kind of picture has a pen for. Text is one
 * line, measured and shortened the same way for all. */

#define SLUICE_PEN_TEXT  14.667 /* px: what 11 pt are */
#define SLUICE_PEN_SMALL (SLUICE_PEN_TEXT * 0.82)
#define SLUICE_PEN_TITLE (SLUICE_PEN_TEXT * 1.3)

typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} SluiceInk;

typedef struct
{
  const char *text;
  double      size;    /* px */
  gboolean    is_bold;
  gboolean    at_end;  /* x is its right end */
  double      x;
  double      middle;  /* of its line */
  double      width;   /* at most; 0: any */
  SluiceInk   ink;
} SluicePenText;

typedef struct
{
  SluiceRect  rect;
  double      radius;
  SluiceInk   fill;      /* alpha 0: none */
  SluiceInk   line;      /* alpha 0: none */
  double      width;     /* of the line, which is drawn within */
  gboolean    is_dashed;
} SluicePenBox;

typedef struct _SluicePen SluicePen;

struct _SluicePen
{
  /* All until the end belongs to one thing, with words for who doesn't see it. */
  void (*begin) (SluicePen           *self,
                 const char          *title,
                 const char          *description, /* or NULL */
                 SluicePoint          offset,
                 double               opacity);
  void (*end)   (SluicePen           *self);
  void (*box)   (SluicePen           *self,
                 const SluicePenBox  *box);
  /* Absolute M, L, C and Z, as in SVG, @scale times as large. */
  void (*path)  (SluicePen           *self,
                 const char          *path,
                 SluicePoint          at,
                 double               scale,
                 const SluiceInk     *ink,
                 double               width);
  void (*text)  (SluicePen           *self,
                 const SluicePenText *text);
};

/* Text, as all pens measure it. */
double  sluice_pen_measure   (const char *text,
                              double      size,
                              gboolean    is_bold);
/* From the middle of a line down to what its letters stand on. */
double  sluice_pen_baseline  (double      size);
/* As much of it as there is room for, with an ellipsis. */
char   *sluice_pen_shorten   (const char *text,
                              double      size,
                              gboolean    is_bold,
                              double      width);
/* Broken into lines that fit. */
char  **sluice_pen_wrap      (const char *text,
                              double      size,
                              double      width,
                              guint       max_lines);

#define SLUICE_PEN_FAMILY "Cantarell, Adwaita Sans, Inter, DejaVu Sans, sans-serif"

G_END_DECLS
