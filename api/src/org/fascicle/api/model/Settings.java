package org.fascicle.api.model;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Reading;
import org.jspecify.annotations.Nullable;

/** How a network is to be made, beside what its model file says. Immutable. */
public final class Settings {
    private static final Settings DEFAULTS = new Settings(null, null, List.of(), Map.of(), false, Reading.UNWATCHED);

    private final @Nullable String backend;
    private final @Nullable Precision precision;
    private final List<Path> folders;
    private final Map<String, String> overrides;
    private final boolean upgrade;
    private final Reading reading;

    private Settings(@Nullable String backend, @Nullable Precision precision, List<Path> folders,
            Map<String, String> overrides, boolean upgrade, Reading reading) {
        this.backend = backend;
        this.precision = precision;
        this.folders = folders;
        this.overrides = overrides;
        this.upgrade = upgrade;
        this.reading = reading;
    }

    /** The best backend, its float32, the usual data folders, the model file as it stands. */
    public static Settings defaults() {
        return DEFAULTS;
    }

    /** With a backend of this name; null for the best. */
    public Settings backend(@Nullable String name) {
        return new Settings(name, precision, folders, overrides, upgrade, reading);
    }

    /** With this precision; null for the backend's float32. */
    public Settings precision(@Nullable Precision value) {
        return new Settings(backend, value, folders, overrides, upgrade, reading);
    }

    /** With one more folder to look for data in, after those already named. */
    public Settings folder(Path folder) {
        List<Path> more = new ArrayList<>(folders);
        more.add(requireGiven(folder, "folder"));
        return new Settings(backend, precision, Collections.unmodifiableList(more), overrides, upgrade, reading);
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
        return new Settings(backend, precision, folders, Collections.unmodifiableMap(more), upgrade, reading);
    }

    /**
     * Whether an archive may be used with other versions of its techniques, where the recorded ones are not installed: within the
     * model's own ranges, and with the defaults of the installed version. Without this it is refused.
     */
    public Settings upgrade(boolean permitted) {
        return new Settings(backend, precision, folders, overrides, permitted, reading);
    }

    /** With somebody who wants to know how far the reading of data files has come. */
    public Settings reading(Reading watching) {
        return new Settings(backend, precision, folders, overrides, upgrade, requireGiven(watching, "watching"));
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
