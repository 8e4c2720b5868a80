package org.fascicle.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.fascicle.tck.check.Unmet;

/** Makes checks, measures their time, and puts into words what they throw. Holds text alone. */
final class Findings {
    private static final int FRAMES = 3;
    private static final double NANOS = 1e9;

    /** Something to be checked. */
    interface Property {
        void check() throws Exception;
    }

    private final List<Finding> all = new ArrayList<>();
    private final Consumer<Finding> listener;

    Findings(Consumer<Finding> listener) {
        this.listener = listener;
    }

    List<Finding> all() {
        return Collections.unmodifiableList(all);
    }

    /** Whether the property holds. */
    boolean check(String bundle, String technique, String name, Property property) {
        long begin = System.nanoTime();
        Outcome outcome = Outcome.OK;
        String reason = "";
        try {
            property.check();
        } catch (Unmet e) {
            outcome = e.isSkipped() ? Outcome.SKIPPED : Outcome.FAILED;
            reason = e.reason();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            outcome = Outcome.FAILED;
            reason = e + frames(e);
        }
        Finding finding = Finding.of(bundle, technique, name, outcome, reason, (System.nanoTime() - begin) / NANOS);
        all.add(finding);
        listener.accept(finding);
        return outcome == Outcome.OK;
    }

    private static String frames(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append(i == 0 ? " (at " : ", ").append(frames[i]);
        }
        return frames.length == 0 ? "" : text.append(')').toString();
    }
}
