package org.fascicle.backend.gpu.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts beside this class, and pieces of them: a piece begins with a line {@code //: name}; what stands as {@code $NAME} is filled in. */
final class Template {
    private static final String BEGIN = "//: ";
    private static final Pattern HOLE = Pattern.compile("\\$([A-Z_]+)");

    private Template() {}

    /** A whole text. */
    static String text(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A piece.
     *
     * @param holes by name, the lines that take their place
     */
    static List<String> piece(String file, String name, Map<String, List<String>> holes) {
        List<String> lines = new ArrayList<>();
        boolean isInside = false;
        for (String line : text(file).split("\n")) {
            if (line.startsWith(BEGIN)) {
                isInside = line.substring(BEGIN.length()).equals(name);
            } else if (isInside && !line.isBlank()) {
                fill(line, holes, lines);
            }
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("there is no piece '" + name + "' in " + file);
        }
        return lines;
    }

    private static void fill(String line, Map<String, List<String>> holes, List<String> lines) {
        Matcher marks = HOLE.matcher(line);
        if (marks.find() && line.strip().equals(marks.group())) {
            String indent = line.substring(0, marks.start());
            of(marks, holes).forEach(each -> lines.add(indent + each));
        } else {
            lines.add(HOLE.matcher(line).replaceAll(mark -> Matcher.quoteReplacement(String.join(" ", of(mark, holes)))));
        }
    }

    private static List<String> of(MatchResult mark, Map<String, List<String>> holes) {
        List<String> lines = holes.get(mark.group(1));
        if (lines == null) {
            throw new IllegalArgumentException("nothing is there for " + mark.group());
        }
        return lines;
    }
}
