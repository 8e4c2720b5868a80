package org.fascicle.app.verb;

import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Whether an archive could be written to a file: asked before an hour of training, not after it. */
final class OutFile {
    private OutFile() {}

    /**
     * Refuses what cannot be written.
     *
     * @param named how the user named it, for messages
     * @param file the same, resolved
     */
    static void check(Path named, Path file) {
        if (Files.isDirectory(file)) {
            throw problem(named, "this is a folder", "Name a file in it.");
        } else if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw problem(named, "this is a link to a file that is not there", "Remove the link, or create the file.");
        } else if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw problem(named, "this is a device or a pipe and no regular file", "Name a file; without --out none is written.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw problem(named, "the folder " + folder + " does not exist or cannot be written to", null);
        }
    }

    private static InputException problem(Path named, String problem, @Nullable String remedy) {
        return new InputException("--out " + named, null, problem, remedy);
    }
}
