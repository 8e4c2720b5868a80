package org.fascicle.data.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Reading;
import org.fascicle.api.problem.InputException;

/** A data file, plain or gzipped, which its first bytes show. As safe for threads as what it is made of. */
public final class DataFile {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int BUFFER = 1 << 16;

    private final InputFile file;
    private final Reading reading;

    private DataFile(InputFile file, Reading reading) {
        this.file = file;
        this.reading = reading;
    }

    /** What somebody brought. */
    public static DataFile of(InputFile file, DataContext context) {
        return new DataFile(file, context.reading());
    }

    /**
     * The first file of a name in the folders of a context.
     *
     * @param name a file name, a path relative to one of the folders, or an absolute path
     * @throws InputException if there is none; the message says where it was looked for
     */
    public static DataFile find(String name, DataContext context) {
        Path path = path(name);
        List<Path> folders = context.folders();
        for (Path folder : path.isAbsolute() ? List.of(path.getRoot()) : folders) {
            Path candidate = folder.resolve(path);
            if (Files.isRegularFile(candidate)) {
                return of(InputFile.of(candidate), context);
            }
        }
        throw path.isAbsolute()
                ? new InputException(name, null, "there is no such file", null)
                : new InputException(name, null, "there is no such file in " + list(folders),
                        "Name the folder that holds it with --data, or give an absolute path");
    }

    /** Folders, for a message. */
    public static String list(List<Path> folders) {
        return folders.isEmpty() ? "any folder, because none is known"
                : folders.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    /** The path, or what else it is called in messages. */
    public String name() {
        return file.name();
    }

    /**
     * Its bytes, unzipped.
     *
     * @throws IOException if it cannot be read
     * @throws InputException if it starts like a gzip file and is none
     */
    public InputStream open() throws IOException {
        InputStream bytes = new BufferedInputStream(raw(), BUFFER);
        try {
            bytes.mark(2);
            boolean zipped = bytes.read() == GZIP_FIRST && bytes.read() == GZIP_SECOND;
            bytes.reset();
            return zipped ? new BufferedInputStream(new GZIPInputStream(bytes, BUFFER), BUFFER) : bytes;
        } catch (IOException e) {
            bytes.close();
            if (isDamage(e)) {
                throw damaged(e);
            }
            throw e;
        }
    }

    private InputStream raw() throws IOException {
        InputStream raw = file.open();
        long size = file.size();
        return size < 0 ? raw : new WatchedStream(raw, name(), size, reading);
    }

    /** Whether an exception while reading means that a gzip file is damaged or cut off, and not that the disk failed. */
    public static boolean isDamage(IOException e) {
        return e instanceof ZipException || e instanceof EOFException;
    }

    /** The exception for a gzip file that is damaged or cut off. */
    public InputException damaged(IOException e) {
        return new InputException(name(), null,
                "the gzip file is damaged or cut off (" + e.getMessage() + ")", "Fetch it again");
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new InputException(name, null, "this cannot be a file's name: " + e.getReason(), null);
        }
    }
}
