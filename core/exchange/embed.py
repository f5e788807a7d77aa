# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes Python modules as one program in a C array: each is a module of its own, and the last one's main() runs."""
import sys
from pathlib import Path

*sources, target = sys.argv[1:]
modules = {Path(source).stem: Path(source).read_text(encoding='utf-8') for source in sources}
program = f'''import sys, types
for name, text in {modules!r}.items():
    module = sys.modules[name] = types.ModuleType(name)
    exec(compile(text, name + '.py', 'exec'), module.__dict__)
sys.exit(module.main(sys.argv))
'''.encode()
rows = [', '.join(str(byte) for byte in program[i:i + 24]) for i in range(0, len(program), 24)]
with open(target, 'w', encoding='ascii') as file:
    file.write('extern const char sluice_python_reader[];\n\n')
    file.write('const char sluice_python_reader[] = {\n  ' + ',\n  '.join(rows) + ',\n  0,\n};\n')
