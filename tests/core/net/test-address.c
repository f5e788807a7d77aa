/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "net/address.h"

static const struct { const char *address; gboolean is_private; } cases[] = {
  { "0.0.0.0", TRUE },
  { "0.1.2.3", TRUE },
  { "1.1.1.1", FALSE },
  { "9.255.255.255", FALSE },
  { "10.0.0.0", TRUE },
  { "10.255.255.255", TRUE },
  { "11.0.0.0", FALSE },
  { "100.63.255.255", FALSE },
  { "100.64.0.0", TRUE },
  { "100.127.255.255", TRUE },
  { "100.128.0.0", FALSE },
  { "126.255.255.255", FALSE },
  { "127.0.0.1", TRUE },
  { "127.255.255.254", TRUE },
  { "128.0.0.0", FALSE },
  { "169.253.255.255", FALSE },
  { "169.254.169.254", TRUE },
  { "172.15.255.255", FALSE },
  { "172.16.0.1", TRUE },
  { "172.31.255.255", TRUE },
  { "172.32.0.0", FALSE },
  { "192.0.0.8", TRUE },
  { "192.167.255.255", FALSE },
  { "192.168.1.1", TRUE },
  { "192.169.0.0", FALSE },
  { "198.17.255.255", FALSE },
  { "198.19.255.255", TRUE },
  { "198.20.0.0", FALSE },
  { "223.255.255.255", FALSE },
  { "224.0.0.1", TRUE },
  { "255.255.255.255", TRUE },
  { "::", TRUE },
  { "::1", TRUE },
  { "::ffff:127.0.0.1", TRUE },
  { "::ffff:10.1.2.3", TRUE },
  { "::ffff:8.8.8.8", FALSE },
  { "64:ff9b::7f00:1", TRUE },
  { "64:ff9b::808:808", FALSE },
  { "64:ff9b:1::1", TRUE },
  { "2002:7f00:1::", TRUE },
  { "2002:808:808::", FALSE },
  { "2001:db8::1", TRUE },
  { "2606:4700::1111", FALSE },
  { "fbff::1", FALSE },
  { "fc00::1", TRUE },
  { "fdff::1", TRUE },
  { "fe7f::1", FALSE },
  { "fe80::1", TRUE },
  { "febf::1", TRUE },
  { "fec0::1", TRUE },
  { "ff02::1", TRUE },
};

static void
test_ranges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

      g_assert_nonnull (address);
      if (sluice_address_is_private (address) != cases[i].is_private)
        g_error ("%s should be %s", cases[i].address, cases[i].is_private ? "private" : "public");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/address/ranges", test_ranges);

  return g_test_run ();
}
