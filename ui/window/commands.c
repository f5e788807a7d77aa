/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A command that is not listed here cannot be found by its name. */
#include "window/commands.h"

#include <glib/gi18n.h>

static const SluiceCommand commands[] = {
  { N_("Run or Continue"), "win.run", "F5" },
  { N_("Pause"), "win.pause", "F6" },
  { N_("Stop"), "win.stop", "<Shift>F5" },
  { N_("Restart"), "win.restart", "<Control><Shift>F5" },
  { N_("Step Over"), "win.step-over", "F10" },
  { N_("Step Into"), "win.step-into", "F11" },
  { N_("Step Out"), "win.step-out", "<Shift>F11" },
  { N_("Step to the Next Phase"), "win.step-phase", "<Alt>F11" },
  { N_("Step Back"), "win.step-back", "<Shift>F10" },
  { N_("Step Forward Again"), "win.step-forward", "<Control><Shift>F10" },
  { N_("Back to the Last Stop"), "win.back-to-stop", "<Shift>F6" },
  { N_("On to the Next Stop"), "win.next-stop", "<Alt>F6" },
  { N_("Back to the Present"), "win.close-past", NULL },
  { N_("Continue from Here"), "win.fork", "<Control>F5" },
  { N_("Replay the Run"), "win.replay", NULL },
  { N_("Resume the Run"), "win.resume", NULL },
  { N_("Judge by Old Runs…"), "win.judge", "<Control>j" },
  { N_("Runs"), "win.show-runs", "<Control>h" },
  { N_("Breakpoint On or Off"), "win.toggle-breakpoint", "F9" },
  { N_("Edit the Breakpoint…"), "win.edit-breakpoint", "<Shift>F9" },
  { N_("Disable or Enable the Breakpoint"), "win.enable-breakpoint", "<Control>F9" },
  { N_("Mute All Breakpoints"), "win.mute-breakpoints", "<Control><Shift>F9" },
  { N_("Breakpoints"), "win.show-breakpoints", "<Control><Shift>b" },
  { N_("Pins"), "win.show-pins", "<Control><Shift>k" },
  { N_("Mute All Pins"), "win.mute-pins", NULL },
  { N_("Watches"), "win.show-watches", "<Control><Shift>h" },
  { N_("Run to Here"), "win.run-to-here", "<Control>F10" },

  { N_("Next Event: Let a Held Result Through"), "win.next-event", "<Control>period" },
  { N_("Retry the Node"), "win.retry-node", NULL },
  { N_("Skip the Node with an Action…"), "win.skip-node", NULL },
  { N_("Use This Result…"), "win.use-result", NULL },
  { N_("Fail the Node…"), "win.fail-node", NULL },
  { N_("Pin or Unpin the Last Result"), "win.pin-result", "<Control>p" },
  { N_("Set the Selected Node as the Next"), "win.set-next-node", NULL },
  { N_("Run Other Lanes While One Steps, or Hold Them"), "win.steps-all", NULL },
  { N_("New Flow"), "win.new", "<Control>n" },
  { N_("New Window"), "app.new-window", "<Control><Shift>n" },
  { N_("Open…"), "win.open", "<Control>o" },
  { N_("Import a Project…"), "win.import", NULL },
  { N_("Save"), "win.save", "<Control>s" },
  { N_("Save As…"), "win.save-as", "<Control><Shift>s" },
  { N_("Show in Files"), "win.show-folder", NULL },
  { N_("Read the File Again"), "win.reload", NULL },
  { N_("Compare with the File"), "win.compare-disk", NULL },
  { N_("Close the Tab"), "win.close", "<Control>w" },
  { N_("Close the Window"), "win.close-window", "<Control><Shift>w" },
  { N_("Quit"), "app.quit", "<Control>q" },

  { N_("Undo"), "win.undo", "<Control>z" },
  { N_("Redo"), "win.redo", "<Control><Shift>z" },
  { N_("Cut"), "canvas.cut", "<Control>x" },
  { N_("Copy"), "canvas.copy", "<Control>c" },
  { N_("Paste"), "canvas.paste", "<Control>v" },
  { N_("Paste and Keep Incoming Edges"), "canvas.paste-keeping", "<Control><Shift>v" },
  { N_("Duplicate"), "canvas.duplicate", "<Control>d" },
  { N_("Delete"), "canvas.delete", "Delete" },
  { N_("Delete and Heal"), "canvas.delete-and-heal", "<Control>Delete" },
  { N_("Add a Node"), "win.add-node", "Tab" },
  { N_("Add a Note"), "canvas.add-note", NULL },
  { N_("Rename"), "canvas.rename-node", "F2" },
  { N_("Connect To…"), "canvas.connect", "e" },
  { N_("Start Here"), "canvas.set-start", NULL },
  { N_("Disable or Enable"), "canvas.disable", "<Control>m" },
  { N_("Pass Through"), "canvas.pass-through", "<Control>b" },
  { N_("Frame the Selection"), "canvas.frame", "<Control>g" },
  { N_("Collapse into a Sub-Flow, or Expand"), "canvas.collapse", "<Control><Shift>g" },
  { N_("Remove Bends"), "canvas.remove-bends", NULL },
  { N_("Lay Out"), "win.lay-out", "<Control>l" },
  { N_("Align Left"), "canvas.align-left", NULL },
  { N_("Align Right"), "canvas.align-right", NULL },
  { N_("Align Top"), "canvas.align-top", NULL },
  { N_("Align Bottom"), "canvas.align-bottom", NULL },
  { N_("Align Centres"), "canvas.align-centre", NULL },
  { N_("Align Middles"), "canvas.align-middle", NULL },
  { N_("Distribute Horizontally"), "canvas.distribute-horizontally", NULL },
  { N_("Distribute Vertically"), "canvas.distribute-vertically", NULL },

  { N_("Select All"), "canvas.select-all", "<Control>a" },
  { N_("Select None"), "canvas.select-none", "<Control><Shift>a" },
  { N_("Select Upstream"), "canvas.select-upstream", NULL },
  { N_("Select Downstream"), "canvas.select-downstream", NULL },
  { N_("Select Connected"), "canvas.select-connected", NULL },

  { N_("Go to Anything"), "win.go-to", "<Control>k" },
  { N_("Find on the Canvas"), "win.find", "<Control>f" },
  { N_("Out of the Sub-Flow"), "win.flow-up", "<Alt>Up" },
  { N_("New Flow in This File"), "win.add-flow", NULL },
  { N_("Zoom In"), "win.zoom-in", "<Control>plus" },
  { N_("Zoom Out"), "win.zoom-out", "<Control>minus" },
  { N_("Zoom to 100 %"), "win.zoom-reset", "<Control>0" },
  { N_("Show All"), "win.zoom-fit", "<Control>1" },
  { N_("Show the Selection"), "canvas.zoom-selection", "<Control>2" },
  { N_("Next Pane"), "win.next-pane", "<Control>F6" },
  { N_("Previous Pane"), "win.previous-pane", "<Control><Shift>F6" },
  { N_("Back to the Canvas"), "win.focus-canvas", "Escape" },
  { N_("Main Menu"), "win.show-menu", NULL },
  { N_("Palette and Outline"), "win.toggle-left", "<Control><Shift>e" },
  { N_("Console"), "win.toggle-bottom", "<Control><Shift>y" },
  { N_("Inspector"), "win.toggle-right", "<Control><Shift>i" },
  { N_("Minimap"), "win.minimap-visible", "<Alt>m" },
  { N_("Outline"), "win.show-outline", "<Control><Shift>o" },
  { N_("Show the Problems"), "win.show-problems", "<Control><Shift>m" },
  { N_("Show the Timeline"), "win.show-timeline", "<Control><Shift>l" },
  { N_("Copy the Console"), "win.console-copy", NULL },
  { N_("Clear the Console"), "win.console-clear", NULL },
  { N_("Filter the Console"), "win.console-filter", NULL },

  { N_("Help"), "app.help", "F1" },
  { N_("Preferences"), "app.preferences", "<Control>comma" },
  { N_("Keyboard Shortcuts"), "win.show-help-overlay", "<Control>question" },
  { N_("About Sluice"), "app.about", NULL },
};

/**
 * sluice_commands_get:
 * @n_commands: (out): how many
 *
 * Returns: (array length=n_commands): all of them
 */
const SluiceCommand *
sluice_commands_get (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);

  return commands;
}
