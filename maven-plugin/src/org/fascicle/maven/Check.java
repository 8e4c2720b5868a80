package org.fascicle.maven;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.conformance.ConformanceListener;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.embedded.Platform;

/**
 * The conformance kit as a program in plain Java: {@code Check REPORT BEGUN BUNDLE [OLD]}. On the class path are this class, the jar
 * {@code fascicle-embedded} and the bundle {@code fascicle.tck}. It prints the findings and writes them as JUnit's XML; the file BEGUN
 * has the check at hand, for whoever sees the process end. Exit codes: 0 if all checks passed, 1 if one failed, 2 if it could not check.
 */
public final class Check {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    private static final String KIT = "fascicle.tck";
    private static final long PATIENCE_MILLIS = 30_000;

    private Check() {}

    /** The program. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int exit;
        try (Platform platform = Platform.start()) {
            platform.installer().install(Jars.of(kit()).ours());
            Conformance kit = kit(platform);
            Examination examination = Examination.of(List.of(Path.of(args[2])))
                    .against(args.length > 3 ? List.of(Path.of(args[3])) : List.of());
            List<Finding> findings = kit.check(examination, new Begun(Path.of(args[1])));
            print(out, findings);
            kit.writeReport(findings, Path.of(args[0]));
            exit = findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FAILED) ? FAILED : DONE;
        } catch (InputException | StateException e) {
            out.println(e.getMessage());
            exit = BAD_INPUT;
        }
        System.exit(exit);
    }

    /** Notes which check is at hand. */
    private static final class Begun implements ConformanceListener {
        private final Path file;

        Begun(Path file) {
            this.file = file;
        }

        @Override
        public void begun(String bundle, String technique, String check) {
            try {
                Files.writeString(file, (technique.isEmpty() ? bundle : technique) + ", " + check);
            } catch (IOException e) {
                throw new StateException(file + " cannot be written: " + e, e);
            }
        }

        @Override
        public void found(Finding finding) {
            // All are printed at the end.
        }
    }

    private static Path kit() throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar")) {
                try (JarFile jar = new JarFile(entry)) {
                    Manifest manifest = jar.getManifest();
                    if (manifest != null && KIT.equals(manifest.getMainAttributes().getValue("Bundle-SymbolicName"))) {
                        return Path.of(entry);
                    }
                }
            }
        }
        throw new StateException("there is no bundle " + KIT + " on the class path");
    }

    private static Conformance kit(Platform platform) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (true) {
            try {
                return platform.service(Conformance.class);
            } catch (StateException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private static void print(PrintStream out, List<Finding> findings) {
        int width = findings.stream().mapToInt(finding -> subject(finding).length()).max().orElse(1);
        String row = "%-" + width + "s  %-12s %-8s %7s%n";
        out.printf(row, "technique", "check", "result", "seconds");
        for (Finding each : findings) {
            out.printf(Locale.ROOT, row, subject(each), each.check(), each.outcome(),
                    String.format(Locale.ROOT, "%.2f", each.seconds()));
        }
        List<String> counts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            List<Finding> some = findings.stream().filter(finding -> finding.outcome() == outcome).toList();
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
