package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.examples.Page.Block;
import org.fascicle.examples.Transcript.Command;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the pages does what they show: each page in a folder and with an installation of its own. */
class PagesTest {
    private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();
    private static final Path EXAMPLES = Path.of("").toAbsolutePath();
    private static final Path TECHNIQUES = Path.of("../tests/generated").toAbsolutePath().normalize();
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> everyCommand() throws IOException {
        List<Path> pages;
        try (Stream<Path> docs = Files.list(DOCS); Stream<Path> examples = Files.walk(EXAMPLES, 2)) {
            pages = Stream.concat(docs, examples).filter(file -> file.toString().endsWith(".md")).sorted()
                    .collect(Collectors.toList());
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages) {
            if (Page.read(page).blocks().stream().anyMatch(block -> block.kind().equals("console"))) {
                tests.add(DynamicTest.dynamicTest(name(page), () -> execute(page)));
            }
        }
        assertTrue(tests.size() >= 7, tests.toString());
        return tests.stream();
    }

    @Test
    void whatIsShownIsWhatMustBePrinted() {
        Command command = Transcript.of(List.of("$ x", "a …c", "…", "d  e", "[exit code 2]")).commands().get(0);
        assertEquals(2, command.exitCode());
        assertTrue(command.printed(List.of("a b c", "anything", "d    e")));
        assertTrue(command.printed(List.of("  a c", "d e")));
        assertTrue(!command.printed(List.of("a b c", "anything")));
        assertTrue(!command.printed(List.of("a b", "d e")));
        assertTrue(!command.printed(List.of("a b c", "d e", "more")));
        assertTrue(!command.printed(List.of("a b c", "de")));
    }

    private static String name(Path page) {
        return page.getParent().getFileName() + "-" + page.getFileName().toString().replace(".md", "");
    }

    private static void execute(Path page) throws Exception {
        Path own = Files.createDirectory(folder.resolve(name(page)));
        CommandLine line = CommandLine.changeable(own);
        // As after ./build: the command, and what a reader has.
        Path work = line.folder();
        Path command = work.resolve("fascicle");
        Files.writeString(command, line.script());
        assertTrue(command.toFile().setExecutable(true));
        copy(EXAMPLES, work.resolve("examples"));
        renamed("com.example.optimizer.signum", work.resolve("signum-1.2.0.jar"));
        renamed("com.example.optimizer.signum.next", work.resolve("signum-1.3.0.jar"));
        for (Block block : Page.read(page).blocks()) {
            String place = page + ":" + block.line();
            if (!block.file().isEmpty()) {
                Files.write(work.resolve(block.file()), block.lines());
            } else if (block.kind().equals("console")) {
                for (Command each : Transcript.of(block.lines()).commands()) {
                    run(place, each, work);
                }
            }
        }
    }

    /** The examples' files beside their pages: what is trained there is written there. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from, 2)) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(json|csv)")).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static void run(String place, Command command, Path work) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder("bash", "-c", command.text()).directory(work.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).redirectInput(Path.of("/dev/null").toFile()).start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), place + ": does not end: " + command.text());
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readString(output, StandardCharsets.UTF_8).lines()
                .filter(each -> !each.isBlank()).collect(Collectors.toList());
        String said = place + ": " + command.text() + "\n" + String.join("\n", lines);
        assertEquals(command.exitCode(), process.exitValue(), said);
        assertTrue(command.printed(lines), () -> said + "\nis not\n" + String.join("\n", command.output()));
    }

    /** A technique of a third party, under the name that both of its versions have. */
    private static void renamed(String bundle, Path jar) throws IOException {
        ChangedJar.write(TECHNIQUES.resolve(bundle + ".jar"), jar,
                headers -> headers.putValue("Bundle-SymbolicName", bundle.replaceAll("\\.next$", "")));
    }
}
