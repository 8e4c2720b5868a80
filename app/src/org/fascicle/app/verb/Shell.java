package org.fascicle.app.verb;

import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Command;

/** Opens the shell. */
@Command(name = "shell", description = "Open a shell in the running platform, with these verbs as its commands.",
        footer = {"%nIn it, 'install JAR' makes a technique usable at once; 'help' lists all commands.",
            "Commands are read from standard input if that is no terminal."})
public final class Shell extends Verb {
    private final ShellHost host;

    /** The verb, for a host that has a shell. */
    public Shell(Platform platform, Console console, ShellHost host) {
        super(platform, console);
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.run(console());
    }
}
