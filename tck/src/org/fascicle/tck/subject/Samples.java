package org.fascicle.tck.subject;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.data.DataSource;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.OptionException;

/** Small files of the formats that data usually have, for data sources that must be given files. */
public final class Samples {
    private static final int ROWS = 24;
    private static final int SIDE = 3;
    private static final int CLASSES = 3;
    private static final int UNSIGNED_BYTE = 8;

    private Samples() {}

    /**
     * Options with which a source opens one of these files, if there are some.
     *
     * @param named the values that somebody has named
     * @param folder where the files are written
     * @param data the folders where the source finds what its bundle brings
     */
    public static Optional<Map<String, Object>> options(Target target, Map<String, Object> named, Path folder, List<Path> data)
            throws IOException {
        for (Map<String, Object> options : new Variants(target, files(folder)).required(named)) {
            try {
                ((DataSource) target.create(options)).open(() -> data).training();
                return Optional.of(options);
            } catch (IOException | InputException | OptionException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static List<String> files(Path folder) throws IOException {
        Path table = folder.resolve("sample.csv");
        StringBuilder lines = new StringBuilder("height,width,class\n");
        for (int row = 0; row < ROWS; row++) {
            lines.append(row * 0.5 + "," + Math.abs(ROWS / 2 - row) + "," + row % CLASSES + "\n");
        }
        Files.writeString(table, lines);
        Path images = folder.resolve("sample-images.idx");
        idx(images, ROWS, SIDE, SIDE);
        Path labels = folder.resolve("sample-labels.idx");
        idx(labels, ROWS);
        return List.of(table.toString(), images.toString(), labels.toString());
    }

    /** Bytes that are classes as well as grey values. */
    private static void idx(Path file, int... extents) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(UNSIGNED_BYTE << Byte.SIZE | extents.length);
            int size = 1;
            for (int extent : extents) {
                out.writeInt(extent);
                size *= extent;
            }
            for (int i = 0; i < size; i++) {
                out.writeByte(i % CLASSES);
            }
        }
    }
}
