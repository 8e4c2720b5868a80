package org.fascicle.backend.jit.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file systems of this process, as Linux lists them. */
final class Mounts {
    private static final Path LIST = Path.of("/proc/self/mountinfo");
    private static final int POINT = 4;
    private static final int OPTIONS = 5;

    private Mounts() {}

    /** Whether no file of a folder may be run: it is on a file system that is mounted with {@code noexec}. */
    static boolean forbidRunning(Path folder) throws IOException {
        Path real = folder.toRealPath();
        try {
            return forbidRunning(real, Files.readAllLines(LIST, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Then running a file shows it.
            return false;
        }
    }

    static boolean forbidRunning(Path folder, List<String> mounts) {
        int longest = -1;
        boolean forbidden = false;
        for (String mount : mounts) {
            String[] fields = mount.split(" ");
            if (fields.length <= OPTIONS) {
                continue;
            }
            Path point = Path.of(fields[POINT].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"));
            // Of two on the same point, the later one lies above.
            if (folder.startsWith(point) && point.getNameCount() >= longest) {
                longest = point.getNameCount();
                forbidden = List.of(fields[OPTIONS].split(",")).contains("noexec");
            }
        }
        return forbidden;
    }
}
