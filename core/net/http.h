/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* HTTP/1.1 for kinds: one request, one reply, each with its deadlines. An answer that was cut short is
 * never a success; nothing that a server sends makes a request leave for a place that was not granted.
 * A client and its exchanges belong to the thread of one GMainContext. */

#define SLUICE_HTTP_ERROR (sluice_http_error_quark ())
GQuark sluice_http_error_quark (void);

typedef enum
{
  SLUICE_HTTP_ERROR_URL,          /* no http(s) URL, a header or method that can't be sent */
  SLUICE_HTTP_ERROR_REFUSED,      /* the host, or its private address, is not granted */
  SLUICE_HTTP_ERROR_RESOLVE,      /* the host's name has no address */
  SLUICE_HTTP_ERROR_CONNECT,      /* nobody answers there, or the connection was lost before a reply */
  SLUICE_HTTP_ERROR_TLS,          /* the certificate, or the encryption */
  SLUICE_HTTP_ERROR_CONNECT_TIME, /* no connection in time */
  SLUICE_HTTP_ERROR_FIRST_TIME,   /* no head of a reply in time */
  SLUICE_HTTP_ERROR_IDLE_TIME,    /* nothing more for too long */
  SLUICE_HTTP_ERROR_TOTAL_TIME,   /* not done in time */
  SLUICE_HTTP_ERROR_TRUNCATED,    /* the reply ended before its end */
  SLUICE_HTTP_ERROR_TOO_LARGE,    /* head or body */
  SLUICE_HTTP_ERROR_PROTOCOL,     /* what came is no HTTP, or a coding that was not asked for */
  SLUICE_HTTP_ERROR_REDIRECT,     /* too many, or one that leads nowhere */
  SLUICE_HTTP_ERROR_PAYLOAD,      /* whole, but not what was asked for: no JSON, no text */
  SLUICE_HTTP_ERROR_STATUS,       /* the server says no */
} SluiceHttpErrorCode;

/* Says of a host whether it may be reached, and whether at an address of a private network. */
typedef gboolean (*SluiceHttpAllowFunc) (const char *host,
                                         guint       port,
                                         gboolean   *allow_private,
                                         gpointer    user_data);

/* Why a request does not leave yet. */
typedef enum
{
  SLUICE_HTTP_WAIT_NONE,       /* it does */
  SLUICE_HTTP_WAIT_CONCURRENT, /* as many as may be at a time are under way to its host */
  SLUICE_HTTP_WAIT_PER_MINUTE, /* as many as may be in a minute have left for its host */
  SLUICE_HTTP_WAIT_ALL,        /* as many as the client takes on are under way */
} SluiceHttpWait;

/* Told when a request is held back, and when it leaves after that. */
typedef void (*SluiceHttpWaitFunc) (SluiceHttpWait wait,
                                    guint          limit,
                                    gpointer       user_data);

typedef struct
{
  char      *method;  /* owned, like all here */
  GUri      *uri;
  GPtrArray *headers; /* names and values in turn */
  GBytes    *body;    /* or NULL */

  gsize      max_bytes;     /* of the reply's body */
  double     connect_time;  /* s: to resolve, connect and agree on encryption */
  double     first_time;    /* s: from then to the head of the reply */
  double     idle_time;     /* s: between two pieces, either way */
  double     total_time;    /* s: all of it, redirects included, waiting for the limiter not */
  guint      max_redirects; /* 0: a redirect is a reply like others */
  gboolean   until_close;   /* a body that only the end of the connection ends is taken for whole */
  guint      concurrent;    /* to this host at a time, of all lanes; 0: no limit but the client's */
  guint      per_minute;    /* 0: no limit */
  SluiceHttpWaitFunc waits; /* or NULL */
  gpointer   waits_data;

  SluiceHttpAllowFunc allow;
  gpointer            allow_data; /* owned by allow_destroy */
  GDestroyNotify      allow_destroy;
} SluiceHttpRequest;

SluiceHttpRequest *sluice_http_request_new        (const char         *method,
                                                   const char         *url,
                                                   GError            **error);
gboolean           sluice_http_request_add_header (SluiceHttpRequest  *self,
                                                   const char         *name,
                                                   const char         *value,
                                                   GError            **error);
gboolean           sluice_http_request_has_header (SluiceHttpRequest  *self,
                                                   const char         *name);
SluiceHttpRequest *sluice_http_request_copy       (SluiceHttpRequest  *self); /* without an allow_destroy */
void               sluice_http_request_free       (SluiceHttpRequest  *self);

typedef struct
{
  guint       status;
  char       *reason;
  GPtrArray  *headers;    /* names and values in turn, as they came */
  GByteArray *body;       /* empty if there was a data function */
  GUri       *uri;        /* where it came from, after redirects */
  guint       n_redirects;
  gboolean    is_open_ended; /* nothing but the end of the connection says that it is whole */
  double      first_byte; /* s from the beginning of the exchange to the head */
  double      duration;   /* s */
} SluiceHttpReply;

const char        *sluice_http_reply_get_header   (const SluiceHttpReply *self,
                                                   const char            *name); /* the first; NULL: none */

typedef struct _SluiceHttpClient SluiceHttpClient;
typedef struct _SluiceHttpExchange SluiceHttpExchange;

/* @reply is borrowed. With an error it holds what came, or NULL before the head. */
typedef void (*SluiceHttpDoneFunc) (SluiceHttpReply *reply,
                                    const GError    *error,
                                    gpointer         user_data);
/* A piece of the body. FALSE: enough, which ends the exchange as if the body ended here. */
typedef gboolean (*SluiceHttpDataFunc) (SluiceHttpReply *reply,
                                        const char      *bytes,
                                        gsize            length,
                                        gpointer         user_data);

SluiceHttpClient   *sluice_http_client_new        (GMainContext       *context);
SluiceHttpClient   *sluice_http_client_ref        (SluiceHttpClient   *self);
void                sluice_http_client_unref      (SluiceHttpClient   *self);
guint               sluice_http_client_get_n_idle (SluiceHttpClient   *self);
/* @done is called once, never before this returns; or, after sluice_http_exchange_cancel(), never. */
SluiceHttpExchange *sluice_http_client_send       (SluiceHttpClient   *self,
                                                   SluiceHttpRequest  *take_request,
                                                   SluiceHttpDataFunc  data,
                                                   SluiceHttpDoneFunc  done,
                                                   gpointer            user_data);
/* The exchange is gone then. */
void                sluice_http_exchange_cancel   (SluiceHttpExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceHttpRequest, sluice_http_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceHttpClient, sluice_http_client_unref)

G_END_DECLS
