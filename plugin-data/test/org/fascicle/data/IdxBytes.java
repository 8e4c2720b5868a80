package org.fascicle.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests, byte by byte. */
public final class IdxBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private IdxBytes() {}

    /** A file of a type and extents, without its data. */
    public static IdxBytes header(int type, int... extents) throws IOException {
        IdxBytes file = new IdxBytes();
        file.out.writeShort(0);
        file.out.writeByte(type);
        file.out.writeByte(extents.length);
        for (int extent : extents) {
            file.out.writeInt(extent);
        }
        return file;
    }

    /** A file of unsigned bytes. */
    public static IdxBytes unsigned(int[] extents, int... values) throws IOException {
        return header(0x08, extents).bytes(values);
    }

    IdxBytes bytes(int... values) throws IOException {
        for (int value : values) {
            out.writeByte(value);
        }
        return this;
    }

    IdxBytes floats(float... values) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
        return this;
    }

    IdxBytes ints(int... values) throws IOException {
        for (int value : values) {
            out.writeInt(value);
        }
        return this;
    }

    byte[] array() {
        return bytes.toByteArray();
    }

    /** Writes the file as it is. */
    public void write(Path file) throws IOException {
        Files.write(file, array());
    }

    /** Writes the file gzipped. */
    public void zip(Path file) throws IOException {
        Files.write(file, zipped(array()));
    }

    static byte[] zipped(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        }
        return zipped.toByteArray();
    }
}
