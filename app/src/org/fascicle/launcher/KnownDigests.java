package org.fascicle.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.fascicle.installation.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Digests of files, remembered from process to process while a file stays as it is: the shipped natives have 130 MB, and computing their
 * digests takes a fifth of a start. A file is known by its inode, size, time and change time; the last of these no program can set. Where
 * the system has no such times, every digest is computed. Used by one thread.
 */
final class KnownDigests {
    private static final String SEPARATOR = " ";

    private final Path memory;
    /** What was known, and what is known now, by path: identity and digest. */
    private final Map<String, String> before = new TreeMap<>();
    private final Map<String, String> now = new TreeMap<>();

    /** Those in a file of this user's alone; any other is as good as none. */
    KnownDigests(Path memory) {
        this.memory = memory;
        try {
            if (Files.isRegularFile(memory, LinkOption.NOFOLLOW_LINKS) && isOwn(memory)) {
                for (String line : Files.readAllLines(memory)) {
                    int end = line.lastIndexOf(SEPARATOR, line.lastIndexOf(SEPARATOR) - 1);
                    before.put(line.substring(0, end), line.substring(end + 1));
                }
            }
        } catch (IOException | UnsupportedOperationException | IndexOutOfBoundsException e) {
            before.clear();
        }
    }

    private static boolean isOwn(Path file) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        return !rights.contains(PosixFilePermission.GROUP_WRITE) && !rights.contains(PosixFilePermission.OTHERS_WRITE)
                && Files.getOwner(file).getName().equals(System.getProperty("user.name"));
    }

    /** The digest of a file. */
    String of(Path file) throws IOException {
        String identity = identity(file);
        if (identity == null) {
            return Digest.of(file);
        }
        String known = before.get(file.toString());
        String digest = known != null && known.startsWith(identity + SEPARATOR) ? known.substring(identity.length() + 1)
                : Digest.of(file);
        // A file that changed while it was read is computed again next time.
        if (identity.equals(identity(file))) {
            now.put(file.toString(), identity + SEPARATOR + digest);
        }
        return digest;
    }

    private static @Nullable String identity(Path file) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime");
            FileTime changed = Objects.requireNonNull((FileTime) attributes.get("ctime"));
            FileTime modified = Objects.requireNonNull((FileTime) attributes.get("lastModifiedTime"));
            // A change right after would have the same time.
            return System.currentTimeMillis() - changed.toMillis() < 2_000 ? null
                    : attributes.get("ino") + "/" + attributes.get("size") + "/"
                            + modified.to(TimeUnit.NANOSECONDS) + "/"
                            + changed.to(TimeUnit.NANOSECONDS);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Remembers them. Without this, they are computed again. */
    void keep() {
        if (now.equals(before)) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        now.forEach((path, known) -> lines.append(path).append(SEPARATOR).append(known).append('\n'));
        try {
            Path temporary = Files.createTempFile(memory.getParent(), "digests-", ".new");
            Files.writeString(temporary, lines);
            Files.move(temporary, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // The next start takes as long as this one.
        }
    }
}
