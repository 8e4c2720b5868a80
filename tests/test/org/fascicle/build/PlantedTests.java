package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What stands for a JVM of tests, a program of its own: it notes that it has begun, waits, leaves a report, and ends with the exit code that it is given. */
final class PlantedTests {
    private static final long PAUSE = 20;

    private PlantedTests() {}

    /** Does what the words say; the first is its name. */
    public static void main(String... words) throws Exception {
        String name = words[0];
        Files.writeString(Path.of("begun.txt"), name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.println(name + " says something");
        int fails = 0;
        int exit = 0;
        boolean reports = true;
        for (int i = 1; i < words.length; i++) {
            String[] word = words[i].split("=");
            switch (word[0]) {
                case "create" -> Files.createFile(Path.of(word[1]));
                case "await" -> await(Path.of(word[1]));
                case "fails" -> fails = Integer.parseInt(word[1]);
                case "exit" -> exit = Integer.parseInt(word[1]);
                case "reports" -> reports = false;
                default -> throw new IllegalArgumentException(words[i]);
            }
        }
        if (reports) {
            StringBuilder report = new StringBuilder("<testsuite><testcase classname='A' name='passes'/>\n");
            for (int i = 0; i < fails; i++) {
                report.append("<testcase classname='A' name='fails").append(i)
                        .append("'><failure>it is not so</failure></testcase>\n");
            }
            Files.writeString(Path.of(name, "reports", "TEST-a.xml"), report + "</testsuite>\n");
        }
        System.exit(exit);
    }

    private static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(PAUSE);
        }
    }
}
