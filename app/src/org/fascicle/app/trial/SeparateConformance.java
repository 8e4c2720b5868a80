package org.fascicle.app.trial;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.conformance.ConformanceListener;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.jspecify.annotations.Nullable;

/**
 * A conformance kit in processes of its own, with a limited memory: what a technique does to the process that checks it is a finding, and
 * another process checks the rest. Safe for any thread.
 */
public final class SeparateConformance implements Conformance {
    /** Of a check that a technique of has ended its process after it had ended. */
    private static final String PROCESS = "process";

    private final Conformance here;
    private final List<String> command;
    private final String memory;

    /**
     * A kit.
     *
     * @param here writes reports
     * @param command starts another process of this installation, as {@link org.fascicle.app.Platform#command} says
     * @param memory how much it may take, as the virtual machine's option -Xmx has it
     */
    public SeparateConformance(Conformance here, List<String> command, String memory) {
        this.here = here;
        this.command = List.copyOf(command);
        this.memory = memory;
    }

    @Override
    public List<Finding> check(Examination examination, ConformanceListener listener) {
        List<Finding> all = new ArrayList<>(examination.made());
        boolean ended = false;
        while (!ended) {
            ended = checkSome(examination.after(all), all, listener);
        }
        return List.copyOf(all.subList(examination.made().size(), all.size()));
    }

    /** One process; whether it has checked all that was left. */
    private boolean checkSome(Examination rest, List<Finding> all, ConformanceListener listener) {
        Path made = null;
        try {
            made = Files.createTempFile("fascicle-tck", ".json");
            try (PrintStream out = new PrintStream(Files.newOutputStream(made), false, StandardCharsets.UTF_8)) {
                TrialEvents events = new TrialEvents(out);
                rest.made().forEach(events::write);
            }
            try (TrialProcess process = new TrialProcess(command(arguments(rest, made)))) {
                return follow(process, rest.seconds(), all, listener);
            }
        } catch (IOException e) {
            throw new StateException("no process can be made to check in: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateException("the check was interrupted", e);
        } finally {
            delete(made);
        }
    }

    private static boolean follow(TrialProcess process, double seconds, List<Finding> all, ConformanceListener listener)
            throws IOException, InterruptedException {
        Map<String, String> begun = null;
        Map<String, String> last = null;
        while (true) {
            Optional<Map<String, String>> next = process.next(begun == null ? Examination.SECONDS : seconds);
            if (next.isEmpty()) {
                if (begun == null && last == null) {
                    throw new StateException("the process that was to check " + process.end() + System.lineSeparator()
                            + process.problems());
                }
                Finding died = died(process, begun, Objects.requireNonNull(last));
                // What happens again would happen for ever.
                boolean again = all.stream().anyMatch(each -> each.isFatal() && isOfSame(each, died));
                found(died, all, listener);
                return again;
            }
            Map<String, String> event = next.get();
            switch (TrialEvents.text(event, TrialEvents.EVENT)) {
                case TrialEvents.BEGUN:
                    begun = event;
                    last = event;
                    listener.begun(TrialEvents.text(event, "bundle"), TrialEvents.text(event, "technique"),
                            TrialEvents.text(event, "check"));
                    break;
                case TrialEvents.FOUND:
                    begun = null;
                    Finding finding = TrialEvents.finding(event);
                    found(finding, all, listener);
                    if (finding.isFatal()) {
                        return false;
                    }
                    break;
                case TrialEvents.REFUSED:
                    throw refusal(event);
                default:
                    return true;
            }
        }
    }

    private static boolean isOfSame(Finding one, Finding other) {
        return one.bundle().equals(other.bundle()) && one.technique().equals(other.technique())
                && one.check().equals(other.check());
    }

    private static void found(Finding finding, List<Finding> all, ConformanceListener listener) {
        all.add(finding);
        listener.found(finding);
    }

    /** What a process did not live to say. */
    private static Finding died(TrialProcess process, @Nullable Map<String, String> begun, Map<String, String> last)
            throws InterruptedException {
        String how = process.end();
        String memory = process.problems().contains("OutOfMemoryError") ? ", out of memory" : "";
        String when = begun == null ? "after the check '" + TrialEvents.text(last, "check") + "'" : "in this check";
        return Finding.of(TrialEvents.text(last, "bundle"), TrialEvents.text(last, "technique"),
                begun == null ? PROCESS : TrialEvents.text(last, "check"), Outcome.FAILED,
                "the process that checks it " + how + " "
                        + when + memory + ": what a technique does must leave the process as it is",
                0).fatal();
    }

    @Override
    public String contract(Path bundle) {
        try (TrialProcess process = new TrialProcess(command(List.of("tck", "--trial", "--contracts", ".", bundle.toString())))) {
            while (true) {
                Map<String, String> event = process.next(Examination.SECONDS).orElse(null);
                if (event == null) {
                    throw new InputException(bundle.toString(), null, "its contract cannot be derived: the process that did it "
                            + process.end(), null);
                } else if (TrialEvents.text(event, TrialEvents.EVENT).equals(TrialEvents.CONTRACT)) {
                    return TrialEvents.text(event, "text");
                } else if (TrialEvents.text(event, TrialEvents.EVENT).equals(TrialEvents.REFUSED)) {
                    throw refusal(event);
                }
            }
        } catch (IOException e) {
            throw new StateException("no process can be made to check in: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateException("the check was interrupted", e);
        }
    }

    @Override
    public void writeReport(List<Finding> findings, Path file) throws IOException {
        here.writeReport(findings, file);
    }

    private static InputException refusal(Map<String, String> event) {
        return new InputException(event.get("file"), event.get("pointer"), TrialEvents.text(event, "problem"),
                event.get("remedy"));
    }

    private static List<String> arguments(Examination rest, Path made) {
        List<String> words = new ArrayList<>(List.of("tck", "--trial", "--after", made.toString(), "--seconds",
                String.format(Locale.ROOT, "%s", rest.seconds())));
        rest.released().forEach(file -> words.addAll(List.of("--against", file.toAbsolutePath().toString())));
        rest.samples().forEach((name, value) -> words.addAll(List.of("--sample", name + "=" + value)));
        rest.bundles().forEach(file -> words.add(file.toAbsolutePath().toString()));
        return words;
    }

    /** With this virtual machine's options, but for memory; soft references are given up at once, as the check for leaks needs it. */
    private List<String> command(List<String> arguments) {
        List<String> words = new ArrayList<>(command.subList(0, 1));
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.matches("-(Xm[sxn]|agentlib|javaagent|XX:(ArchiveClassesAtExit|\\+?HeapDump|OnOutOfMemory)|Dtester).*")) {
                words.add(option);
            }
        }
        words.addAll(List.of("-Xmx" + memory, "-XX:SoftRefLRUPolicyMSPerMB=0", "-Dfascicle.end.millis=500",
                "-Dfascicle.stop.millis=500"));
        words.addAll(command.subList(1, command.size()));
        words.addAll(arguments);
        return words;
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It lies in the folder for temporary files.
        }
    }
}
