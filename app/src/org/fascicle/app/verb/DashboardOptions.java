package org.fascicle.app.verb;

import java.nio.file.Path;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.app.DashboardHost;
import org.fascicle.app.Interruption;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a training is shown in a web page. */
final class DashboardOptions {
    @Option(names = "--dashboard",
            description = "Show the training in a web page, whose address is printed, with the health of each layer: the watches that are "
                    + "installed measure it. The page stays when the training has ended, until control-C.")
    private boolean shown;

    @Option(names = "--port", paramLabel = "N", description = "The port of the web page; the default is one that is free.")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS",
            description = "Where the web page is served, a name or an address of this machine: "
                    + "then other machines reach it, too. The default is this machine alone.")
    private @Nullable String host;

    private DashboardHost.@Nullable Opened opened;

    /** Opens the page, if it is wanted: what is wrong with it is said before anything is trained. */
    void open(Platform platform, Console console, @Nullable Path out) {
        if (!shown) {
            if (port != null || host != null) {
                throw new InputException(port != null ? "--port " + port : "--host " + host, null,
                        "there is no web page that it could be for", "Give it with --dashboard.");
            }
            return;
        }
        Path file = console.resolve(out == null ? Path.of("model") : out).toAbsolutePath();
        opened = platform.dashboardHost().open(file.getParent() == null ? file : file.getParent(), host, port == null ? 0 : port);
        warn(console, host);
        console.err().println("fascicle: dashboard at " + opened.address());
    }

    /** Starts a training, which the page then shows. */
    Training start(String name, TrainingPlan plan) {
        if (opened == null) {
            return plan.start();
        }
        return opened.dashboard().start(name, plan.watch("*"));
    }

    /** Waits at the end of a training until the page is not needed any more, and closes it. */
    void stay(Platform platform, Console console, Interruption.Work work) {
        if (opened != null && opened.ours()) {
            if (!work.isToEnd()) {
                await(platform, console, opened.address());
            }
            opened.dashboard().close();
        }
    }

    /** Waits until the page is not needed any more, and closes it: what was started in it is stopped and saved. Another's server stays. */
    static void stay(Platform platform, Console console, DashboardHost.Opened opened) {
        if (!opened.ours()) {
            console.err().println("fascicle: the page stays until 'fascicle:dashboard --close'");
            return;
        }
        try (Interruption.Work work = platform.interruption().begin()) {
            await(platform, console, opened.address());
            opened.dashboard().close();
        }
    }

    private static void await(Platform platform, Console console, String address) {
        console.out().flush();
        console.err().println("fascicle: the dashboard stays until control-C: " + address);
        try {
            platform.interruption().await();
        } catch (InterruptedException e) {
            // A shell has stopped the verb, which ends as it should.
            return;
        }
    }

    /** Says what it means that other machines reach the page. */
    static void warn(Console console, @Nullable String host) {
        if (host != null) {
            console.err().println("fascicle: the page is served at " + host
                    + " over plain HTTP: whoever can read the network between "
                    + "a browser and this machine sees the token, and with it can do what the page can: train, write into the folder, "
                    + "and install programs that run as you. On a network that you do not trust, leave --host away and use a tunnel, "
                    + "such as that of ssh -L.");
        }
    }
}
