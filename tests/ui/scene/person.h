/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/scene/stage.h"

G_BEGIN_DECLS

/*
 * The tools, as text: a document, what a person does, the document after it. A place is in grid units
 * or a name: "a" the middle of a node's header, "a:ok" the port of an action, "a:" the input port.
 *
 *   press PLACE [MODIFIER…]   shift ctrl alt middle double
 *   habit zoom|scroll · wait MS · sequence    (u, d and c, as the canvas has them)
 *   move PLACE · release · click PLACE · drag PLACE PLACE [MODIFIER…] · hold SECONDS
 *   key NAME · keyup NAME · undo · redo · select ID… · pan X,Y · zoom PERCENT
 *   pinch PLACE PLACE PERCENT · wheel PLACE CLICKS,CLICKS [MODIFIER…] · fingers PLACE DX,DY [MODIFIER…]
 *   frame X,Y WxH · note X,Y WxH · box ID X,Y WxH · bend ID ACTION INDEX X,Y · bends ID ACTION X,Y…
 *   selected ID… · edge ID ACTION · asked TEXT · view X,Y · zoomed PERCENT
 *                             assert, the view in grid units
 */

typedef struct
{
  SluiceStage *stage;
  SluiceDocument *document;
  GString *asked; /* of the surroundings, in order; or NULL */
  SluiceModifiers modifiers;
  double x;
  double y;
  guint button;
  guint32 time;
} Person;

typedef struct
{
  const char *before;
  const char *input;
  const char *after;
} Case;

void person_perform   (Person     *person,
                       const char *step);
void person_run_cases (const Case *cases,
                       guint       n);

G_END_DECLS
