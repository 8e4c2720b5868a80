package org.fascicle.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.conformance.ConformanceListener;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.tck.check.Unmet;

/**
 * Makes checks under a watch, measures their time, and puts into words what they throw. A check that an earlier part of the examination
 * has made is not made again. Holds text alone. Used by one thread.
 */
final class Findings implements AutoCloseable {
    private static final int FRAMES = 3;
    private static final double NANOS = 1e9;
    private static final long MEGABYTE = 1 << 20;
    /** Given up when the memory is exhausted, so that it can be said. */
    private static final int RESERVE = 4 << 20;

    /** Something to be checked. */
    interface Property {
        void check() throws Exception;
    }

    private final List<Finding> before;
    private final List<Finding> all = new ArrayList<>();
    private final ConformanceListener listener;
    private final StartedThreads threads = new StartedThreads();
    private final Watch watch;
    private byte[] reserve = new byte[RESERVE];

    Findings(Examination examination, ConformanceListener listener) {
        this.before = examination.made();
        this.listener = listener;
        this.watch = new Watch(examination.seconds());
    }

    /** What was found in this part of the examination. */
    List<Finding> all() {
        return Collections.unmodifiableList(all);
    }

    /** Where it is noticed which threads are made. */
    StartedThreads threads() {
        return threads;
    }

    /** What was found of something, now or before. */
    Optional<Finding> made(String bundle, String technique, String name) {
        return of(bundle, technique).stream().filter(finding -> finding.check().equals(name)).findFirst();
    }

    /** Whether nothing more can be checked of a technique, or of a bundle. */
    boolean isCutShort(String bundle, String technique) {
        return of(bundle, technique).stream().anyMatch(Finding::isFatal);
    }

    /** Whether a bundle itself has harmed the process, so that it must not be started again; its contract may have, apart from that. */
    boolean isHarmful(String bundle) {
        return of(bundle, "").stream().anyMatch(finding -> finding.isFatal() && !finding.check().equals(Promises.CONTRACT)
                && !finding.check().equals(Promises.RELEASE));
    }

    /** The techniques of a bundle of which nothing more can be checked. */
    List<String> cutShort(String bundle) {
        List<String> titles = new ArrayList<>();
        both().stream().filter(finding -> finding.isFatal() && finding.bundle().equals(bundle) && !finding.technique().isEmpty())
                .forEach(finding -> titles.add(finding.technique()));
        return titles;
    }

    private List<Finding> of(String bundle, String technique) {
        List<Finding> some = both();
        some.removeIf(finding -> !finding.bundle().equals(bundle) || !finding.technique().equals(technique));
        return some;
    }

    private List<Finding> both() {
        List<Finding> both = new ArrayList<>(before);
        both.addAll(all);
        return both;
    }

    /** Whether the property holds. */
    boolean check(String bundle, String technique, String name, Property property) {
        return check(bundle, technique, name, false, property);
    }

    /**
     * Whether the property holds.
     *
     * @param needed whether it is done even if it was done before: what follows rests on it
     */
    boolean check(String bundle, String technique, String name, boolean needed, Property property) {
        Optional<Finding> made = made(bundle, technique, name);
        if (made.isPresent() && (!needed || made.get().outcome() != Outcome.OK)) {
            return made.get().outcome() == Outcome.OK;
        }
        return run(bundle, technique, name, made.isEmpty(), property);
    }

    /** Does what a check of a bundle needs, and says whether that went well; only if it did not, there is a finding. */
    boolean prepare(String bundle, String name, Property property) {
        return run(bundle, "", name, false, property);
    }

    private boolean run(String bundle, String technique, String name, boolean reported, Property property) {
        listener.begun(bundle, technique, name);
        long begin = System.nanoTime();
        Verdict verdict;
        try {
            verdict = watch.run(() -> verdict(property, technique));
        } catch (Watch.Endless e) {
            verdict = new Verdict(Outcome.FAILED, String.valueOf(e.getMessage()), true);
        }
        if (reported || verdict.outcome != Outcome.OK) {
            Finding finding =
                    Finding.of(bundle, technique, name, verdict.outcome, verdict.reason, (System.nanoTime() - begin) / NANOS);
            Finding added = verdict.fatal ? finding.fatal() : finding;
            all.add(added);
            listener.found(added);
        }
        return verdict.outcome == Outcome.OK;
    }

    /** How a check ended: text alone. */
    private static final class Verdict {
        private final Outcome outcome;
        private final String reason;
        private final boolean fatal;

        Verdict(Outcome outcome, String reason, boolean fatal) {
            this.outcome = outcome;
            this.reason = reason;
            this.fatal = fatal;
        }
    }

    private Verdict verdict(Property property, String technique) {
        threads.observe();
        try {
            property.check();
            Optional<String> maker = threads.take();
            boolean computes = !technique.isEmpty() && !technique.startsWith(Kind.DATA + " ");
            if (computes && maker.isPresent()) {
                return failed("starts a thread, in " + maker.get()
                        + ": a technique returns expressions, and the platform computes them");
            }
            return new Verdict(Outcome.OK, "", false);
        } catch (Unmet e) {
            return new Verdict(e.isSkipped() ? Outcome.SKIPPED : Outcome.FAILED, e.reason(), false);
        } catch (InputException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            reserve = new byte[0];
            return new Verdict(Outcome.FAILED,
                    "ran out of memory, of which there are " + Runtime.getRuntime().maxMemory() / MEGABYTE
                            + " MB" + frames(e),
                    true);
        } catch (StackOverflowError e) {
            return failed("calls itself without end" + frames(e));
        } catch (VirtualMachineError e) {
            return new Verdict(Outcome.FAILED, e + frames(e), true);
        } catch (Throwable e) {
            return failed(e + frames(e));
        } finally {
            threads.take();
        }
    }

    private static Verdict failed(String reason) {
        return new Verdict(Outcome.FAILED, reason, false);
    }

    private static String frames(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append(i == 0 ? " (at " : ", ").append(frames[i]);
        }
        return frames.length == 0 ? "" : text.append(')').toString();
    }

    @Override
    public void close() {
        watch.close();
        reserve = new byte[0];
    }
}
