/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses that are not of the internet at large (IANA's special-purpose registries). One that holds
 * an IPv4 address is judged by that. */

#include "net/address.h"

#include <string.h>

typedef struct
{
  guint8 bytes[16];
  guint  bits;
} Range;

static const Range ranges4[] = {
  { { 0 }, 8 },                /* this network */
  { { 10 }, 8 },               /* private */
  { { 100, 64 }, 10 },         /* a carrier's own */
  { { 127 }, 8 },              /* this machine */
  { { 169, 254 }, 16 },        /* link-local, clouds' metadata */
  { { 172, 16 }, 12 },         /* private */
  { { 192, 0, 0 }, 24 },       /* protocols */
  { { 192, 0, 2 }, 24 },       /* documentation */
  { { 192, 168 }, 16 },        /* private */
  { { 198, 18 }, 15 },         /* benchmarks */
  { { 198, 51, 100 }, 24 },    /* documentation */
  { { 203, 0, 113 }, 24 },     /* documentation */
  { { 224 }, 3 },              /* multicast, reserved, broadcast */
};

static const Range ranges6[] = {
  { { 0 }, 64 },                        /* unspecified, loopback; mapped ones are judged before */
  { { 0x00, 0x64, 0xff, 0x9b, 0, 1 }, 48 }, /* a translator's own */
  { { 0x01, 0x00 }, 64 },               /* discard */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32 },   /* documentation */
  { { 0xfc }, 7 },                      /* unique local */
  { { 0xfe, 0x80 }, 10 },               /* link-local */
  { { 0xfe, 0xc0 }, 10 },               /* site-local */
  { { 0xff }, 8 },                      /* multicast */
};

static gboolean
is_in (const Range  *range,
       const guint8 *bytes)
{
  guint whole = range->bits / 8;
  guint rest = range->bits % 8;

  return memcmp (range->bytes, bytes, whole) == 0
         && (rest == 0 || (range->bytes[whole] ^ bytes[whole]) >> (8 - rest) == 0);
}

static gboolean
is_private4 (const guint8 *bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges4); i++)
    if (is_in (&ranges4[i], bytes))
      return TRUE;
  return FALSE;
}

gboolean
sluice_address_is_private (GInetAddress *address)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  static const guint8 translated[12] = { 0x00, 0x64, 0xff, 0x9b };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return is_private4 (bytes);
  if (memcmp (bytes, mapped, sizeof mapped) == 0 || memcmp (bytes, translated, sizeof translated) == 0)
    return is_private4 (bytes + 12);
  if (bytes[0] == 0x20 && bytes[1] == 0x02) /* 6to4 */
    return is_private4 (bytes + 2);
  for (guint i = 0; i < G_N_ELEMENTS (ranges6); i++)
    if (is_in (&ranges6[i], bytes))
      return TRUE;
  return FALSE;
}
