package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every command that a page shows is one: its verb is there, and each of its options. */
class DocumentedCommandsTest {
    private static final List<String> PAGES = List.of("../README.md", "../docs", "../tck/README.md", "../examples");
    private static final Pattern COMMAND = Pattern.compile("(?: {4}(?:\\$ )?|\\$ )\\./fascicle (.*)");
    /** Words of a line, one in quotes with its blanks. */
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");
    private static final int FEWEST = 60;

    @TestFactory
    List<DynamicTest> commands() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            int number = 0;
            for (String line : Files.readAllLines(page)) {
                number++;
                Matcher command = COMMAND.matcher(line);
                if (command.matches()) {
                    for (List<String> words : alternatives(command.group(1))) {
                        tests.add(DynamicTest.dynamicTest(page.getFileName() + ":" + number + " " + String.join(" ", words),
                                () -> requireKnown(words)));
                    }
                }
            }
        }
        assertTrue(tests.size() >= FEWEST, tests.size() + " commands");
        return tests;
    }

    private static void requireKnown(List<String> words) {
        FakePlatform platform = new FakePlatform();
        List<String> asked = new ArrayList<>(words);
        asked.add("--help");
        assertEquals(0, platform.run(asked.toArray(String[]::new)), platform::err);
    }

    /** The words of a command, without what is written behind it to explain it; several commands where it says {@code install|update}. */
    private static List<List<String>> alternatives(String line) {
        String plain = line.split("\\s{2,}| [&#;]| > ")[0].replaceAll("[\\[\\]]", "").replace("...", "");
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(plain);
        while (word.find()) {
            words.add(word.group().replace("'", ""));
        }
        return Stream.of(words.get(0).split("\\|")).map(verb -> {
            List<String> command = new ArrayList<>(words);
            command.set(0, verb);
            return command;
        }).collect(Collectors.toList());
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String root : PAGES) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".md") && !file.toString().contains("generated")).sorted()
                        .forEach(pages::add);
            }
        }
        return pages;
    }
}
