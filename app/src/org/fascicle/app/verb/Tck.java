package org.fascicle.app.verb;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.fascicle.api.problem.InputException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Table;
import org.fascicle.app.trial.SeparateConformance;
import org.fascicle.app.trial.Trial;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks that the techniques of bundles keep what the platform requires of them. */
@Command(name = "tck",
        description = "Check the techniques of a bundle: manifest, options, shapes, gradients, backends, resuming, leaks.",
        footer = "%nThe exit code is 1 if a check failed.")
final class Tck extends Verb {
    @Parameters(arity = "1..*", paramLabel = "BUNDLE.jar", description = "The bundle's file.")
    private List<Path> bundles;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the findings as JUnit's XML.")
    private @Nullable Path report;

    @Option(names = "--against", paramLabel = "OLD", description = {"An earlier jar of a bundle, or its contract:",
        "its version must be high enough for what has changed since."})
    private List<Path> released = List.of();

    @Option(names = "--contracts", paramLabel = "FOLDER", description = {
        "Check nothing, and write each bundle's contract into a folder: BUNDLE.json.",
        "A bundle may carry it as OSGI-INF/fascicle/contract.json."})
    private @Nullable Path contracts;

    @Option(names = "--seconds", paramLabel = "N", description = "How long a check may take; the default is ${DEFAULT-VALUE}.")
    private double seconds = Examination.SECONDS;

    @Option(names = "--memory", paramLabel = "SIZE",
            description = "How much memory the bundles may take: 512m, 2g; the default is ${DEFAULT-VALUE}.")
    private String memory = "1g";

    @Option(names = "--sample", paramLabel = "OPTION=VALUE", description = {
        "A value for an option that must be given: alpha=0.5, or", "com.example:isru.alpha=0.5 for that of one technique."})
    private Map<String, String> samples = Map.of();

    @Option(names = "--json", description = "Print JSON: an object per check.")
    private boolean json;

    /** Whether this process was made for this alone. */
    @Option(names = "--trial", hidden = true)
    private boolean trial;

    @Option(names = "--after", hidden = true)
    private @Nullable Path made;

    Tck(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        List<Path> files = bundles.stream().map(console()::resolve).collect(Collectors.toList());
        List<Path> against = released.stream().map(console()::resolve).collect(Collectors.toList());
        Examination examination = Examination.of(files).against(against).samples(samples).seconds(seconds);
        if (trial) {
            return new Trial(platform().conformance(), console()).run(examination, made, contracts != null);
        }
        Conformance kit = kit();
        if (contracts != null) {
            Path folder = contracts;
            files.forEach(file -> writeContract(kit, file, folder));
            return DONE;
        }
        List<Finding> findings = kit.check(examination, json ? this::printJson : finding -> {});
        if (report != null) {
            write(kit, findings, report);
        }
        if (!json) {
            print(console().out(), findings);
        }
        return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FAILED) ? FAILED : DONE;
    }

    /** In a process of its own, where processes are ours. */
    private Conformance kit() {
        if (!memory.matches("[1-9][0-9]*[kKmMgG]?")) {
            throw new InputException("--memory " + memory + " is no size: write for example 512m or 2g");
        }
        List<String> command = platform().command();
        Conformance here = platform().conformance();
        return command.isEmpty() ? here : new SeparateConformance(here, command, memory);
    }

    private void write(Conformance kit, List<Finding> findings, Path report) {
        try {
            kit.writeReport(findings, console().resolve(report));
        } catch (IOException e) {
            throw new InputException(report.toString(), null, "cannot be written: " + e.getMessage(), null);
        }
    }

    private void writeContract(Conformance kit, Path bundle, Path contracts) {
        String contract = kit.contract(bundle);
        String file = bundle.getFileName().toString().replaceFirst("\\.jar$", "") + ".json";
        try {
            Path folder = Files.createDirectories(console().resolve(contracts));
            console().out().println(contracts.resolve(file));
            Files.writeString(folder.resolve(file), contract);
        } catch (IOException e) {
            throw new InputException(contracts.resolve(file).toString(), null, "cannot be written: " + e.getMessage(), null);
        }
    }

    private void printJson(Finding finding) {
        new JsonLines(console().out()).object(out -> {
            out.writeStringField("bundle", finding.bundle());
            out.writeStringField("technique", finding.technique());
            out.writeStringField("check", finding.check());
            out.writeStringField("outcome", finding.outcome().toString());
            out.writeStringField("reason", finding.reason());
            out.writeNumberField("seconds", finding.seconds());
        });
    }

    private static void print(PrintStream out, List<Finding> findings) {
        Table table = new Table("technique", "check", "result", ">seconds");
        for (Finding finding : findings) {
            table.row(subject(finding), finding.check(), finding.outcome().toString(),
                    String.format(Locale.ROOT, "%.2f", finding.seconds()));
        }
        table.print(out);
        List<String> counts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            List<Finding> some = findings.stream().filter(finding -> finding.outcome() == outcome)
                    .collect(Collectors.toList());
            counts.add(some.size() + " " + outcome);
            if (outcome != Outcome.OK) {
                some.forEach(finding -> out.printf("%n%s, %s %s:%n  %s%n", subject(finding), finding.check(), outcome,
                        finding.reason()));
            }
        }
        out.printf("%n%s%n", String.join(", ", counts));
    }

    private static String subject(Finding finding) {
        return finding.technique().isEmpty() ? finding.bundle() : finding.technique();
    }
}
