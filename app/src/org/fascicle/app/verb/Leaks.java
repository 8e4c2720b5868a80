package org.fascicle.app.verb;

import java.util.List;
import java.util.Map;

import org.fascicle.api.installation.Leak;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Command;

/** Says which bundles have left and are still held. */
@Command(name = "leaks",
        description = "Say which bundles were uninstalled or replaced and are still held in memory, and by what: in this "
                + "process, and in each other that runs from the installation. Exit code 1 if there are any.")
final class Leaks extends Verb {
    private static final String NOTHING = "no bundle that was uninstalled or replaced is held in memory";

    Leaks(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        List<Leak> leaks = platform().installer().leaks();
        leaks.forEach(leak -> console().out().println(leak));
        boolean held = !leaks.isEmpty();
        for (Map.Entry<String, List<String>> process : platform().installer().leaksElsewhere().entrySet()) {
            console().out().println(process.getKey() + ":" + (process.getValue().isEmpty() ? " " + NOTHING : ""));
            process.getValue().forEach(line -> console().out().println("  " + line));
            held |= !process.getValue().isEmpty();
        }
        if (leaks.isEmpty()) {
            console().out().println("this process: " + NOTHING);
        }
        return held ? FAILED : DONE;
    }
}
