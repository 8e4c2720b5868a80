package org.fascicle.app.verb;

import java.util.concurrent.Callable;

import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Option;

/** One verb of the command line: options in its fields, which picocli sets, and an exit code. An object serves one call. */
public abstract class Verb implements Callable<Integer> {
    /** All went well. */
    public static final int DONE = 0;
    /** An internal error. */
    public static final int FAILED = 1;
    /** What the user gave cannot be used. */
    public static final int BAD_INPUT = 2;
    /** A technique or backend that is needed was taken away while it ran. */
    public static final int MISSING = 4;
    /** The user stopped it: the exit code that shells use. */
    public static final int INTERRUPTED = 130;

    private final Platform platform;
    private final Console console;

    @Option(names = {"-h", "--help"}, usageHelp = true, order = 100, description = "Print this.")
    private boolean help;

    /**
     * A verb.
     *
     * @param platform what it works with
     * @param console where it reads and writes
     */
    protected Verb(Platform platform, Console console) {
        this.platform = platform;
        this.console = console;
    }

    /** What it works with. */
    protected Platform platform() {
        return platform;
    }

    /** Where it reads and writes. */
    protected Console console() {
        return console;
    }

    @Override
    public abstract Integer call();
}
