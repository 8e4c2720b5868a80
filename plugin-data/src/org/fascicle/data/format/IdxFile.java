package org.fascicle.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.data.file.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * An IDX file: a magic number (two zero bytes, the type, the number of axes), the extents, and the elements, all
 * big-endian and row-major. The elements stay as the file has them and are converted when they are read. Immutable, safe
 * for any thread.
 */
public final class IdxFile {
    private static final int FIRST_BLOCK = 1 << 20;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final String name;
    private final ElementType type;
    private final Shape extents;
    private final ByteBuffer data;

    private IdxFile(String name, ElementType type, Shape extents, byte[] data) {
        this.name = name;
        this.type = type;
        this.extents = extents;
        this.data = ByteBuffer.wrap(data).asReadOnlyBuffer();
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws InputException if it is no IDX file, is truncated, or is longer than its header says
     */
    public static IdxFile read(DataFile file) throws IOException {
        try (InputStream in = file.open()) {
            byte[] magic = read(file, in, 4, "an IDX file starts with 4 bytes");
            ElementType type = ElementType.of(magic[2]);
            int axes = magic[3] & 0xFF;
            if (magic[0] != 0 || magic[1] != 0 || type == null || axes == 0) {
                throw problem(file, String.format("this is no IDX file: it starts with %02x %02x %02x %02x, "
                        + "not with 00 00, a type (08, 09, 0b to 0e) and a number of axes",
                        magic[0], magic[1], magic[2], magic[3]));
            }
            byte[] sizes = read(file, in, 4 * axes, axes + " axes need " + 4 * axes + " bytes of header");
            ByteBuffer header = ByteBuffer.wrap(sizes);
            int[] extents = new int[axes];
            for (int i = 0; i < axes; i++) {
                extents[i] = header.getInt();
            }
            String promise = type + " " + Arrays.toString(extents);
            int bytes = bytes(file, type, extents, promise);
            byte[] data = read(file, in, bytes, promise + " needs " + bytes + " bytes of data");
            if (in.read() >= 0) {
                throw problem(file, promise + " needs " + bytes + " bytes of data, and the file has more");
            }
            return new IdxFile(file.name(), type, Shape.of(extents), data);
        }
    }

    /** The file, for messages. */
    public String name() {
        return name;
    }

    /** The number of rows: the first extent. */
    public int rows() {
        return extents.extent(0);
    }

    /** The shape of one row. */
    public Shape rowShape() {
        return extents.withoutFirst();
    }

    /** Whether all elements are whole numbers. */
    public boolean isWhole() {
        return type.whole;
    }

    /** The greatest number that an unsigned byte can be; 1 for types without such a natural bound. */
    public double unit() {
        return type == ElementType.UNSIGNED_BYTE ? 255 : 1;
    }

    /** One element, counted row-major from 0. */
    public double value(int index) {
        return switch (type) {
            case UNSIGNED_BYTE -> data.get(index) & 0xFF;
            case SIGNED_BYTE -> data.get(index);
            case SHORT -> data.getShort(2 * index);
            case INT -> data.getInt(4 * index);
            case FLOAT -> data.getFloat(4 * index);
            case DOUBLE -> data.getDouble(8 * index);
        };
    }

    private static int bytes(DataFile file, ElementType type, int[] extents, String promise) {
        int bytes = type.bytes;
        for (int extent : extents) {
            if (extent == 0) {
                throw problem(file, "its header says " + promise + ", which is empty");
            }
            if (extent < 0 || bytes > LARGEST / extent) {
                throw problem(file, "its header says " + promise + ", which is more than 2 GiB");
            }
            bytes *= extent;
        }
        return bytes;
    }

    // Grows as bytes arrive, because a damaged header may promise any number of them.
    private static byte[] read(DataFile file, InputStream in, int length, String promise) throws IOException {
        byte[] bytes = new byte[Math.min(length, FIRST_BLOCK)];
        int there = 0;
        try {
            for (int n = 0; there < length && n >= 0; n = in.read(bytes, there, bytes.length - there)) {
                there += n;
                if (there == bytes.length && there < length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * there));
                }
            }
        } catch (IOException e) {
            if (!DataFile.isDamage(e)) {
                throw e;
            }
        }
        if (there < length) {
            throw problem(file, "the file is truncated: " + promise + ", " + there + " are there");
        }
        return bytes;
    }

    private static InputException problem(DataFile file, String problem) {
        return new InputException(file.name(), null, problem, "Fetch it again, or name another file");
    }

    /** The types of elements, with the code that the magic number has for each. */
    private enum ElementType {
        UNSIGNED_BYTE(0x08, 1, true),
        SIGNED_BYTE(0x09, 1, true),
        SHORT(0x0B, 2, true),
        INT(0x0C, 4, true),
        FLOAT(0x0D, 4, false),
        DOUBLE(0x0E, 8, false);

        final int code;
        final int bytes;
        final boolean whole;

        ElementType(int code, int bytes, boolean whole) {
            this.code = code;
            this.bytes = bytes;
            this.whole = whole;
        }

        /** The type of a code, or null. */
        static @Nullable ElementType of(byte code) {
            return Arrays.stream(values()).filter(type -> type.code == code).findFirst().orElse(null);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
