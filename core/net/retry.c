/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Retries. A server's own wish counts if it is at most a minute, else half a second doubled each time, up
 * to eight, a quarter of it by chance, so that many lanes do not come back at once. */

#include "net/retry.h"

#include <libsoup/soup.h>
#include <math.h>

#define FIRST_DELAY 0.5 /* s */
#define MAX_DELAY   8.0
#define MAX_WISH    60.0

static gboolean
is_worth_error (const GError *error)
{
  if (error->domain != SLUICE_HTTP_ERROR)
    return FALSE;
  switch ((SluiceHttpErrorCode) error->code)
    {
    case SLUICE_HTTP_ERROR_RESOLVE:
    case SLUICE_HTTP_ERROR_CONNECT:
    case SLUICE_HTTP_ERROR_CONNECT_TIME:
    case SLUICE_HTTP_ERROR_FIRST_TIME:
    case SLUICE_HTTP_ERROR_IDLE_TIME:
    case SLUICE_HTTP_ERROR_TRUNCATED:
      return TRUE;

    default:
      return FALSE;
    }
}

gboolean
sluice_http_retry_is_worth (const SluiceHttpReply *reply,
                            const GError          *error)
{
  const char *wish;

  if (error != NULL)
    return is_worth_error (error);
  wish = sluice_http_reply_get_header (reply, "x-should-retry");
  if (g_strcmp0 (wish, "true") == 0)
    return TRUE;
  if (g_strcmp0 (wish, "false") == 0)
    return FALSE;
  return reply->status == 408 || reply->status == 409 || reply->status == 429 || reply->status >= 500;
}

static gboolean
read_number (const char *text,
             double     *number)
{
  char *end = NULL;

  if (text == NULL || !g_ascii_isdigit (*text))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*number);
}

static gboolean
read_date (const char *text,
           double     *time)
{
  g_autoptr (GDateTime) date = soup_date_time_new_from_http_string (text);

  if (date != NULL)
    *time = (double) g_date_time_to_unix (date);
  return date != NULL;
}

double
sluice_http_retry_after (const SluiceHttpReply *reply,
                         double                 now)
{
  const char *text = sluice_http_reply_get_header (reply, "Retry-After");
  double number;

  if (read_number (sluice_http_reply_get_header (reply, "retry-after-ms"), &number))
    return number / 1000;
  if (read_number (text, &number))
    return number;
  if (text != NULL && read_date (text, &number))
    return MAX (number - now, 0);
  return -1;
}

double
sluice_http_retry_delay (const SluiceHttpReply *reply,
                         guint                  attempt,
                         double                 now,
                         double                 random)
{
  double wish = reply != NULL ? sluice_http_retry_after (reply, now) : -1;
  double delay = MIN (FIRST_DELAY * (double) (1u << MIN (attempt - 1, 10)), MAX_DELAY);

  if (wish >= 0 && wish <= MAX_WISH)
    return wish;
  return delay * (1 - 0.25 * random);
}
