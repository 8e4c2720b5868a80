package org.fascicle.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands as a page shows them, each with what it prints: a line that begins with {@code $} and a blank, then its output. A line of an
 * ellipsis stands for any lines, or none; an ellipsis within a line for any characters. {@code [exit code 2]} says how it ends; else it
 * ends with 0.
 *
 * @param commands in their order
 */
record Transcript(List<Command> commands) {
    private static final String ELLIPSIS = "…";
    private static final Pattern EXIT = Pattern.compile("\\[exit code ([0-9]+)]");

    /**
     * A command.
     *
     * @param text for a shell
     * @param output the lines that it must print
     * @param exitCode the one that it must end with
     */
    record Command(String text, List<String> output, int exitCode) {
        /** Whether an output is the one that the page shows; one that shows none permits any. */
        boolean printed(List<String> lines) {
            return output.isEmpty() || matches(output, lines);
        }

        private static boolean matches(List<String> shown, List<String> lines) {
            if (shown.isEmpty()) {
                return lines.isEmpty();
            } else if (shown.get(0).equals(ELLIPSIS)) {
                return matches(shown.subList(1, shown.size()), lines)
                        || !lines.isEmpty() && matches(shown, lines.subList(1, lines.size()));
            }
            return !lines.isEmpty() && line(shown.get(0)).matcher(lines.get(0).stripTrailing()).matches()
                    && matches(shown.subList(1, shown.size()), lines.subList(1, lines.size()));
        }

        /** Blanks of a table are as many as its widest cell needs: one stands for several. */
        private static Pattern line(String shown) {
            StringBuilder pattern = new StringBuilder();
            for (String part : shown.strip().split(ELLIPSIS, -1)) {
                pattern.append(pattern.length() == 0 ? "\\s*" : ".*");
                for (String word : part.split("(?<=\\s)(?=\\S)|(?<=\\S)(?=\\s)")) {
                    pattern.append(word.isBlank() && !word.isEmpty() ? "\\s+" : Pattern.quote(word));
                }
            }
            return Pattern.compile(pattern.toString());
        }
    }

    static Transcript of(List<String> lines) {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < lines.size();) {
            if (!lines.get(i).startsWith("$ ")) {
                throw new IllegalStateException("no command stands before: " + lines.get(i));
            }
            String text = lines.get(i).substring(2);
            List<String> output = new ArrayList<>();
            int code = 0;
            for (i++; i < lines.size() && !lines.get(i).startsWith("$ "); i++) {
                Matcher exit = EXIT.matcher(lines.get(i));
                if (exit.matches()) {
                    code = Integer.parseInt(exit.group(1));
                } else if (!lines.get(i).isBlank()) {
                    output.add(lines.get(i));
                }
            }
            commands.add(new Command(text, output, code));
        }
        return new Transcript(commands);
    }
}
