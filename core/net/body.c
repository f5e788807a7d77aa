/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bodies: counted, in chunks, or up to the end of the connection. Strict, since what is taken for the
 * end decides whether an answer is whole: a size is hexadecimal digits and no more, a line ends in
 * CR LF, and the last chunk must have come. */

#include "net/body.h"

#define MAX_DIGITS 15              /* of a chunk's size: no more than 2^60 */
#define MAX_LINES  (16 * 1024)     /* bytes of extensions and trailers */

enum
{
  SIZE,       /* digits */
  EXTENSION,  /* up to CR */
  SIZE_LF,
  DATA,
  DATA_CR,
  DATA_LF,
  TRAILER,    /* at the beginning of a line */
  TRAILER_LINE,
  TRAILER_LF,
  LAST_LF,
};

void
sluice_http_body_init (SluiceHttpBody     *self,
                       SluiceHttpBodyType  type,
                       guint64             length)
{
  *self = (SluiceHttpBody) { .type = type, .state = SIZE };
  if (type == SLUICE_HTTP_BODY_LENGTH)
    self->left = length;
  self->is_done = type == SLUICE_HTTP_BODY_NONE || (type == SLUICE_HTTP_BODY_LENGTH && length == 0);
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PROTOCOL,
                       "The server's answer comes in chunks that are not well formed.");
  return FALSE;
}

static gboolean
count_line (SluiceHttpBody  *self,
            GError         **error)
{
  if (++self->line <= MAX_LINES)
    return TRUE;
  g_set_error_literal (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_TOO_LARGE,
                       "The server's answer has more lines around its chunks than are allowed.");
  return FALSE;
}

/* A chunk's size is complete at the CR that ends its line. */
static gboolean
take_size (SluiceHttpBody  *self,
           char             c,
           GError         **error)
{
  int digit = g_ascii_xdigit_value (c);

  if (digit >= 0)
    {
      self->left = self->left << 4 | (guint64) digit;
      return ++self->digits <= MAX_DIGITS || fail (error);
    }
  if (self->digits == 0)
    return fail (error);
  if (c == '\r')
    self->state = SIZE_LF;
  else if (c == ';' || c == ' ' || c == '\t')
    self->state = EXTENSION;
  else
    return fail (error);
  return TRUE;
}

static gboolean
expect (SluiceHttpBody  *self,
        gboolean         is_right,
        guint            state,
        GError         **error)
{
  self->state = state;
  return is_right || fail (error);
}

static gboolean
end_size (SluiceHttpBody  *self,
          char             c,
          GError         **error)
{
  self->digits = 0;
  return expect (self, c == '\n', self->left > 0 ? DATA : TRAILER, error);
}

/* One byte of what stands around the chunks. */
static gboolean
take_byte (SluiceHttpBody  *self,
           char             c,
           GError         **error)
{
  switch (self->state)
    {
    case SIZE:
      return take_size (self, c, error);

    case EXTENSION:
      if (c == '\n')
        return fail (error);
      if (c == '\r')
        self->state = SIZE_LF;
      return count_line (self, error);

    case SIZE_LF:
      return end_size (self, c, error);

    case DATA_CR:
      return expect (self, c == '\r', DATA_LF, error);

    case DATA_LF:
      return expect (self, c == '\n', SIZE, error);

    case TRAILER:
      self->state = c == '\r' ? LAST_LF : TRAILER_LINE;
      return count_line (self, error) && (c != '\n' || fail (error));

    case TRAILER_LINE:
      if (c == '\n')
        return fail (error);
      if (c == '\r')
        self->state = TRAILER_LF;
      return count_line (self, error);

    case TRAILER_LF:
      return expect (self, c == '\n', TRAILER, error);

    default: /* LAST_LF */
      self->is_done = TRUE;
      return c == '\n' || fail (error);
    }
}

static gboolean
feed_chunks (SluiceHttpBody      *self,
             const char          *input,
             gsize                length,
             gsize               *used,
             SluiceHttpBodyFunc   func,
             gpointer             user_data,
             GError             **error)
{
  gsize at = 0;

  while (at < length && !self->is_done)
    {
      gsize n = MIN (length - at, self->left);

      if (self->state != DATA)
        {
          if (!take_byte (self, input[at++], error))
            return FALSE;
          continue;
        }
      self->left -= n;
      if (self->left == 0)
        self->state = DATA_CR;
      if (!func (input + at, n, user_data, error))
        return FALSE;
      at += n;
    }
  *used = at;
  return TRUE;
}

gboolean
sluice_http_body_feed (SluiceHttpBody      *self,
                       const char          *input,
                       gsize                length,
                       gsize               *used,
                       SluiceHttpBodyFunc   func,
                       gpointer             user_data,
                       GError             **error)
{
  gsize n = length;

  *used = 0;
  if (self->is_done)
    return TRUE;
  if (self->type == SLUICE_HTTP_BODY_CHUNKED)
    return feed_chunks (self, input, length, used, func, user_data, error);
  if (self->type == SLUICE_HTTP_BODY_LENGTH)
    {
      n = MIN (length, self->left);
      self->left -= n;
      self->is_done = self->left == 0;
    }
  *used = n;
  return n == 0 || func (input, n, user_data, error);
}

gboolean
sluice_http_body_end (SluiceHttpBody  *self,
                      gboolean         until_close,
                      GError         **error)
{
  if (self->type == SLUICE_HTTP_BODY_CLOSE && until_close)
    self->is_done = TRUE;
  if (self->is_done)
    return TRUE;
  if (self->type == SLUICE_HTTP_BODY_LENGTH)
    g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_TRUNCATED,
                 "The server's answer was cut short: %" G_GUINT64_FORMAT " more bytes were announced.", self->left);
  else if (self->type == SLUICE_HTTP_BODY_CHUNKED)
    g_set_error_literal (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_TRUNCATED,
                         "The server's answer was cut short: its last chunk never came.");
  else
    g_set_error_literal (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_TRUNCATED,
                         "The server did not say how long its answer is: nobody can tell whether it is whole.");
  return FALSE;
}
