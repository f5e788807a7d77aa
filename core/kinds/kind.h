/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/node.h"
#include "kinds/phases.h"
#include "kinds/settings.h"

G_BEGIN_DECLS

/* A node kind: a subclass whose properties are its settings, and one entry in the table of kinds.c. */

#define SLUICE_TYPE_KIND_NODE (sluice_kind_node_get_type ())
G_DECLARE_DERIVABLE_TYPE (SluiceKindNode, sluice_kind_node, SLUICE, KIND_NODE, SluiceNode)

struct _SluiceKindNodeClass
{
  SluiceNodeClass parent_class;

  /* What the kind does in exec: returns @call, now or later. @settings is borrowed while the function
   * runs: an object of all settings, templates already made into text. */
  void (*perform)       (SluiceKindNode *self,
                         SluiceCall     *call,
                         SluiceValue     settings);
  /* The end of post when the person's own has named no action. The default takes "default". */
  void (*finish)        (SluiceKindNode *self,
                         SluiceCall     *call);

  /* Once, when the settings have been read: what is to be parsed before a run. */
  gboolean (*load)       (SluiceKindNode *self,
                         SluiceValue     settings,
                         GError        **error);

  /* sluice_call_get_data() in perform is the store as prep left it, a SluiceValue. */
  gboolean   wants_store;

  /*< private >*/
  GParamSpec **settings; /* the properties that the class itself installs; NULL before they are asked for */

  gpointer padding[5];
};

/* Properties kept for a class that does nothing with them but hand them to perform. */
void          sluice_kind_node_get_property (GObject         *object,
                                           guint            id,
                                           GValue          *value,
                                           GParamSpec      *pspec);
void          sluice_kind_node_set_property (GObject         *object,
                                           guint            id,
                                           const GValue    *value,
                                           GParamSpec      *pspec);

/* Reads settings and phases from a node of a document. Once, before the node is used. */
gboolean      sluice_kind_node_load       (SluiceKindNode *self,
                                           SluiceValue     node,
                                           GError        **error);
SluicePhases *sluice_kind_node_get_phases (SluiceKindNode *self);
/* Whether an edge leaves a node under this action. */
gboolean      sluice_kind_has_edge        (SluiceNode     *node,
                                           const char     *action);

/* "default", and those of its edges that are named @optional or, with @numbers, a number: what a node leads to only
 * where such an edge is there. NULL: there is none of them, and nothing that need be said. */
char        **sluice_kind_dup_actions     (SluiceValue     node,
                                           const char     *optional,
                                           gboolean        numbers);

/* What is said of a class in Python; takes the title of the node. */
#define SLUICE_PYTHON_NOT_RUN \
  "“%s” is a class in Python, which is not run here yet; export the flow, and run it with PocketFlow"

typedef struct
{
  SluiceKindInfo info; /* without settings: they come from the class */
  GType        (*get_type) (void);
} SluiceKind;

extern const SluiceKind sluice_script_kind;
extern const SluiceKind sluice_ask_kind;
extern const SluiceKind sluice_choice_kind;
extern const SluiceKind sluice_log_kind;
extern const SluiceKind sluice_end_kind;
extern const SluiceKind sluice_flow_kind;
extern const SluiceKind sluice_python_kind;
extern const SluiceKind sluice_http_kind;
extern const SluiceKind sluice_llm_kind;
extern const SluiceKind sluice_embed_kind;
extern const SluiceKind sluice_vector_kind;
extern const SluiceKind sluice_search_kind;
extern const SluiceKind sluice_file_kind;
extern const SluiceKind sluice_set_kind;
extern const SluiceKind sluice_switch_kind;
extern const SluiceKind sluice_delay_kind;
extern const SluiceKind sluice_queue_kind;
extern const SluiceKind sluice_command_kind;
extern const SluiceKind sluice_sql_kind;

G_END_DECLS
