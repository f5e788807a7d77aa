/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "runner.h"
int main (void) { return 0; }
