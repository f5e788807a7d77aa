/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The client: who may begin, who waits, what is kept for the next. All waiting is one source: an epoll
 * set, so that what is idle costs nothing, and the nearest deadline. */

#include <sys/epoll.h>
#include <unistd.h>

#include "net/client-private.h"
#include "net/connect.h"

#define MAX_ACTIVE   512                        /* exchanges, of all hosts */
#define MAX_HOST     256                        /* of one */
#define KEEP_IDLE    (10 * G_TIME_SPAN_SECOND)  /* less than servers do */
#define MINUTE       (60 * G_TIME_SPAN_SECOND)
#define MAX_EVENTS   64

typedef struct
{
  GSource           parent;
  SluiceHttpClient *client; /* borrowed */
} ClientSource;

void
sluice_http_client_note_due (SluiceHttpClient *self,
                             gint64            due)
{
  if (due >= self->due)
    return;
  self->due = due;
  g_source_set_ready_time (self->source, due);
}

/* Hosts */

static void
host_free (gpointer data)
{
  SluiceHttpHost *host = data;

  g_queue_clear_full (&host->starts, g_free);
  while (host->idle.length > 0)
    sluice_http_connection_free (g_queue_pop_tail (&host->idle));
  g_free (host->key);
  g_free (host);
}

SluiceHttpHost *
sluice_http_client_ensure_host (SluiceHttpClient *self,
                                GUri             *uri)
{
  g_autofree char *key = g_strdup_printf ("%s://%s:%u", g_uri_get_scheme (uri), g_uri_get_host (uri),
                                          sluice_http_get_port (uri));
  SluiceHttpHost *host = g_hash_table_lookup (self->hosts, key);

  if (host != NULL)
    return host;
  host = g_new0 (SluiceHttpHost, 1);
  host->key = g_steal_pointer (&key);
  g_hash_table_insert (self->hosts, host->key, host);
  return host;
}

static void
forget_old_starts (SluiceHttpHost *host,
                   gint64          now)
{
  while (host->starts.length > 0 && *(gint64 *) g_queue_peek_head (&host->starts) + MINUTE <= now)
    g_free (g_queue_pop_head (&host->starts));
}

/* Why none may begin now, and the limit that holds it back. */
static SluiceHttpWait
find_wait (SluiceHttpClient *self,
           SluiceHttpHost   *host,
           gint64            now,
           guint            *limit)
{
  *limit = MAX_ACTIVE;
  if (self->active.length >= MAX_ACTIVE)
    return SLUICE_HTTP_WAIT_ALL;
  *limit = host->concurrent > 0 ? host->concurrent : MAX_HOST;
  if (host->n_active >= *limit)
    return SLUICE_HTTP_WAIT_CONCURRENT;
  forget_old_starts (host, now);
  *limit = host->per_minute;
  if (host->per_minute == 0 || host->starts.length < host->per_minute)
    return SLUICE_HTTP_WAIT_NONE;
  sluice_http_client_note_due (self, *(gint64 *) g_queue_peek_head (&host->starts) + MINUTE);
  return SLUICE_HTTP_WAIT_PER_MINUTE;
}

/* Those that were told are the oldest ones. */
static GList *
find_untold (SluiceHttpHost *host,
             SluiceHttpWait  wait)
{
  GList *first = NULL;

  for (GList *item = host->waiting.tail; item != NULL; item = item->prev)
    {
      const SluiceHttpExchange *exchange = item->data;

      if (exchange->told == wait)
        break;
      first = item;
    }
  return first;
}

/* Who is told may cancel any of them. */
static void
tell_waiting (SluiceHttpHost *host,
              SluiceHttpWait  wait,
              guint           limit)
{
  GList *item = find_untold (host, wait);

  while (item != NULL)
    {
      SluiceHttpExchange *exchange = item->data;
      const SluiceHttpRequest *request = exchange->request;
      guint n_left = host->n_left;

      exchange->told = wait;
      if (request->waits != NULL)
        request->waits (wait, limit, request->waits_data);
      item = host->n_left == n_left ? item->next : find_untold (host, wait);
    }
}

