package org.fascicle.app.verb;

import java.util.List;

import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Uninstalls a bundle. */
@Command(name = "uninstall", description = "Take a bundle out, now and from now on.")
final class Uninstall extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The bundle's symbolic name, as 'techniques' lists it.")
    private String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION",
            description = "Its version, where several are installed.")
    private @Nullable String version;

    Uninstall(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        new ChangePrinter(console()).print(List.of(platform().installer().uninstall(name, version)));
        return DONE;
    }
}
