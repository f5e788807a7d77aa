#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A person guesses a number: a loop of two nodes, one of which waits for the answer."""
import sys

import gi
gi.require_version('Sluice', '1.0')
from gi.repository import GLib, Sluice


class Think(Sluice.Node):
    """Draws the number the run's seed says, so that a run can be repeated."""

    def do_post(self, call):
        call.store['secret'] = 1 + int(call.random() * 100)
        call.return_action('ready')


class Guess(Sluice.AsyncNode):
    """Keeps its call while the person thinks, and returns it with the answer."""

    def do_post(self, call):
        call.begin_effect('ask', {'prompt': 'Which number (1 to 100)?', 'type': 'number'}, self.answered)

    def answered(self, call, answer, error):
        if error:
            call.return_error(error)
            return
        secret = call.store['secret']
        call.store['guesses'] = call.store.get('guesses', 0) + 1
        if answer == secret:
            call.return_action('found')
            return
        call.log('Too low.' if answer < secret else 'Too high.')
        call.return_action('again')


def tell(run, event):
    if event.type == Sluice.EventType.LOG:
        print(event.value.to_python())
    elif event.text == 'ask':
        print(event.value.to_python()['prompt'], flush=True)
        GLib.idle_add(answer, run, event.effect)


def answer(run, prompt):
    """Asks until there is an answer the prompt takes, or no more input."""
    line = sys.stdin.readline()
    try:
        if line:
            run.answer(prompt, line.strip())
        else:
            run.refuse_prompt(prompt, EOFError('There is no more input.'))
    except GLib.Error as error:
        print(error.message)
        return GLib.SOURCE_CONTINUE
    return GLib.SOURCE_REMOVE


def main():
    think, guess = Think(id='think'), Guess(id='guess')
    think - 'ready' >> guess
    guess - 'again' >> guess
    guess - 'found' >> None

    run = Sluice.Run()
    run.set_seed(int(sys.argv[1]) if len(sys.argv) > 1 else GLib.random_int())
    run.add(Sluice.Flow.new_async(think))
    run.watch(tell, Sluice.EventType.EFFECT_BEGAN, Sluice.EventType.LOG)

    loop = GLib.MainLoop()
    run.connect('ended', lambda run: loop.quit())
    run.start()
    loop.run()
    if run.get_error():
        sys.exit(run.get_error().message)
    print(f"Found with {run.get_store()['guesses']} guesses: {run.get_store()['secret']}.")


if __name__ == '__main__':
    main()
