package org.fascicle.app.verb;

import java.util.List;

import org.fascicle.api.installation.Leak;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Command;

/** Says which bundles have left and are still held. */
@Command(name = "leaks",
        description = "Say which bundles were uninstalled or replaced since the platform started and are still held "
                + "in memory, and by what. Exit code 1 if there are any.")
final class Leaks extends Verb {
    Leaks(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        List<Leak> leaks = platform().installer().leaks();
        leaks.forEach(leak -> console().out().println(leak));
        if (leaks.isEmpty()) {
            console().out().println("no bundle that was uninstalled or replaced is held in memory");
        }
        return leaks.isEmpty() ? DONE : FAILED;
    }
}
