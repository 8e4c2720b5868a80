package org.fascicle.app.verb;

import java.util.List;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Change.Action;
import org.fascicle.app.console.Console;

/** Prints what was done with bundles. */
final class ChangePrinter {
    private final Console console;

    ChangePrinter(Console console) {
        this.console = console;
    }

    void print(List<Change> changes) {
        for (Change change : changes) {
            console.out().println(change + (change.action() == Action.KEPT ? ": this very jar is installed already" : ""));
            change.techniques().forEach(technique -> console.out().println("  " + technique));
            change.differences().forEach(line -> console.out().println("  " + line));
            if (change.action() == Action.UPDATED && change.differences().isEmpty()) {
                console.out().println("  options, defaults and values are as before");
            }
            change.elsewhere().forEach(line -> console.out().println("  " + line));
        }
    }
}
