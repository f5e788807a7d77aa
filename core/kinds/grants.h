/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* What a flow may touch. A run has the grants that a person gave it, and without them nothing: each
 * performer asks here before it reaches out. What a document touches, as far as can be told from it,
 * is computed in the same form, so that the two can be compared and a person asked for the rest. */

typedef enum
{
  SLUICE_GRANT_HOST,        /* "api.example.com", "localhost:8080", "*.example.com", "*": all of the internet */
  SLUICE_GRANT_ENVIRONMENT, /* a variable that may be sent to a host or given to a command: "API_KEY" */
  SLUICE_GRANT_READ,        /* a folder with all that is in it, or one file: "/home/ada/notes" */
  SLUICE_GRANT_WRITE,       /* likewise; what may be written may not be read by that */
  SLUICE_GRANT_COMMAND,     /* a program: "git", looked for where programs are, or "/opt/bin/tool" */
  SLUICE_GRANT_KEYRING,     /* a key of the keyring that may be sent to a host: "openai" */
} SluiceGrantType;

#define SLUICE_N_GRANT_TYPES 6

/* "hosts", "environment": what a list of them is called where they are kept. */
const char *sluice_grant_type_get_key (SluiceGrantType type);

#define SLUICE_GRANT_ERROR (sluice_grant_error_quark ())
GQuark sluice_grant_error_quark (void); /* the code is the SluiceGrantType that is missing */

#define SLUICE_TYPE_GRANTS (sluice_grants_get_type ())
typedef struct _SluiceGrants SluiceGrants;

GType         sluice_grants_get_type     (void) G_GNUC_CONST;
SluiceGrants *sluice_grants_new          (void);
SluiceGrants *sluice_grants_new_of_document (SluiceDocument *document);
/* What one of its nodes needs; what its scripts say that they need. */
SluiceGrants *sluice_grants_new_of_node (SluiceDocument   *document,
                                          const char       *address);
SluiceGrants *sluice_grants_new_of_scripts (SluiceDocument *document);
/* An object of lists. */
SluiceGrants *sluice_grants_new_from_value (SluiceValue    value);
SluiceValue   sluice_grants_to_value   (SluiceGrants    *self);
/* Of what is needed, that which was not granted. */
SluiceGrants *sluice_grants_new_missing (SluiceGrants    *needed,
                                          SluiceGrants    *granted);
SluiceGrants *sluice_grants_copy       (SluiceGrants    *self);
SluiceGrants *sluice_grants_ref          (SluiceGrants    *self);
void          sluice_grants_unref        (SluiceGrants    *self);
void          sluice_grants_add          (SluiceGrants    *self,
                                          SluiceGrantType  type,
                                          const char      *name);
void          sluice_grants_add_all      (SluiceGrants    *self,
                                          SluiceGrants    *others);
gboolean      sluice_grants_has          (SluiceGrants    *self,
                                          SluiceGrantType  type,
                                          const char      *name);
/* Whether the name is granted, itself or by one that takes it in, as a folder does. */
gboolean      sluice_grants_cover        (SluiceGrants    *self,
                                          SluiceGrantType  type,
                                          const char      *name);
gboolean      sluice_grants_is_empty   (SluiceGrants    *self);
/* In the order they were added. */
guint         sluice_grants_get_n        (SluiceGrants    *self,
                                          SluiceGrantType  type);
const char   *sluice_grants_get_name     (SluiceGrants    *self,
                                          SluiceGrantType  type,
                                          guint            index);
/* Whether a host may be reached, and whether at an address of this machine or its network. */
gboolean      sluice_grants_allow_host   (SluiceGrants    *self,
                                          const char      *host,
                                          guint            port,
                                          gboolean        *allow_private);
gboolean      sluice_grants_is_private_host (const char *name);

/* What of the path is left below a granted folder: "" for the folder itself; NULL: it is not below it. */
const char   *sluice_grant_find_rest     (const char      *granted,
                                          const char      *path);

/* Before the start; the grants are copied. A run that was given none may touch nothing. */
void          sluice_run_set_grants      (SluiceRun       *run,
                                          SluiceGrants    *grants);
SluiceGrants *sluice_run_get_grants      (SluiceRun       *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceGrants, sluice_grants_unref)

G_END_DECLS
