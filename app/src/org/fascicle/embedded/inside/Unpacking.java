package org.fascicle.embedded.inside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.fascicle.api.problem.StateException;
import org.fascicle.installation.Edit;
import org.fascicle.installation.Failure;
import org.fascicle.installation.Installation;
import org.fascicle.installation.Installation.Entry;

/** Lays the installation that the jar holds out as files, which a framework needs. */
final class Unpacking {
    private static final String INSTALLATION = "installation/";
    private static final String BUNDLES = "bundles";
    private static final int DIGITS = 8;

    private final Function<String, InputStream> resources;

    /**
     * An unpacking.
     *
     * @param resources the jar's, by name
     */
    Unpacking(Function<String, InputStream> resources) {
        this.resources = resources;
    }

    /** Makes an installation in a folder, or brings the one that is there up to date. */
    Installation to(Path folder) throws IOException, Failure {
        Path bundles = Files.createDirectories(folder.resolve(BUNDLES));
        return Edit.run(folder, edit -> {
            Path list = folder.resolve(Installation.LIST);
            Path shipped = folder.resolve("shipped");
            Files.createDirectories(shipped);
            copy(Installation.LIST, shipped.resolve(Installation.LIST));
            Installation fresh = Installation.read(shipped);
            List<Entry> entries = new ArrayList<>();
            Set<Path> files = new HashSet<>();
            for (Entry entry : fresh.bundles()) {
                // Of another content, by another name: a process that runs keeps what it has.
                Path file = bundles.resolve(entry.name() + "-" + entry.version() + "-" + entry.sha256().substring(0, DIGITS)
                        + ".jar");
                files.add(file);
                if (!Files.isRegularFile(file)) {
                    copy(shipped.relativize(entry.file()).toString().replace('\\', '/'), file);
                }
                entries.add(new Entry(entry.name(), entry.version(), file, entry.sha256(), entry.start()));
            }
            Files.delete(shipped.resolve(Installation.LIST));
            Files.delete(shipped);
            Installation anew = new Installation(folder, fresh.trust(), fresh.framework(), entries, List.of(), List.of());
            Installation laidOut = Files.exists(list) ? edit.read().shipping(anew) : anew;
            if (!Files.exists(list) || !laidOut.equals(edit.read())) {
                edit.write(laidOut);
                sweep(bundles, files);
            }
            return laidOut;
        });
    }

    /** Deletes what an older version shipped. */
    private static void sweep(Path bundles, Set<Path> kept) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(bundles)) {
            for (Path file : all) {
                if (!kept.contains(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void copy(String name, Path to) throws IOException {
        try (InputStream in = resources.apply(INSTALLATION + name)) {
            if (in == null) {
                throw new StateException("the jar fascicle-embedded lacks " + name + ". Use the whole jar");
            }
            Path temporary = to.resolveSibling(to.getFileName() + ".new");
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
