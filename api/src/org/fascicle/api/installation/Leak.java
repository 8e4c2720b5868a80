package org.fascicle.api.installation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A bundle that was uninstalled or replaced, and whose classes cannot be unloaded, because something still refers to its class loader.
 * Immutable.
 */
public final class Leak {
    private final String bundle;
    private final String version;
    private final Instant stopped;
    private final List<String> path;

    private Leak(String bundle, String version, Instant stopped, List<String> path) {
        this.bundle = Objects.requireNonNull(bundle, "bundle");
        this.version = Objects.requireNonNull(version, "version");
        this.stopped = Objects.requireNonNull(stopped, "stopped");
        this.path = List.copyOf(path);
    }

    /**
     * A leak.
     *
     * @param bundle the symbolic name
     * @param version of the bundle
     * @param stopped when the bundle was stopped, or left without ever being started
     * @param path what refers to the class loader, a line for each object
     */
    public static Leak of(String bundle, String version, Instant stopped, List<String> path) {
        return new Leak(bundle, version, stopped, path);
    }

    /** The bundle's symbolic name. */
    public String bundle() {
        return bundle;
    }

    /** The version that is not unloaded. */
    public String version() {
        return version;
    }

    /** When the bundle was stopped for the last time; if it was never started, when it was uninstalled or replaced. */
    public Instant stopped() {
        return stopped;
    }

    /**
     * A path of references, a line for each object: it begins with what the virtual machine itself keeps, such as a thread, and ends with
     * the class loader. Where no path can be had, it says why, and how to get one.
     */
    public List<String> path() {
        return path;
    }

    /** For messages: the bundle, and the path in lines of their own. */
    @Override
    public String toString() {
        return bundle + " " + version + " was stopped at " + stopped + ", and its classes are still held:"
                + path.stream().map(line -> System.lineSeparator() + "  " + line).reduce("", String::concat);
    }
}
