/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/effect.h"
#include "kinds/secrets.h"
#include "net/http.h"

G_BEGIN_DECLS

/* The effects that go out by HTTP. What they ask for is a plain value that a record can keep: secrets
 * are in it as references only. */

/* Registers the performers of all kinds on an engine, where that was not done before. */
void sluice_kinds_add_performers (SluiceEngine *engine);

/* One request of an effect, sent again as long as that is worth it. */
typedef struct _SluiceErrand SluiceErrand;

/* @reply: whole, its body without secrets; or an error. The errand is gone after that. */
typedef void (*SluiceErrandFunc) (SluiceErrand    *self,
                                  SluiceHttpReply *reply,
                                  const char      *body,
                                  const GError    *error,
                                  gpointer         user_data);

/* A piece of the body of an answer that may be a success, as it came; NULL: it begins anew. */
typedef void (*SluiceErrandPieceFunc) (SluiceErrand *self,
                                       const char   *bytes,
                                       gsize         length,
                                       gpointer      user_data);
/* The keys that @options and @key refer to are there now, or were not to be had. */
typedef void (*SluiceErrandReadyFunc) (SluiceErrand *self,
                                       gpointer      user_data);

SluiceErrand      *sluice_errand_new         (SluiceEffect       *effect,
                                              SluiceHttpClient   *client);
/* Asks the keyring for what the options refer to, if that is granted; @ready is called at once where there is nothing
 * to ask for. The errand may be cancelled meanwhile: @gone is called instead then. */
void               sluice_errand_unlock      (SluiceErrand       *self,
                                              SluiceValue         options,
                                              SluiceErrandReadyFunc ready,
                                              GDestroyNotify      gone,
                                              gpointer            user_data);
/* Headers, deadlines and limits as the request's value says; @method and @url: of the first. */
SluiceHttpRequest *sluice_errand_prepare     (SluiceErrand       *self,
                                              const char         *method,
                                              const char         *url,
                                              SluiceValue         options,
                                              GError            **error);
gboolean           sluice_errand_add_token   (SluiceErrand       *self,
                                              SluiceHttpRequest  *request,
                                              SluiceValue         token,
                                              GError            **error);
/* A POST of JSON to @path below @base. */
SluiceHttpRequest *sluice_errand_prepare_json (SluiceErrand       *self,
                                                const char         *base,
                                                const char         *path,
                                                SluiceValue         token,
                                                SluiceValue         options,
                                                char               *take_text,
                                                GError            **error);
/* @again: how often it may be repeated. */
void               sluice_errand_send        (SluiceErrand       *self,
                                              SluiceHttpRequest  *take_request,
                                              guint               again,
                                              SluiceErrandFunc    done,
                                              gpointer            user_data);
/* Before it is sent. */
void               sluice_errand_set_piece_func (SluiceErrand    *self,
                                              SluiceErrandPieceFunc piece);
SluiceSecrets     *sluice_errand_get_secrets (SluiceErrand       *self);
SluiceEffect      *sluice_errand_get_effect  (SluiceErrand       *self);
void               sluice_errand_free        (SluiceErrand       *self);
/* Ends the effect and frees the errand. */
void               sluice_errand_fail        (SluiceErrand       *self,
                                              GError             *take_error);
void               sluice_errand_return      (SluiceErrand       *self,
                                              SluiceValue         take);

void               sluice_embed_perform      (SluiceEffect       *effect,
                                              gpointer            client);
void               sluice_llm_perform        (SluiceEffect       *effect,
                                              gpointer            client);

G_END_DECLS
