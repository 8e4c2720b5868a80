package org.fascicle.installer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.installation.Digest;
import org.fascicle.installation.Failure;
import org.fascicle.installation.Installation;
import org.fascicle.installation.Installation.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The folder that users put jars into: a jar that is new there is installed, one that has changed is updated, and what came from one that is
 * gone is uninstalled. What cannot be used is said once, and tried again when it changes. Used by one thread.
 */
final class PluginsFolder {
    private static final Logger LOG = Logger.getLogger(PluginsFolder.class.getName());
    /** A file that is still being copied changes at least so often. */
    private static final long QUIET_MILLIS = 2_000;
    /** How long a jar may rest that cannot be read yet, before it is tried again. */
    private static final long COMING_MILLIS = 50;
    /** How long what could not be changed rests. */
    private static final long FAILED_MILLIS = 1_000;

    private final LongSupplier nanos;
    private final Installer installer;
    private final Path folder;
    private final Path installation;
    /** Size and time of files that were refused, or that are there in vain. */
    private final Map<String, String> settled = new HashMap<>();
    /** By file, size and time. */
    private final Map<String, String> digests = new HashMap<>();
    /** What could not be changed, although nothing is wrong with the file itself, by the names of files. */
    private final Map<String, Staying> staying = new HashMap<>();

    /** Since when files are not there, in nanoseconds, by name. */
    private final Map<String, Long> absent = new HashMap<>();

    private record Staying(String why, long tried) {}

    /**
     * A folder.
     *
     * @param nanos the time, in nanoseconds
     */
    PluginsFolder(Installer installer, Path folder, Path installation, LongSupplier nanos) {
        this.nanos = nanos;
        this.installer = installer;
        this.folder = folder;
        this.installation = installation;
    }

    /** Makes the platform as the folder is, and says after how many milliseconds to do so again; 0: when something has changed. */
    long follow() {
        try {
            Map<String, Entry> listed = new TreeMap<>();
            for (Entry entry : Installation.read(installation).bundles()) {
                if (!entry.source().isEmpty()) {
                    listed.put(entry.source(), entry);
                }
            }
            Map<String, Path> files = files();
            long again = 0;
            for (Map.Entry<String, Entry> each : listed.entrySet()) {
                if (files.containsKey(each.getKey())) {
                    absent.remove(each.getKey());
                } else if (isOnItsWay(each.getKey())) {
                    again = COMING_MILLIS;
                } else if (!isGone(each.getKey(), each.getValue())) {
                    again = sooner(again, FAILED_MILLIS);
                }
            }
            absent.keySet().retainAll(listed.keySet());
            staying.keySet().removeIf(source -> !listed.containsKey(source) && !files.containsKey(source));
            for (Map.Entry<String, Path> each : files.entrySet()) {
                try {
                    again = sooner(again, dealWith(each.getKey(), each.getValue(), listed.get(each.getKey())));
                } catch (NoSuchFileException e) {
                    again = COMING_MILLIS; // taken away meanwhile
                }
            }
            settled.keySet().retainAll(files.keySet());
            digests.keySet().removeIf(key -> files.values().stream().noneMatch(file -> key.startsWith(file + " ")));
            return again;
        } catch (IOException | Failure e) {
            LOG.warning("the folder " + folder + " cannot be followed: " + e);
            return 0;
        }
    }

    private static long sooner(long one, long other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }

    /** Whether no jar lies there. */
    boolean isEmpty() throws IOException {
        return files().isEmpty();
    }

    private Map<String, Path> files() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                if (Files.isRegularFile(jar)) {
                    files.put(jar.getFileName().toString(), jar);
                }
            }
        }
        return files;
    }

    /** Whether a file that is not there may be about to be replaced: whoever moves another over it may delete it first. */
    private boolean isOnItsWay(String source) {
        long now = nanos.getAsLong();
        return now - absent.computeIfAbsent(source, name -> now) < COMING_MILLIS * 1_000_000;
    }

    /**
     * Uninstalls what came from a file that is gone, and says whether that is done. Where it fails, the disk may be full, or a
     * backend in use: it is said once, and tried again after a while, not at once, because each try changes the folder that is
     * watched.
     */
    private boolean isGone(String source, Entry entry) {
        if (isResting(source)) {
            return false;
        }
        try {
            say(source, List.of(installer.uninstall(entry.name(), entry.version())));
        } catch (InputException | StateException e) {
            // Where another process was first, it is off the list.
            if (isListed(entry)) {
                rest(source, "plugins/" + source + " is gone, and its bundle stays: " + e.getMessage());
                return false;
            }
        }
        staying.remove(source);
        return true;
    }

    private boolean isResting(String source) {
        Staying stays = staying.get(source);
        return stays != null && nanos.getAsLong() - stays.tried < FAILED_MILLIS * 1_000_000;
    }

    private void rest(String source, String why) {
        Staying before = staying.put(source, new Staying(why, nanos.getAsLong()));
        if (before == null || !before.why.equals(why)) {
            LOG.warning(why);
        }
    }

    private boolean isListed(Entry entry) {
        try {
            return Installation.read(installation).bundles().contains(entry);
        } catch (Failure e) {
            return true;
        }
    }

    /** Installs or updates what a file has, and says after how many milliseconds to look at it again; 0: when it has changed. */
    private long dealWith(String name, Path file, @Nullable Entry entry) throws IOException {
        long time = Files.getLastModifiedTime(file).toMillis();
        String state = Files.size(file) + " " + time;
        if (state.equals(settled.get(name)) || entry != null && digest(file, state).equals(entry.sha256())) {
            return 0;
        } else if (isResting(name)) {
            return FAILED_MILLIS;
        }
        try {
            List<Change> changes = entry == null ? installer.install(Jars.of(file))
                    : installer.update(Jars.of(file).replacing(entry.version()));
            say(name, changes);
            // What was installed otherwise stays out of the list.
            if (changes.stream().allMatch(change -> change.action() == Change.Action.KEPT)) {
                settled.put(name, state);
            }
            staying.remove(name);
            return 0;
        } catch (StateException e) {
            // The disk is full, or a backend in use: not the jar's fault, and it passes.
            rest(name, "plugins/" + name + " waits: " + e.getMessage());
            return FAILED_MILLIS;
        } catch (InputException e) {
            if (System.currentTimeMillis() - time < QUIET_MILLIS) {
                return COMING_MILLIS;
            }
            LOG.warning(e.getMessage());
            settled.put(name, state);
            return 0;
        }
    }

    private String digest(Path file, String state) throws IOException {
        String key = file + " " + state;
        String known = digests.get(key);
        if (known == null) {
            known = Digest.of(file);
            digests.put(key, known);
        }
        return known;
    }

    private static void say(String source, List<Change> changes) {
        changes.forEach(change -> {
            LOG.info("plugins/" + source + ": " + change);
            change.differences().forEach(LOG::info);
        });
    }
}
