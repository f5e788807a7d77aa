/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* The pinned results on one document, by the address of a node: a run that has them does not call exec there, and
 * takes the result. A person's are kept under the XDG state folder; those that the flow file keeps are everybody's,
 * and whether a person uses them is kept with the person's. Where both have one, the person's counts. Not shared
 * between threads: hand a copy over with to_value / new_from_value. */

#define SLUICE_TYPE_PINS (sluice_pins_get_type ())
G_DECLARE_FINAL_TYPE (SluicePins, sluice_pins, SLUICE, PINS, GObject)

/* Signal "changed" (const char *address; NULL: many). */

typedef struct
{
  char        *address; /* of the node */
  SluiceValue  result;  /* what its exec returns */
  char        *run;     /* the record it comes from; NULL: a person wrote it */
  guint64      visit;   /* of that; 0: none */
  gboolean     is_off;  /* kept, and not used */
  gboolean     is_own;  /* a person's; else the file's alone */
  gboolean     is_kept; /* the file has it, with this result */
  gboolean     has_kept;
  SluiceValue  kept;    /* the result that the file has */
} SluicePin;

SluicePins      *sluice_pins_new            (void);
SluicePins      *sluice_pins_new_from_value (SluiceValue   value);
SluiceValue      sluice_pins_to_value       (SluicePins   *self); /* shares nothing with it */
/* as new_from_value, in place */
void             sluice_pins_assign         (SluicePins   *self,
                                             SluiceValue   value);
guint            sluice_pins_get_n          (SluicePins   *self);
const SluicePin *sluice_pins_get            (SluicePins   *self,
                                             guint         index); /* sorted by address */
const SluicePin *sluice_pins_find           (SluicePins   *self,
                                             const char   *address); /* NULL: none */
/* In place of the one the node has. */
void             sluice_pins_set            (SluicePins   *self,
                                             const char   *address,
                                             SluiceValue   take_result,
                                             const char   *run,
                                             guint64       visit);
/* One that was removed comes back, as it was. */
void             sluice_pins_restore        (SluicePins      *self,
                                             const SluicePin *pin);
/* What the file keeps of the node; NULL: nothing. */
void             sluice_pins_set_kept       (SluicePins        *self,
                                             const char        *address,
                                             const SluiceValue *kept);
void             sluice_pins_set_off        (SluicePins   *self,
                                             const char   *address,
                                             gboolean      is_off);
/* Whether runs use the one of the node. */
gboolean         sluice_pins_is_used        (SluicePins   *self,
                                             const char   *address);
/* The person's: what the file keeps comes out from behind it. */
gboolean         sluice_pins_remove         (SluicePins   *self,
                                             const char   *address);
void             sluice_pins_remove_all     (SluicePins   *self);
/* Kept, and none is used. */
gboolean         sluice_pins_is_muted       (SluicePins   *self);
void             sluice_pins_set_muted      (SluicePins   *self,
                                             gboolean      muted);
/* A node or a flow has another address now. */
void             sluice_pins_rename         (SluicePins   *self,
                                             const char   *from,
                                             const char   *to);

SluicePin       *sluice_pin_copy            (const SluicePin *pin);
void             sluice_pin_free            (SluicePin    *pin);

/* A run has them from now on, and follows their changes while it lives. */
void             sluice_pins_attach         (SluicePins   *self,
                                             SluiceRun    *run);

/* Where a document's pins are kept; NULL path: nothing is kept. */
gboolean         sluice_pins_load           (SluicePins   *self,
                                             const char   *document_path,
                                             GError      **error);
gboolean         sluice_pins_save           (SluicePins   *self,
                                             const char   *document_path,
                                             GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePin, sluice_pin_free)

G_END_DECLS
