package org.fascicle.api.model;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Reading;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** How a network is to be made, beside what its model file says. Immutable. */
public final class Settings {
    private static final Settings DEFAULTS = new Settings(null, null, List.of(), Map.of(), false, Reading.UNWATCHED, 0);

    private final @Nullable String backend;
    private final @Nullable Precision precision;
    private final List<Path> folders;
    private final Map<String, String> overrides;
    private final boolean upgrade;
    private final Reading reading;
    private final int threads;

    private Settings(@Nullable String backend, @Nullable Precision precision, List<Path> folders,
            Map<String, String> overrides, boolean upgrade, Reading reading, int threads) {
        this.backend = backend;
        this.precision = precision;
        this.folders = folders;
        this.overrides = overrides;
        this.upgrade = upgrade;
        this.reading = reading;
        this.threads = threads;
    }

    /** The best backend, its float32, the usual data folders, the model file as it stands. */
    public static Settings defaults() {
        return DEFAULTS;
    }

    /** With a backend of this name; null for the best. */
    public Settings backend(@Nullable String name) {
        return new Settings(name, precision, folders, overrides, upgrade, reading, threads);
    }

    /** With this precision; null for the backend's float32. */
    public Settings precision(@Nullable Precision value) {
        return new Settings(backend, value, folders, overrides, upgrade, reading, threads);
    }

    /** With one more folder to look for data in, after those already named. */
    public Settings folder(Path folder) {
        List<Path> more = new ArrayList<>(folders);
        more.add(requireGiven(folder, "folder"));
        return new Settings(backend, precision, Collections.unmodifiableList(more), overrides, upgrade, reading, threads);
    }

    /**
     * With a value of the model file replaced.
     *
     * @param path of names and list positions, joined by dots: {@code training.epochs}, {@code network.3.dense.units}
     * @param json the value as JSON, or a bare text
     */
    public Settings override(String path, String json) {
        Map<String, String> more = new LinkedHashMap<>(overrides);
        more.put(requireGiven(path, "path"), requireGiven(json, "json"));
        return new Settings(backend, precision, folders, Collections.unmodifiableMap(more), upgrade, reading, threads);
    }

    /**
     * Whether an archive may be used with other versions of its techniques, where the recorded ones are not installed: within the
     * model's own ranges, and with the defaults of the installed version. Without this it is refused.
     */
    public Settings upgrade(boolean permitted) {
        return new Settings(backend, precision, folders, overrides, permitted, reading, threads);
    }

    /** With somebody who wants to know how far the reading of data files has come. */
    public Settings reading(Reading watching) {
        return new Settings(backend, precision, folders, overrides, upgrade, requireGiven(watching, "watching"), threads);
    }

    /**
     * With at most so many threads for each program of the model: those that compute, the caller's among them. For applications that have
     * several models at work side by side, which are quicker if each keeps to its own processor. No number depends on it, and archives say
     * nothing of it. {@code jit} keeps to it. {@code reference} computes on the caller's thread anyway. Of {@code nd4j} the whole process
     * has one number of threads, which its own configuration sets; and a GPU is not divided by threads: these compute as without this.
     *
     * @param most at least 1
     * @throws InputException if it is less
     */
    public Settings threads(int most) {
        if (most < 1) {
            throw new InputException("a model is computed by at least 1 thread, not " + most);
        }
        return new Settings(backend, precision, folders, overrides, upgrade, reading, most);
    }

    /** How many threads may compute; empty for as many as the backend has. */
    public OptionalInt threads() {
        return threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads);
    }

    /** Who wants to know how far the reading of data files has come. */
    public Reading reading() {
        return reading;
    }

    /** The backend's name, if one was asked for. */
    public Optional<String> backend() {
        return Optional.ofNullable(backend);
    }

    /** The precision, if one was asked for. */
    public Optional<Precision> precision() {
        return Optional.ofNullable(precision);
    }

    /** The folders to look for data in. */
    public List<Path> folders() {
        return folders;
    }

    /** Whether an archive may be used with other versions of its techniques. */
    public boolean upgrade() {
        return upgrade;
    }

    /** The replaced values, by path. */
    public Map<String, String> overrides() {
        return overrides;
    }
}