static void
begin_waiting (SluiceHttpClient *self,
               SluiceHttpHost   *host,
               gint64            now)
{
  SluiceHttpWait wait = SLUICE_HTTP_WAIT_NONE;
  guint limit;

  while (host->waiting.length > 0 && (wait = find_wait (self, host, now, &limit)) == SLUICE_HTTP_WAIT_NONE)
    {
      GList *link = g_queue_pop_head_link (&host->waiting);

      if (host->per_minute > 0)
        g_queue_push_tail (&host->starts, g_memdup2 (&now, sizeof now));
      host->n_active++;
      g_queue_push_tail_link (&self->active, link);
      sluice_http_exchange_begin (link->data);
    }
  if (wait != SLUICE_HTTP_WAIT_NONE)
    tell_waiting (host, wait, limit);
}

static void
prune_idle (SluiceHttpClient *self,
            SluiceHttpHost   *host,
            gint64            now)
{
  SluiceHttpConnection *oldest;

  while ((oldest = g_queue_peek_tail (&host->idle)) != NULL && oldest->idle_since + KEEP_IDLE <= now)
    sluice_http_connection_free (g_queue_pop_tail (&host->idle));
  if (oldest != NULL)
    sluice_http_client_note_due (self, oldest->idle_since + KEEP_IDLE);
}

/* Begins what may begin; hosts that nothing is known of any more are forgotten. */
static void
look_at_hosts (SluiceHttpClient *self,
               gint64            now)
{
  g_autoptr (GList) hosts = g_hash_table_get_values (self->hosts); /* what begins may name a new one */

  self->has_waiting = FALSE;
  for (GList *item = hosts; item != NULL; item = item->next)
    {
      SluiceHttpHost *host = item->data;

      prune_idle (self, host, now);
      begin_waiting (self, host, now);
      forget_old_starts (host, now);
      if (host->waiting.length + host->idle.length + host->starts.length + host->n_active == 0)
        g_hash_table_remove (self->hosts, host->key);
    }
}

static void
wake (SluiceHttpClient *self)
{
  self->has_waiting = TRUE;
  sluice_http_client_note_due (self, 0);
}

void
sluice_http_client_release (SluiceHttpClient   *self,
                            SluiceHttpExchange *exchange)
{
  if (exchange->state == SLUICE_HTTP_WAITING)
    {
      g_queue_unlink (&exchange->host->waiting, &exchange->link);
      exchange->host->n_left++;
      return;
    }
  g_queue_unlink (&self->active, &exchange->link);
  exchange->host->n_active--;
  if (exchange->host->waiting.length > 0 || self->active.length + 1 == MAX_ACTIVE)
    wake (self);
}

void
sluice_http_client_move (SluiceHttpClient   *self,
                         SluiceHttpExchange *exchange,
                         GUri               *uri)
{
  SluiceHttpHost *host = sluice_http_client_ensure_host (self, uri);

  exchange->host->n_active--;
  if (exchange->host->waiting.length > 0)
    wake (self);
  exchange->host = host;
  host->n_active++;
}

/* Idle connections */

void
sluice_http_client_keep (SluiceHttpClient     *self,
                         SluiceHttpConnection *take_connection)
{
  take_connection->exchange = NULL;
  take_connection->idle_since = g_get_monotonic_time ();
  g_queue_push_head (&take_connection->host->idle, take_connection);
  sluice_http_client_note_due (self, take_connection->idle_since + KEEP_IDLE);
}

SluiceHttpConnection *
sluice_http_client_take_idle (SluiceHttpClient *self,
                              SluiceHttpHost   *host,
                              gboolean          allow_private)
{
  for (GList *item = host->idle.head; item != NULL;)
    {
      SluiceHttpConnection *connection = item->data;
      GList *next = item->next;

      if (!connection->is_private || allow_private)
        {
          g_queue_delete_link (&host->idle, item);
          if (sluice_http_connection_is_quiet (connection))
            return connection;
          sluice_http_connection_free (connection);
        }
      item = next;
    }
  return NULL;
}

