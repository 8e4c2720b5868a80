package org.fascicle.core.model;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern of parameters' paths: names joined by slashes, in which {@code *} stands for any characters of one name. It
 * matches a path that has these names one after the other, anywhere: {@code bias} matches {@code head_1/bias},
 * {@code head_1} matches {@code head_1/kernel}, {@code head_*} matches {@code head_12/bias}; {@code head} does not
 * match {@code head_1/bias}. Immutable.
 */
public final class PathPattern {
    private final String text;
    private final String pointer;
    private final Pattern regex;

    PathPattern(String text, String pointer) {
        this.text = text;
        this.pointer = pointer;
        StringBuilder names = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            names.append(c == '*' ? "[^/]*" : Pattern.quote(String.valueOf(c)));
        }
        this.regex = Pattern.compile("(?:.*/)?" + names + "(?:/.*)?");
    }

    /** One pattern, or a list of one or more. */
    static List<PathPattern> list(Place place) {
        if (place.node().isTextual()) {
            return List.of(read(place));
        } else if (!place.node().isArray() || place.node().isEmpty()) {
            throw place.mismatch("a pattern of parameters' paths such as \"head_1/*\", or a list of patterns");
        }
        return place.items().stream().map(PathPattern::read).collect(Collectors.toList());
    }

    private static PathPattern read(Place place) {
        String text = place.text("a pattern of parameters' paths such as \"head_1/*\"");
        if (text.isBlank() || text.startsWith("/") || text.endsWith("/") || text.contains("//")) {
            throw place.problem(place.quote() + " is no pattern of parameters' paths",
                    "Write names joined by slashes, * for any characters of a name: \"head_1/*\", \"*/bias\", \"gamma\"");
        }
        return new PathPattern(text, place.pointer());
    }

    /** Whether a parameter's path matches. */
    public boolean matches(String path) {
        return regex.matcher(path).matches();
    }

    /** As the file writes it. */
    public String text() {
        return text;
    }

    /** Where it stands. */
    public String pointer() {
        return pointer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern && text.equals(((PathPattern) other).text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
