package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Rows that somebody brings to a model: a file, or a stream of bytes such as standard input. Used by one thread. */
public final class InputFile {
    private final String name;
    private final @Nullable Path path;
    private @Nullable InputStream stream;

    private InputFile(String name, @Nullable Path path, @Nullable InputStream stream) {
        this.name = name;
        this.path = path;
        this.stream = stream;
    }

    /** A file. */
    public static InputFile of(Path path) {
        return new InputFile(requireGiven(path, "path").toString(), path, null);
    }

    /**
     * Bytes of a stream, which can be read once.
     *
     * @param name what messages call it; its suffix says what is in it, as a file's does
     */
    public static InputFile of(String name, InputStream stream) {
        return new InputFile(requireGiven(name, "name"), null, requireGiven(stream, "stream"));
    }

    /** What messages call it. */
    public String name() {
        return name;
    }

    /** Whether it can be opened more than once. */
    public boolean isFile() {
        return path != null;
    }

    /** How many bytes it has; −1 if that is not known before it is read. */
    public long size() throws IOException {
        return path == null || !Files.isRegularFile(path) ? -1 : Files.size(path);
    }

    /**
     * Its bytes, from the first.
     *
     * @throws InputException if there is no such file, or if it is a stream that was opened before
     */
    public InputStream open() throws IOException {
        if (path == null) {
            InputStream once = stream;
            stream = null;
            if (once == null) {
                throw new InputException(name, null, "it can be read only once", "Write it to a file first");
            }
            return once;
        }
        if (!Files.isRegularFile(path)) {
            throw new InputException(name, null, Files.exists(path) ? "this is no file" : "there is no such file", null);
        }
        return Files.newInputStream(path);
    }
}
