package org.fascicle.app.verb;

import java.nio.file.Path;

import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves the dashboard. */
@Command(name = "dashboard", description = "Show in a web page the trainings whose archives and checkpoints a folder has.",
        footer = {"",
            "The page is served to this machine alone, and to whoever has the token in the printed address. It ends with control-C. "
                    + "'train --dashboard' shows a training while it runs."})
final class ShowDashboard extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "FOLDER",
            description = "Where archives are, in it and in the folders in it; the default is the working folder.")
    private @Nullable Path folder;

    @Option(names = "--port", paramLabel = "N", description = "The port to listen on; the default is one that is free.")
    private int port;

    ShowDashboard(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        Path named = console().resolve(folder == null ? Path.of("") : folder);
        String address = platform().dashboardHost().open(named, port).address();
        console().out().println(address);
        DashboardOptions.stay(platform(), console(), address);
        return DONE;
    }
}
