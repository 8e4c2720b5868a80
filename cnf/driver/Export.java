package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Lays out the application as ./fascicle starts it. */
final class Export {
    private final Modules modules;

    Export(Modules modules) {
        this.modules = modules;
    }

    String run() throws Exception {
        return run(modules.root.resolve("app/generated/fascicle"));
    }

    String run(Path folder) throws Exception {
        Path file = modules.root.resolve("app/fascicle.bndrun");
        if (!Files.isRegularFile(file)) {
            throw new BuildFailure("export: there is no app/fascicle.bndrun");
        }
        Layout layout = new Layout(modules, file);
        int bundles = layout.copyTo(folder).size();
        // by its time ./fascicle knows whether a source is newer
        Path stamp = Files.writeString(folder.resolve("exported"), "");
        Files.setLastModifiedTime(stamp, FileTime.from(Main.BEGAN));
        return bundles + " bundles in " + modules.root.relativize(folder);
    }
}