guint
sluice_http_client_get_n_idle (SluiceHttpClient *self)
{
  GHashTableIter iter;
  SluiceHttpHost *host;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->hosts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &host))
    n += host->idle.length;
  return n;
}

/* The source */

static void
serve (SluiceHttpClient *self,
       guint64           id)
{
  SluiceHttpConnection *connection = g_hash_table_lookup (self->connections, &id);

  if (connection == NULL)
    return;
  if (connection->exchange != NULL)
    {
      sluice_http_exchange_ready (connection->exchange);
      return;
    }
  g_queue_remove (&connection->host->idle, connection);
  sluice_http_connection_free (connection);
}

/* What is done of one may end others: they are looked for anew each time. */
static void
expire (SluiceHttpClient *self,
        gint64            now)
{
  GList *item = self->active.head;

  while (item != NULL)
    {
      SluiceHttpExchange *exchange = item->data;

      if (sluice_http_exchange_get_due (exchange) <= now)
        {
          sluice_http_exchange_expire (exchange, now);
          item = self->active.head;
          continue;
        }
      sluice_http_client_note_due (self, sluice_http_exchange_get_due (exchange));
      item = item->next;
    }
}

static gboolean
source_dispatch (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     user_data)
{
  SluiceHttpClient *self = sluice_http_client_ref (((ClientSource *) source)->client);
  struct epoll_event events[MAX_EVENTS];
  int n = epoll_wait (self->epoll, events, MAX_EVENTS, 0);

  for (int i = 0; i < n; i++)
    serve (self, events[i].data.u64);
  if (self->due <= g_source_get_time (source) || self->has_waiting)
    {
      self->due = G_MAXINT64;
      g_source_set_ready_time (source, -1);
      expire (self, g_source_get_time (source));
      look_at_hosts (self, g_source_get_time (source));
    }
  sluice_http_client_unref (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = source_dispatch };

/* The client */

SluiceHttpClient *
sluice_http_client_new (GMainContext *context)
{
  SluiceHttpClient *self = g_new0 (SluiceHttpClient, 1);

  self->ref_count = 1;
  self->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->connections = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, host_free);
  self->due = G_MAXINT64;
  self->source = g_source_new (&source_funcs, sizeof (ClientSource));
  ((ClientSource *) self->source)->client = self;
  g_source_set_static_name (self->source, "[sluice] http");
  g_source_add_unix_fd (self->source, self->epoll, G_IO_IN);
  g_source_attach (self->source, self->context);
  return self;
}

SluiceHttpClient *
sluice_http_client_ref (SluiceHttpClient *self)
{
  self->ref_count++;
  return self;
}

void
sluice_http_client_unref (SluiceHttpClient *self)
{
  if (--self->ref_count > 0)
    return;
  g_hash_table_unref (self->hosts);
  g_hash_table_unref (self->connections);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->epoll);
  g_free (self->buffer);
  g_main_context_unref (self->context);
  g_free (self);
}

SluiceHttpExchange *
sluice_http_client_send (SluiceHttpClient   *self,
                         SluiceHttpRequest  *take_request,
                         SluiceHttpDataFunc  data,
                         SluiceHttpDoneFunc  done,
                         gpointer            user_data)
{
  SluiceHttpExchange *exchange = g_new0 (SluiceHttpExchange, 1);

  exchange->client = sluice_http_client_ref (self);
  exchange->request = take_request;
  exchange->data = data;
  exchange->done = done;
  exchange->user_data = user_data;
  exchange->link.data = exchange;
  exchange->in = g_string_new (NULL);
  exchange->host = sluice_http_client_ensure_host (self, take_request->uri);
  exchange->host->concurrent = take_request->concurrent;
  exchange->host->per_minute = take_request->per_minute;
  g_queue_push_tail_link (&exchange->host->waiting, &exchange->link);
  wake (self);
  return exchange;
}
