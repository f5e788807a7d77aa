# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes a text file as a C array, for what a library carries with it."""
import sys

source, target, name = sys.argv[1:4]
with open(source, 'rb') as file:
    data = file.read()
rows = [', '.join(str(byte) for byte in data[i:i + 24]) for i in range(0, len(data), 24)]
with open(target, 'w', encoding='ascii') as file:
    file.write('#include <stddef.h>\n\n')
    file.write(f'extern const char {name}[];\nextern const size_t {name}_length;\n\n')
    file.write(f'const char {name}[] = {{\n  ' + ',\n  '.join(rows) + ',\n  0,\n};\n')
    file.write(f'const size_t {name}_length = sizeof {name} - 1;\n')
