package org.fascicle.core.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Reading;
import org.fascicle.api.data.Rows;
import org.jspecify.annotations.Nullable;

/** What a data source may ask: where files are, and what the model that its rows are for knows of columns. Immutable. */
public final class SourceContext implements DataContext {
    private static final String FOLDER_VARIABLE = "FASCICLE_DATA";

    private final List<Path> folders;
    private final @Nullable Meaning meaning;
    private final boolean needsTargets;
    private final int most;

    private final @Nullable String splitColumn;
    private final Function<Rows, IntPredicate> trained;
    private final Reading reading;

    private SourceContext(List<Path> folders, @Nullable Meaning meaning, boolean needsTargets, int most,
            @Nullable String splitColumn, Function<Rows, IntPredicate> trained, Reading reading) {
        this.folders = folders;
        this.meaning = meaning;
        this.needsTargets = needsTargets;
        this.most = most;
        this.splitColumn = splitColumn;
        this.trained = trained;
        this.reading = reading;
    }

    /**
     * The surroundings of rows to train on or to judge a model by.
     *
     * @param folders where the user says data are
     * @param folder the model file's own, or null
     * @param meaning what the model knows of columns; null if it knows nothing yet
     * @param reading wants to know how far the reading of files has come
     */
    public static SourceContext of(List<Path> folders, @Nullable Path folder, @Nullable Meaning meaning, Reading reading) {
        List<Path> all = new ArrayList<>(folders);
        String variable = System.getenv(FOLDER_VARIABLE);
        if (variable != null && !variable.isEmpty()) {
            all.add(Path.of(variable));
        }
        if (folder != null) {
            all.add(folder);
        }
        return new SourceContext(List.copyOf(all), meaning, true, Integer.MAX_VALUE, null, rows -> row -> true, reading);
    }

    /** The same for rows to predict, which need no targets; at most so many of them. */
    public SourceContext predicting(int rows) {
        return new SourceContext(folders, meaning, false, rows, splitColumn, trained, reading);
    }

    /**
     * The same for rows of which some are set apart.
     *
     * @param column says which ones; null if none does
     * @param which gives those that are trained on
     */
    SourceContext splitting(@Nullable String column, Function<Rows, IntPredicate> which) {
        return new SourceContext(folders, meaning, needsTargets, most, column, which, reading);
    }

    /** The same for further rows, whose columns mean what they mean to others. */
    SourceContext like(Meaning columns) {
        return new SourceContext(folders, columns, needsTargets, most, null, rows -> row -> true, reading);
    }

    /** The same, if no more than the first rows are looked at. */
    public SourceContext first(int rows) {
        return new SourceContext(folders, meaning, needsTargets, rows, splitColumn, trained, reading);
    }

    @Override
    public List<Path> folders() {
        return folders;
    }

    @Override
    public Optional<Meaning> meaning() {
        return Optional.ofNullable(meaning);
    }

    @Override
    public boolean needsTargets() {
        return needsTargets;
    }

    @Override
    public Optional<String> splitColumn() {
        return Optional.ofNullable(splitColumn);
    }

    @Override
    public IntPredicate trained(Rows rows) {
        return trained.apply(rows);
    }

    @Override
    public Reading reading() {
        return reading;
    }

    @Override
    public int maxRows() {
        return most;
    }
}
