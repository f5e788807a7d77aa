# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes text files as a C table of names and texts, each without the line of its license."""
import sys
from pathlib import Path

*sources, target = sys.argv[1:]
with open(target, 'w', encoding='ascii') as file:
    file.write('typedef struct\n{\n  const char *name;\n  const char *text;\n} Module;\n\n'
               'extern const Module sluice_python_utils[];\n\n')
    for number, source in enumerate(sources):
        data = Path(source).read_bytes().split(b'\n', 1)[1]
        rows = [', '.join(str(byte) for byte in data[i:i + 24]) for i in range(0, len(data), 24)]
        file.write(f'static const char text_{number}[] = {{\n  ' + ',\n  '.join(rows) + ',\n  0,\n};\n')
    names = ''.join(f'  {{ "{Path(source).stem}", text_{number} }},\n' for number, source in enumerate(sources))
    file.write('\nconst Module sluice_python_utils[] = {\n' + names + '  { 0, 0 },\n};\n')
