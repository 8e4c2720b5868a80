package org.fascicle.installer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;

import org.fascicle.api.installation.Change;
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

    private final InstallerComponent installer;
    private final Path folder;
    private final Path installation;
    /** Size and time of files that were refused, or that are there in vain. */
    private final Map<String, String> settled = new HashMap<>();
    /** By file, size and time. */
    private final Map<String, String> digests = new HashMap<>();

    PluginsFolder(InstallerComponent installer, Path folder, Path installation) {
        this.installer = installer;
        this.folder = folder;
        this.installation = installation;
    }

    /** Makes the platform as the folder is, and says whether a file is still coming. */
    boolean follow() {
        try {
            Map<String, Entry> listed = new TreeMap<>();
            for (Entry entry : Installation.read(installation).bundles()) {
                if (!entry.source().isEmpty()) {
                    listed.put(entry.source(), entry);
                }
            }
            Map<String, Path> files = files();
            for (Map.Entry<String, Entry> each : listed.entrySet()) {
                if (!files.containsKey(each.getKey())) {
                    gone(each.getKey(), each.getValue());
                }
            }
            boolean coming = false;
            for (Map.Entry<String, Path> each : files.entrySet()) {
                coming |= !isDealtWith(each.getKey(), each.getValue(), listed.get(each.getKey()));
            }
            settled.keySet().retainAll(files.keySet());
            digests.keySet().removeIf(key -> files.values().stream().noneMatch(file -> key.startsWith(file + " ")));
            return coming;
        } catch (IOException | Failure e) {
            LOG.warning("the folder " + folder + " cannot be followed: " + e);
            return false;
        }
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

    private void gone(String source, Entry entry) {
        try {
            say(source, List.of(installer.uninstall(entry.name(), entry.version())));
        } catch (InputException | StateException e) {
            // Where another process was first, it is off the list.
            if (isListed(entry)) {
                LOG.warning("plugins/" + source + " is gone, and its bundle stays: " + e.getMessage());
            }
        }
    }

    private boolean isListed(Entry entry) {
        try {
            return Installation.read(installation).bundles().contains(entry);
        } catch (Failure e) {
            return true;
        }
    }

    private boolean isDealtWith(String name, Path file, @Nullable Entry entry) throws IOException {
        long time = Files.getLastModifiedTime(file).toMillis();
        String state = Files.size(file) + " " + time;
        if (state.equals(settled.get(name)) || entry != null && digest(file, state).equals(entry.sha256())) {
            return true;
        }
        try {
            List<Change> changes = entry == null ? installer.install(Jars.of(file))
                    : installer.update(Jars.of(file).replacing(entry.version()));
            say(name, changes);
            // What was installed otherwise stays out of the list.
            if (changes.stream().allMatch(change -> change.action() == Change.Action.KEPT)) {
                settled.put(name, state);
            }
            return true;
        } catch (InputException | StateException e) {
            if (System.currentTimeMillis() - time < QUIET_MILLIS) {
                return false;
            }
            LOG.warning(e.getMessage());
            settled.put(name, state);
            return true;
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
