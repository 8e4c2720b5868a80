package org.fascicle.installer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.fascicle.api.problem.StateException;
import org.fascicle.installation.Digest;
import org.fascicle.installation.Edit;
import org.fascicle.installation.Failure;
import org.fascicle.installation.Installation;
import org.fascicle.installation.Installation.Entry;
import org.fascicle.installation.Trust;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Where the jars of installed bundles lie, and the list of them. A host keeps its bundles itself: there, it is a folder of this bundle's
 * own, and there is no list. A file is never replaced: its name has the first digits of its digest.
 */
final class Shelf {
    private static final String FOLDER = "fascicle.installation";
    private static final String APPLIED = "(fascicle.installation.applied=true)";
    private static final int DIGITS = 8;

    /** Null in a host. */
    private final @Nullable Path installation;
    private final Path jars;
    private final Map<String, String> applied = new ConcurrentHashMap<>();
    private boolean cameFromPlugins;

    Shelf(BundleContext context) {
        String folder = context.getProperty(FOLDER);
        installation = folder == null ? null : Path.of(folder);
        jars = installation != null ? installation.resolve(Installation.ADDED) : context.getDataFile("jars").toPath();
        if (installation != null) {
            readApplied(context);
        }
    }

    /** The list that this process was started from: the file may have changed since. */
    @SuppressWarnings("unchecked")
    private void readApplied(BundleContext context) {
        try {
            ServiceReference<?>[] found = context.getServiceReferences(Map.class.getName(), APPLIED);
            if (found == null) {
                throw new StateException("the launcher does not say which list of bundles it has started");
            }
            applied.putAll((Map<String, String>) context.getService(found[0]));
            context.ungetService(found[0]);
            cameFromPlugins = Boolean.TRUE.equals(found[0].getProperty("plugins"));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is done while no other process changes the installation. */
    interface Work<T> {
        /** Does it. */
        T during(Turn turn) throws IOException, Failure;
    }

    /** Waits for its turn, and does something. */
    <T> T alone(Work<T> work) throws IOException, Failure {
        Files.createDirectories(jars);
        return installation == null ? work.during(new Turn(null)) : Edit.run(installation, edit -> work.during(new Turn(edit)));
    }

    /** What has to be true of a jar before it runs. A host decides that itself. */
    Trust trust() throws Failure {
        return installation == null ? Trust.ANY : Installation.read(installation).trust();
    }

    /** Where jars are copied before they are installed. */
    Path folder() {
        return jars;
    }

    /** Deletes what a process left that was ended. Only while it is alone. */
    void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(jars, "incoming-*.part")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The folder that users put jars into; null in a host. */
    @Nullable
    Path plugins() {
        return installation == null ? null : installation.resolve(Installation.PLUGINS);
    }

    private boolean isPlugin(Path file) {
        return installation != null && installation.resolve(Installation.PLUGINS).equals(file.getParent());
    }

    /** The repositories that the installation names. */
    List<Path> repositories() {
        try {
            return installation == null ? List.of() : Installation.read(installation).repositories();
        } catch (Failure e) {
            throw new StateException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether something that was installed at the start came from the folder of plug-ins. */
    boolean cameFromPlugins() {
        return cameFromPlugins;
    }

    /** The folder of the installation; null in a host. */
    @Nullable
    Path installation() {
        return installation;
    }

    /** What this process has made of the list: the digests of bundles, by name and version. */
    Map<String, String> applied() {
        return applied;
    }

    private static String name(String bundle, String version) {
        return bundle + "-" + version + "-";
    }

    /** The time in which nobody else changes the installation. Used by one thread. */
    final class Turn {
        private final @Nullable Edit edit;
        private final List<Entry> added = new ArrayList<>();
        private final List<String> taken = new ArrayList<>();

        private Turn(@Nullable Edit edit) {
            this.edit = edit;
        }

        /** What has to be true of a jar before it is installed. */
        Trust trust() throws Failure {
            return edit == null ? Trust.ANY : edit.read().trust();
        }

        /** The file of a bundle as it was installed, if it is there. */
        Optional<Path> file(Bundle bundle) throws IOException, Failure {
            if (edit != null) {
                String id = bundle.getSymbolicName() + " " + bundle.getVersion();
                return edit.read().bundles().stream().filter(entry -> entry.toString().equals(id)).map(Entry::file)
                        .filter(Files::isRegularFile).findFirst();
            }
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(jars, name(bundle.getSymbolicName(), bundle.getVersion().toString()) + "*.jar")) {
                for (Path file : files) {
                    return Optional.of(file);
                }
            }
            return Optional.empty();
        }

        /** Puts a jar where it stays. */
        void add(Candidate candidate, boolean ours, Undo undo) throws IOException {
            String version = candidate.version.toString();
            Path file = jars.resolve(name(candidate.name, version) + candidate.sha256.substring(0, DIGITS) + ".jar");
            Files.move(candidate.copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            undo.add(() -> Files.deleteIfExists(file));
            String source = isPlugin(candidate.given) ? candidate.given.getFileName().toString() : "";
            added.add(new Entry(candidate.name, version, file, candidate.sha256, !candidate.isFragment, true, ours, source));
        }

        /** Takes a bundle off the list. */
        void take(String name, String version) {
            taken.add(name + " " + version);
        }

        /** The plug-in that a bundle came from, which would come again; not one that has taken its place meanwhile. */
        private Optional<Path> sameSource(Entry entry) throws IOException {
            Path source = entry.source().isEmpty() ? null : Objects.requireNonNull(plugins()).resolve(entry.source());
            return source != null && Files.isRegularFile(source) && Digest.of(source).equals(entry.sha256()) ? Optional.of(source)
                    : Optional.empty();
        }

        /** Writes the list, the last step of a change; then, files that nothing needs any more are deleted. */
        void write() throws IOException, Failure {
            List<Path> left = new ArrayList<>();
            if (edit != null) {
                Installation before = edit.read();
                List<Entry> entries = new ArrayList<>();
                List<String> removed = new ArrayList<>(before.removed());
                for (Entry entry : before.bundles()) {
                    if (!taken.contains(entry.toString())) {
                        entries.add(entry);
                    } else if (entry.added()) {
                        left.add(entry.file());
                        sameSource(entry).ifPresent(left::add);
                    } else if (!removed.contains(entry.toString())) {
                        removed.add(entry.toString());
                    }
                }
                entries.addAll(added);
                edit.write(before.with(entries, removed));
            } else {
                for (String bundle : taken) {
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(jars, bundle.replace(' ', '-') + "-*.jar")) {
                        files.forEach(left::add);
                    }
                }
            }
            taken.forEach(applied::remove);
            for (Entry entry : added) {
                left.remove(entry.file());
                left.removeIf(file -> isPlugin(file) && file.endsWith(entry.source()));
                applied.put(entry.toString(), entry.sha256());
            }
            for (Path file : left) {
                if (jars.equals(file.getParent()) || isPlugin(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
