package org.fascicle.app.verb;

import org.fascicle.app.console.Console;

/** A training in the lines that say how it ended. */
final class QuietView extends LineView {
    QuietView(Console console) {
        super(console);
    }

    @Override
    public void epochEnded(EpochReport epoch) {
        // Nothing is to be seen of it.
    }

    @Override
    public void result(Outcome outcome) {
        ending(outcome);
    }
}
