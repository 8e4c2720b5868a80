package org.fascicle.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Counts tests out of JUnit's XML reports: the reports count, an exit code does not. */
final class Reports {
    private int passed;
    private int failed;
    private int skipped;
    /** By reason, how many tests were skipped for it. */
    private final Map<String, Integer> reasons = new TreeMap<>();

    /** What one folder of reports says. */
    record Outcome(int passed, int failed, List<String> skips, List<String> failures) {
        int skipped() {
            return skips.size();
        }

        int ran() {
            return passed + failed;
        }

        @Override
        public String toString() {
            return passed + " passed, " + failed + " failed" + (skipped() > 0 ? ", " + skipped() + " skipped" : "");
        }
    }

    synchronized Outcome add(Outcome outcome) {
        passed += outcome.passed();
        failed += outcome.failed();
        skipped += outcome.skipped();
        outcome.skips().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        return outcome;
    }

    int failed() {
        return failed;
    }

    int skipped() {
        return skipped;
    }

    /** Why tests were skipped, each reason with the number of tests. */
    synchronized Map<String, Integer> reasons() {
        return new TreeMap<>(reasons);
    }

    /** The build's last line. */
    String closing() {
        return passed + " passed, " + failed + " failed";
    }

    static Outcome read(Path folder) throws Exception {
        int passed = 0;
        List<String> skips = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        for (Path file : Fingerprint.files(folder, p -> p.getFileName().toString().matches("TEST-.*\\.xml"))) {
            NodeList cases = parser.parse(file.toFile()).getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                Element problem = child(test, "failure", "error");
                if (problem != null) {
                    failures.add(test.getAttribute("classname") + "." + test.getAttribute("name") + "\n"
                            + excerpt(problem.getTextContent()));
                } else if (child(test, "skipped") != null) {
                    skips.add(reason(child(test, "skipped")));
                } else {
                    passed++;
                }
            }
        }
        return new Outcome(passed, failures.size(), skips, failures);
    }

    private static Element child(Element of, String... names) {
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && List.of(names).contains(element.getTagName())) {
                return element;
            }
        }
        return null;
    }

    /** What was said where a test was skipped, without the exception's name. */
    private static String reason(Element skip) {
        String text = (skip.getAttribute("message") + "\n" + skip.getTextContent()).strip();
        return text.isEmpty() ? "no reason is given" : text.lines().findFirst().orElseThrow()
                .replaceFirst("^(org\\.opentest4j\\.)?TestAbortedException: ", "").replaceFirst("^Assumption failed: ", "");
    }

    /** The head of a failure's stack trace, without the frames of the runner. */
    private static String excerpt(String trace) {
        List<String> lines = trace.strip().lines()
                .filter(l -> !l.matches("\\s*at (java\\.base/|org\\.junit\\.|aQute\\.|jdk\\.).*"))
                .limit(12).toList();
        return String.join("\n", lines.stream().map(l -> "      " + l).toList());
    }
}
