package org.fascicle.api.problem;

/** Texts as a person can read them, wherever they come from: a file may hold what moves a terminal's cursor, or megabytes. */
public final class Readable {
    private static final int LONGEST = 4000;
    private static final int LONGEST_QUOTE = 60;

    private Readable() {}

    /** A text with control characters written as {@code \\u001b}, cut if it is very long; lines and tabs stay. */
    public static String text(String text) {
        return cut(escaped(text, true), LONGEST);
    }

    /** A cell of a file for a message: on one line, control characters written as {@code \\u001b}, cut if it is long. */
    public static String quote(String cell) {
        return cut(escaped(cell, false), LONGEST_QUOTE);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }

    private static String escaped(String text, boolean lines) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean readable = !Character.isISOControl(c) && !isBidirectional(c) || lines && (c == '\n' || c == '\t');
            if (!readable && escaped == null) {
                escaped = new StringBuilder(text.substring(0, i));
            }
            if (escaped != null) {
                escaped.append(readable ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    // What changes the direction of writing makes a text look like another one.
    private static boolean isBidirectional(char c) {
        return c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
    }
}
