package org.fascicle.app.verb;

import java.nio.file.Path;

import org.fascicle.app.DashboardHost;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves the dashboard. */
@Command(name = "dashboard", description = "Show in a web page the trainings whose archives and checkpoints a folder has.",
        footer = {"",
            "The page is served to this machine alone, and to whoever has the token in the printed address. It ends with control-C, or, "
                    + "where the web server is that of a larger application, with --close: trainings that were started in it stop then, "
                    + "and are saved. "
                    + "'train --dashboard' shows a training while it runs."})
final class ShowDashboard extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "FOLDER",
            description = "Where archives are, in it and in the folders in it; the default is the working folder.")
    private @Nullable Path folder;

    @Option(names = "--port", paramLabel = "N", description = "The port to listen on; the default is one that is free.")
    private int port;

    @Option(names = "--host", paramLabel = "ADDRESS",
            description = "Where to listen, a name or an address of this machine: then other machines reach the page, too. The default is "
                    + "this machine alone.")
    private @Nullable String host;

    @Option(names = "--close",
            description = "In a larger application, whose web server serves the page after this command has ended: close it.")
    private boolean closing;

    ShowDashboard(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        if (closing) {
            platform().dashboardHost().close();
            return DONE;
        }
        Path named = console().resolve(folder == null ? Path.of("") : folder);
        DashboardHost.Opened opened = platform().dashboardHost().open(named, host, port);
        DashboardOptions.warn(console(), host);
        console().out().println(opened.address());
        DashboardOptions.stay(platform(), console(), opened);
        return DONE;
    }
}
