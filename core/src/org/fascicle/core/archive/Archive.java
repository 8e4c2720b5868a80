package org.fascicle.core.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A trained network as data: its model file, all tensors, the history, and what is needed to go on training to the bit. It
 * holds no class and names none. In a file it is a ZIP with {@code manifest.json} (seed, step, techniques, backend, and the
 * size and SHA-256 of every other entry), {@code model.json}, {@code weights.safetensors}, {@code training.safetensors} and
 * {@code history.json}; equal archives are equal files, byte by byte. Immutable, as long as its tensors' arrays are not changed.
 */
public final class Archive {
    /** The version of the form of the file that is written; all from 1 on are read. */
    public static final int FORMAT = 2;
    /** What the steps of an epoch are called in {@link #extra()}. */
    public static final String STEPS_PER_EPOCH = "steps_per_epoch";

    private final String modelJson;
    private final SortedMap<String, Tensor> weights;
    private final SortedMap<String, Tensor> training;
    private final Map<String, List<Double>> history;
    private final long seed;
    private final long step;
    private final List<TechniqueRecord> techniques;
    private final String backend;
    private final SortedMap<String, String> backendRecord;
    private final Map<String, Object> extra;

    private Archive(Builder builder) {
        this.modelJson = Objects.requireNonNull(builder.modelJson, "modelJson");
        this.weights = Collections.unmodifiableSortedMap(new TreeMap<>(builder.weights));
        this.training = Collections.unmodifiableSortedMap(new TreeMap<>(builder.training));
        Map<String, List<Double>> metrics = new LinkedHashMap<>();
        builder.history.forEach((name, values) -> metrics.put(name, List.copyOf(values)));
        this.history = Collections.unmodifiableMap(metrics);
        this.seed = builder.seed;
        this.step = builder.step;
        this.techniques = List.copyOf(builder.techniques);
        this.backend = builder.backend;
        this.backendRecord = Collections.unmodifiableSortedMap(new TreeMap<>(builder.backendRecord));
        this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(builder.extra));
    }

    /**
     * Reads an archive, all of it checked. Runs no code out of it, and takes no more memory than its tensors and a bound.
     *
     * @throws org.fascicle.api.problem.InputException if there is no such file, or if it is no archive, damaged, or of a
     *     later form; names the entry
     */
    public static Archive read(Path file) {
        return new ArchiveReader(file).read();
    }

    /**
     * Checks an archive as {@link #read} does, and hands it over while its file is open. It has no tensors that only training needs,
     * and its weights take no memory: each is read from the file whenever its elements are asked for.
     *
     * @param use what is done with it; afterwards its weights can no longer be read
     * @throws org.fascicle.api.problem.InputException as {@link #read} does
     */
    public static <T> T readWeights(Path file, Function<Archive, T> use) {
        return new ArchiveReader(file).readWeights(use);
    }

    /**
     * Checks an archive as {@link #read} does, and keeps nothing of it.
     *
     * @throws org.fascicle.api.problem.InputException as {@link #read} does
     */
    static void check(Path file) {
        readWeights(file, archive -> archive);
    }

    /**
     * Writes the archive to a temporary file in the same folder, syncs it, and gives it its name: whatever happens, the file
     * is either what it was before or the new archive.
     *
     * @throws org.fascicle.api.problem.InputException if the file cannot be written
     */
    public void write(Path file) {
        AtomicFile.write(file, out -> new ArchiveWriter(this).write(out));
    }

    /**
     * Refuses a file that no archive can be written to, as {@link #write} would: one that is no regular file, or whose folder is not
     * there.
     */
    public static void requireTarget(Path file) {
        AtomicFile.requireTarget(file);
    }

    /** The model file's text. */
    public String modelJson() {
        return modelJson;
    }

    /** What inference needs, by path: parameters, states, data scaling. */
    public SortedMap<String, Tensor> weights() {
        return weights;
    }

    /** What only training needs, by path: slots, metric accumulators, the best weights so far. */
    public SortedMap<String, Tensor> training() {
        return training;
    }

    /** Loss and metrics after each whole epoch, by name, oldest first. */
    public Map<String, List<Double>> history() {
        return history;
    }

    /** The seed of all random numbers. */
    public long seed() {
        return seed;
    }

    /** The steps made so far. */
    public long step() {
        return step;
    }

    /** The techniques that it was trained with. */
    public List<TechniqueRecord> techniques() {
        return techniques;
    }

    /** The name of the backend that it was trained on. */
    public String backend() {
        return backend;
    }

    /** What the backend records of itself; training goes on to the bit only where all of it agrees. */
    public SortedMap<String, String> backendRecord() {
        return backendRecord;
    }

    /**
     * What else belongs to the state of training, by name: {@code String}, {@code Boolean}, {@code Long} (also for what was
     * put in as {@code Integer}), {@code Double}, lists and maps of these, or null. The texts NaN, Infinity and -Infinity
     * come back as numbers, because JSON has none such.
     */
    public Map<String, Object> extra() {
        return extra;
    }

    /** Puts an archive together. Used by one thread. */
    public static final class Builder {
        private final Map<String, Tensor> weights = new TreeMap<>();
        private final Map<String, Tensor> training = new TreeMap<>();
        private final Map<String, List<Double>> history = new LinkedHashMap<>();
        private final List<TechniqueRecord> techniques = new ArrayList<>();
        private final Map<String, String> backendRecord = new TreeMap<>();
        private final Map<String, Object> extra = new LinkedHashMap<>();
        private final String modelJson;
        private long seed;
        private long step;
        private String backend = "";

        /** An archive of a model file's text. */
        public Builder(String modelJson) {
            this.modelJson = modelJson;
        }

        /** With a tensor that inference needs. */
        public Builder weight(String path, Tensor tensor) {
            weights.put(path, tensor);
            return this;
        }

        /** With tensors that inference needs. */
        public Builder weights(Map<String, Tensor> tensors) {
            weights.putAll(tensors);
            return this;
        }

        /** With a tensor that only training needs. */
        public Builder training(String path, Tensor tensor) {
            training.put(path, tensor);
            return this;
        }

        /** With tensors that only training needs. */
        public Builder training(Map<String, Tensor> tensors) {
            training.putAll(tensors);
            return this;
        }

        /** With loss and metrics after each whole epoch, by name. */
        public Builder history(Map<String, List<Double>> metrics) {
            history.putAll(metrics);
            return this;
        }

        /** With the seed. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** With the number of steps made. */
        public Builder step(long value) {
            step = value;
            return this;
        }

        /** With a technique. */
        public Builder technique(TechniqueRecord technique) {
            techniques.add(technique);
            return this;
        }

        /** With the backend's name and what it records of itself. */
        public Builder backend(String name, Map<String, String> record) {
            backend = Objects.requireNonNull(name);
            backendRecord.putAll(record);
            return this;
        }

        /** With something else that belongs to the state of training, of the types that {@link Archive#extra} names. */
        public Builder extra(String name, @Nullable Object value) {
            extra.put(name, value);
            return this;
        }

        /** The archive. */
        public Archive build() {
            return new Archive(this);
        }
    }
}
