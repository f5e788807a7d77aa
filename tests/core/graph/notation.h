/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* Documents and edits as one line of text, for tables "before | edits | after".
 *
 * A document: its nodes and edges of flow main, in order. "*a" is the start; "a@3,4" has a place in
 * the layout; "a:choice" is of a kind ("script" is not written); "a'Two words'" has a title;
 * "a-ok->b" is an edge, "a-ok->." one that ends the flow.
 *
 * Edits, separated by "; ":  add KIND TITLE X,Y · delete ID… · move DX,DY ID… · drag DX,DY ID… (merges) ·
 * connect ID ACTION ID · end ID ACTION · disconnect ID ACTION · rename ID ACTION NEW · title ID TEXT ·
 * set ID SETTING JSON · key ID KEY JSON · start ID · name TEXT · copy ID… · paste X,Y · layout [ID…] ·
 * begin NAME · commit · rollback · flush · break · undo · redo. One that is refused prints "!". */

SluiceDocument *notation_parse (const char     *text);
char           *notation_print (SluiceDocument *document);
/* Does the edits; returns the messages of those that were refused, joined by "; ", or NULL. */
char           *notation_edit  (SluiceDocument *document,
                                const char     *edits);

G_END_DECLS
