package org.fascicle.app.trial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.problem.InputException;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;

/** The work of a process that was made to check bundles, and that they may take along. Used by one thread. */
public final class Trial {
    private final Conformance kit;
    private final Console console;

    /**
     * One.
     *
     * @param console its output gets events; when its input ends, so does the process, for nobody listens any more
     */
    public Trial(Conformance kit, Console console) {
        this.kit = kit;
        this.console = console;
    }

    /**
     * Checks, or derives contracts.
     *
     * @param made the file with what was found before
     * @return an exit code, which nobody needs
     */
    public int run(Examination examination, @Nullable Path made, boolean contracts) {
        TrialEvents events = new TrialEvents(console.out());
        // What is checked may print: that is no event.
        System.setOut(System.err);
        endWithInput(console.in());
        try {
            if (contracts) {
                examination.bundles().forEach(bundle -> events.contract(kit.contract(bundle)));
            } else {
                kit.check(made == null ? examination : examination.after(Made.read(made)), events);
            }
        } catch (InputException e) {
            events.refused(e);
        } catch (IOException e) {
            events.refused(new InputException(String.valueOf(made), null, "cannot be read: " + e.getMessage(), null));
        }
        events.ended();
        return 0;
    }

    private static void endWithInput(InputStream in) {
        Thread thread = new Thread(() -> {
            try {
                while (in.read() >= 0) {
                    // Nothing is said there.
                }
            } catch (IOException e) {
                // As if it had ended.
            }
            Runtime.getRuntime().halt(TrialEvents.HARMED);
        }, "fascicle trial");
        thread.setDaemon(true);
        thread.start();
    }
}
