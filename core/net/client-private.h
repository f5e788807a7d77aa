/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "net/head.h"

G_BEGIN_DECLS

/* A client: hosts, each with its limits, its waiting exchanges and its idle connections; and one source
 * that waits for all sockets and deadlines. */

typedef struct
{
  char   *key;        /* "https://host:443" */
  GQueue  waiting;    /* of SluiceHttpExchange, borrowed */
  GQueue  idle;       /* of SluiceHttpConnection, owned; the latest first */
  GQueue  starts;     /* of gint64 *, owned: when exchanges of the last minute began; the latest last */
  guint   n_active;
  guint   concurrent; /* as the latest request says; 0: none of its own */
  guint   per_minute;
  guint   n_left;     /* how often one that waited went without having begun */
} SluiceHttpHost;

typedef struct
{
  SluiceHttpClient   *client;   /* borrowed */
  SluiceHttpHost     *host;     /* borrowed */
  SluiceHttpExchange *exchange; /* borrowed; NULL: idle */
  guint64             id;       /* what the source knows it by */
  GIOStream          *stream;
  GSocket            *socket;   /* borrowed */
  GSource            *source;   /* of an encrypted one that waits */
  gboolean            is_private;
  gboolean            wants_out; /* the source waits until it can be written to */
  gint64              idle_since;
} SluiceHttpConnection;

typedef enum
{
  SLUICE_HTTP_WAITING, /* for the limiter */
  SLUICE_HTTP_CONNECTING,
  SLUICE_HTTP_SENDING,
  SLUICE_HTTP_HEAD,
  SLUICE_HTTP_BODY,
} SluiceHttpState;

struct _SluiceHttpExchange
{
  SluiceHttpClient     *client;     /* owned */
  SluiceHttpRequest    *request;    /* owned */
  SluiceHttpHost       *host;       /* borrowed */
  SluiceHttpConnection *connection; /* owned; NULL: none */
  struct SluiceHttpOpening *opening; /* of a connection, if it is under way */
  SluiceHttpState       state;
  SluiceHttpWait        told;       /* why it waits, as its request was told */
  GList                 link;       /* in the client's active, or the host's waiting */

  SluiceHttpDataFunc    data;
  SluiceHttpDoneFunc    done;
  gpointer              user_data;

  GString              *out;
  gsize                 sent;
  GString              *in;         /* a head that is not whole */
  gsize                 n_heads;    /* bytes of heads that came */
  SluiceHttpReply      *reply;      /* NULL before the head */
  SluiceHttpBody        body;
  gsize                 n_body;
  gboolean              keep;
  gboolean              is_reused;  /* the connection had served before */
  gboolean              has_enough; /* the data function wants no more */
  gboolean              is_telling; /* inside it, or inside the one that is told of waits */
  gboolean              is_cancelled; /* by it */
  guint                 n_redirects;

  gint64                began;      /* µs, of all of it */
  gint64                phase_due;  /* to connect, to get the head; 0: none */
  gint64                idle_due;
  gint64                total_due;
};

struct _SluiceHttpClient
{
  guint         ref_count;
  GMainContext *context;
  GSource      *source;
  int           epoll;
  guint64       last_id;
  GHashTable   *connections; /* &id → SluiceHttpConnection, borrowed */
  GHashTable   *hosts;       /* key → SluiceHttpHost, owned */
  GQueue        active;      /* of exchanges beyond WAITING, by their link */
  gint64        due;         /* of the source */
  gboolean      has_waiting; /* some host is to be looked at */
  char         *buffer;      /* what is read at once */
};

/* connection.c */
SluiceHttpConnection *sluice_http_connection_new    (SluiceHttpClient     *client,
                                                     SluiceHttpHost       *host,
                                                     GIOStream            *take_stream,
                                                     GSocket              *socket,
                                                     gboolean              is_private);
void                  sluice_http_connection_free   (SluiceHttpConnection *self);
/* -1 with @error; G_IO_ERROR_WOULD_BLOCK: its exchange is told later. */
gssize                sluice_http_connection_read   (SluiceHttpConnection *self,
                                                     char                 *buffer,
                                                     gsize                 length,
                                                     GError              **error);
gssize                sluice_http_connection_write  (SluiceHttpConnection *self,
                                                     const char           *bytes,
                                                     gsize                 length,
                                                     GError              **error);
void                  sluice_http_connection_stop_writing (SluiceHttpConnection *self);
gboolean              sluice_http_connection_is_plain (const SluiceHttpConnection *self);
gboolean              sluice_http_connection_is_quiet (SluiceHttpConnection *self);

/* exchange.c */
void                  sluice_http_exchange_begin    (SluiceHttpExchange   *self);
void                  sluice_http_exchange_ready    (SluiceHttpExchange   *self);
void                  sluice_http_exchange_expire   (SluiceHttpExchange   *self,
                                                     gint64                now);
gint64                sluice_http_exchange_get_due  (SluiceHttpExchange   *self);

/* client.c */
void                  sluice_http_client_note_due   (SluiceHttpClient     *self,
                                                     gint64                due);
SluiceHttpHost       *sluice_http_client_ensure_host (SluiceHttpClient    *self,
                                                     GUri                 *uri);
/* It is no longer active: another may begin. */
void                  sluice_http_client_release    (SluiceHttpClient     *self,
                                                     SluiceHttpExchange   *exchange);
/* To where a redirect leads. */
void                  sluice_http_client_move       (SluiceHttpClient     *self,
                                                     SluiceHttpExchange   *exchange,
                                                     GUri                 *uri);
void                  sluice_http_client_keep       (SluiceHttpClient     *self,
                                                     SluiceHttpConnection *take_connection);
SluiceHttpConnection *sluice_http_client_take_idle  (SluiceHttpClient     *self,
                                                     SluiceHttpHost       *host,
                                                     gboolean              allow_private);

G_END_DECLS
