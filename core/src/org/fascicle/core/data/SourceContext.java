package org.fascicle.core.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.Meaning;
import org.jspecify.annotations.Nullable;

/** What a data source may ask: where files are, and what the model that its rows are for knows of columns. Immutable. */
public final class SourceContext implements DataContext {
    private static final String FOLDER_VARIABLE = "FASCICLE_DATA";

    private final List<Path> folders;
    private final @Nullable Meaning meaning;
    private final boolean needsTargets;
    private final int most;

    private SourceContext(List<Path> folders, @Nullable Meaning meaning, boolean needsTargets, int most) {
        this.folders = folders;
        this.meaning = meaning;
        this.needsTargets = needsTargets;
        this.most = most;
    }

    /**
     * The surroundings of rows to train on or to judge a model by.
     *
     * @param folders where the user says data are
     * @param folder the model file's own, or null
     * @param meaning what the model knows of columns; null if it knows nothing yet
     */
    public static SourceContext of(List<Path> folders, @Nullable Path folder, @Nullable Meaning meaning) {
        List<Path> all = new ArrayList<>(folders);
        String variable = System.getenv(FOLDER_VARIABLE);
        if (variable != null && !variable.isEmpty()) {
            all.add(Path.of(variable));
        }
        if (folder != null) {
            all.add(folder);
        }
        return new SourceContext(List.copyOf(all), meaning, true, Integer.MAX_VALUE);
    }

    /** The same for rows to predict, which need no targets; at most so many of them. */
    public SourceContext predicting(int rows) {
        return new SourceContext(folders, meaning, false, rows);
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
    public int most() {
        return most;
    }
}
