package org.fascicle.app.author;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;

/**
 * The names of a new technique: {@code com.example:signum} in the bundle and package {@code com.example.signum}, the record
 * {@code Signum}.
 *
 * @param technique its own, without prefix: {@code signum}
 * @param id the bundle's, which is the package's, too
 */
record Name(String technique, String id) {
    private static final Pattern SNAKE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern SEGMENT = Pattern.compile("[a-z][a-z0-9_]*");
    private static final String OURS = "fascicle";
    private static final Set<String> KEYWORDS = Set.of(("abstract assert boolean break byte case catch char class const continue "
            + "default do double else enum extends false final finally float for goto if implements import instanceof int interface "
            + "long native new null package private protected public return short static strictfp super switch synchronized this "
            + "throw throws transient true try void volatile while").split(" "));

    /**
     * Checks them.
     *
     * @throws InputException if one cannot be used; it says what is allowed
     */
    Name {
        if (!SNAKE.matcher(technique).matches()) {
            throw new InputException(
                    "'" + technique + "' is no name of a technique. It has small letters and digits, begins with a "
                            + "letter, and has _ between words, as signum or scaled_tanh");
        }
        String[] segments = id.split("\\.", -1);
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches() || KEYWORDS.contains(segment)) {
                throw new InputException("--id: '" + id + "' is no name of a package"
                        + (KEYWORDS.contains(segment) ? ": '" + segment + "' is a word of Java's" : "")
                        + ". It is your domain backwards and a word, in small letters: com.example." + technique);
            }
        }
        if (segments.length < 2) {
            throw new InputException(
                    "--id: '" + id + "' has one part; it needs your domain before it, as in com.example." + technique);
        }
        if (segments[0].equals(OURS) || id.startsWith("org." + OURS + ".")) {
            throw new InputException(
                    "--id: '" + id + "' is a name of Fascicle's own bundles; begin with a domain of yours: com.example."
                            + technique);
        }
        if (segments[0].equals("java") || segments[0].equals("javax")) {
            throw new InputException(
                    "--id: '" + id + "' is a name of Java's own packages; begin with a domain of yours: com.example."
                            + technique);
        }
    }

    /** The prefix of its name. */
    String namespace() {
        return id.substring(0, id.lastIndexOf('.'));
    }

    /** As model files have it. */
    String qualified() {
        return namespace() + ":" + technique;
    }

    /** The record. */
    String className() {
        return words("");
    }

    /** For readers. */
    String title() {
        return words(" ");
    }

    private String words(String between) {
        return Arrays.stream(technique.split("_")).map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining(between));
    }
}
