package org.fascicle.core.model;

import java.util.regex.Pattern;

/**
 * A pattern of parameters' paths: names joined by slashes, in which {@code *} stands for any characters of one name. It
 * matches a path that has these names one after the other, anywhere: {@code bias} matches {@code dense_1/bias},
 * {@code dense_1} matches {@code dense_1/kernel}, {@code dense_*} matches {@code dense_12/bias}; {@code dense} does not
 * match {@code dense_1/bias}. Immutable.
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
