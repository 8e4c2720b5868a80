package org.fascicle.app.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** A place of a model file and what is to stand there, one after the other. Immutable. */
public record Variation(String path, List<String> values) {
    /** Stands for all that is installed. */
    static final String ALL = "@all";

    /**
     * Reads {@code PATH=a,b,c}. Commas within brackets, braces and quotes separate nothing.
     *
     * @throws InputException if it is nothing like that
     */
    public static Variation of(String written) {
        int equals = written.indexOf('=');
        if (equals < 1) {
            throw problem(written, "is not PATH=VALUE,VALUE", "Write for example --vary optimizer.learning_rate=0.1,0.01.");
        }
        List<String> values = split(written, written.substring(equals + 1));
        for (String value : values) {
            if (value.isEmpty()) {
                throw problem(written, "one of its values is empty", "Write \"\" for an empty text.");
            } else if (value.startsWith("@") && !value.equals(ALL)) {
                throw problem(written, "'" + value + "' is no value", "Did you mean '" + ALL + "'?");
            }
        }
        return new Variation(written.substring(0, equals), values);
    }

    /** A value as it goes into a model file: JSON, or a bare text. */
    static @Nullable Object parse(String value) {
        try {
            return JsonValues.read(value);
        } catch (IOException e) {
            return value;
        }
    }

    /** How the command line writes it with one of its values. */
    String with(String value) {
        return "--vary " + path + "=" + value;
    }

    private static List<String> split(String written, String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\' && i + 1 < text.length()) {
                value.append(c);
                c = text.charAt(++i);
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
            if (c == ',' && depth == 0 && !quoted) {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        if (depth != 0 || quoted) {
            throw problem(written, quoted ? "a quote is not closed" : "its brackets do not match",
                    "A shell takes quotes away: write the whole of it in '…'.");
        }
        values.add(value.toString().strip());
        return values;
    }

    private static InputException problem(String written, String problem, String remedy) {
        return new InputException("--vary " + written, null, problem, remedy);
    }
}
