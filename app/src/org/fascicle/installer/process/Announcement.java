package org.fascicle.installer.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.ParseException;

/**
 * What a running process says of itself, in a file in the folder {@code running} of its installation. Only its owner can read it.
 *
 * @param pid the number of the process
 * @param what it does, for messages
 * @param socket where it can be asked
 * @param token what whoever asks must know
 */
record Announcement(long pid, String what, Path socket, String token) {
    private static final String FOLDER = "running";
    private static final String SUFFIX = ".json";

    /** Writes it, and gives the file. Others see all of it or nothing. */
    Path write(Path installation) throws IOException {
        Path folder = installation.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, owner(folder, "rwx------"));
        }
        // Two processes may have the same number, where each has a container of its own.
        Path temporary = Files.createTempFile(folder, pid + "-", ".new", owner(folder, "rw-------"));
        String json = new JsonObject().add("pid", pid).add("what", what).add("socket", socket.toString()).add("token", token)
                .toString();
        Files.writeString(temporary, json, StandardCharsets.UTF_8);
        Path file = folder.resolve(temporary.getFileName().toString().replace(".new", SUFFIX));
        return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What keeps others than the owner out, where the system knows that. */
    static FileAttribute<?>[] owner(Path path, String rights) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    /** The files of all processes of an installation, those that have ended without a word included. */
    static List<Path> files(Path installation) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(installation.resolve(FOLDER), "*" + SUFFIX)) {
            all.forEach(files::add);
        } catch (NoSuchFileException e) {
            // None has ever run.
        }
        return files;
    }

    /** Reads one. */
    static Announcement read(Path file) throws IOException {
        try {
            JsonObject json = Json.parse(Files.readString(file, StandardCharsets.UTF_8)).asObject();
            return new Announcement(json.getLong("pid", 0), json.getString("what", ""), Path.of(json.getString("socket", "")),
                    json.getString("token", ""));
        } catch (ParseException | UnsupportedOperationException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return "process " + pid + (what.isEmpty() ? "" : " (" + what + ")");
    }
}
