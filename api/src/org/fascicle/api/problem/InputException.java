package org.fascicle.api.problem;

import org.jspecify.annotations.Nullable;

/**
 * What a user gave cannot be used: a model file, an option, data, an archive. The message is made for that user: where it
 * stands, what is wrong, what may have been meant, what to do. It never needs a stack trace. What it quotes may be anything:
 * control characters are written as {@code \\u001b}, and what is very long is cut.
 */
public class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String file;
    private final @Nullable String pointer;
    private final String problem;
    private final @Nullable String remedy;

    /** A problem without a place. */
    public InputException(String problem) {
        this(null, null, problem, null);
    }

    /**
     * A problem.
     *
     * @param file the file or source where it stands, or null
     * @param pointer the JSON pointer (or line, or entry) in it, or null
     * @param problem what is wrong
     * @param remedy what was probably meant, or what to do, as a sentence; or null
     */
    public InputException(@Nullable String file, @Nullable String pointer, String problem, @Nullable String remedy) {
        super((file == null ? "" : Readable.text(file) + ": ")
                + (pointer == null || pointer.isEmpty() ? "" : "at " + Readable.text(pointer) + ": ")
                + Readable.text(problem) + (remedy == null ? "" : ". " + Readable.text(remedy)));
        this.file = file == null ? null : Readable.text(file);
        this.pointer = pointer == null ? null : Readable.text(pointer);
        this.problem = Readable.text(problem);
        this.remedy = remedy == null ? null : Readable.text(remedy);
    }

    /**
     * An argument that must not be null.
     *
     * @param name of the parameter
     * @throws InputException if it is null
     */
    public static <T> T requireGiven(@Nullable T argument, String name) {
        if (argument == null) {
            throw new InputException("the argument '" + name + "' is null");
        }
        return argument;
    }

    /** This problem with a file, unless it has one already. */
    public InputException in(String where) {
        return file != null ? this : (InputException) new InputException(where, pointer, problem, remedy).initCause(getCause());
    }

    /** The file or source; null if unknown. */
    public @Nullable String file() {
        return file;
    }

    /** The JSON pointer, line or entry; null if unknown. */
    public @Nullable String pointer() {
        return pointer;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }

    /** What was probably meant, or what to do; null if unknown. */
    public @Nullable String remedy() {
        return remedy;
    }
}
