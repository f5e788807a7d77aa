/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Says which texts jansson takes. A program of its own, because jansson and json-glib have
 * functions of the same names. Input: texts, each as its length in decimal, a newline and the
 * bytes. Output: 'y' or 'n' for each. */

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

int
main (void)
{
  size_t length;

  while (scanf ("%zu%*1[\n]", &length) == 1)
    {
      char *text = malloc (length + 1);
      json_t *json;

      if (text == NULL || fread (text, 1, length, stdin) != length)
        return 1;
      json = json_loadb (text, length, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
                         NULL);
      putchar (json != NULL ? 'y' : 'n');
      json_decref (json);
      free (text);
    }
  return 0;
}
