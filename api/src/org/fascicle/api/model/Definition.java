package org.fascicle.api.model;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a model is to be: the network, and if it is to be trained, data, loss, metrics, optimizer. It comes from a model file, from
 * JSON text, or from a builder; all three say the same. Pure data: it is checked against the installed techniques when it is used.
 * Immutable.
 */
public final class Definition {
    private final @Nullable Path file;
    private final @Nullable String text;
    private final @Nullable Map<String, Object> tree;
    private final String label;
    private final @Nullable Path folder;

    private Definition(@Nullable Path file, @Nullable String text, @Nullable Map<String, Object> tree, String label,
            @Nullable Path folder) {
        this.file = file;
        this.text = text;
        this.tree = tree;
        this.label = requireGiven(label, "label");
        this.folder = folder;
    }

    /**
     * A model file. It is read when the definition is used; other files that it names are looked for in its folder.
     *
     * @param file JSON in UTF-8
     */
    public static Definition file(Path file) {
        requireGiven(file, "file");
        return new Definition(file, null, null, file.toString(), file.toAbsolutePath().getParent());
    }

    /**
     * The text of a model file.
     *
     * @param json the text
     * @param label what messages call it; never used as a path
     */
    public static Definition text(String json, String label) {
        return new Definition(null, requireGiven(json, "json"), null, label, null);
    }

    /**
     * A model file as values: what a builder makes.
     *
     * @param tree the JSON object: maps with text keys, lists, texts, numbers, truth values, null
     * @param label what messages call it; never used as a path
     */
    public static Definition tree(Map<String, ?> tree, String label) {
        return new Definition(null, null, Collections.unmodifiableMap(new LinkedHashMap<>(requireGiven(tree, "tree"))), label,
                null);
    }

    /** The same definition; files that it names are looked for in a folder. */
    public Definition in(Path where) {
        return new Definition(file, text, tree, label, requireGiven(where, "where"));
    }

    /** The model file, if it is one. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** The text, if it was given as text. */
    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /** The values, if it was given as values. */
    public Optional<Map<String, Object>> tree() {
        return Optional.ofNullable(tree);
    }

    /** What messages call it. */
    public String label() {
        return label;
    }

    /** Where other files that it names are looked for, before the process's own folder. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    @Override
    public String toString() {
        return label;
    }
}
