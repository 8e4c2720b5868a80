package org.fascicle.app.verb;

import org.fascicle.app.console.Console;

/** Has a shell that can be opened. */
public interface ShellHost {
    /**
     * Runs a shell until it ends.
     *
     * @param console where it reads and writes
     * @return the exit code
     */
    int run(Console console);
}
