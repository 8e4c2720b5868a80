package org.fascicle.data.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Readable;
import org.fascicle.data.file.DataFile;
import org.jspecify.annotations.Nullable;

/** An array of numbers as NumPy writes it, rounded to 32 bits. Objects that Python has pickled are refused, and never looked at. */
final class NpyArray {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int BLOCK = 1 << 16;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");
    private static final String ENDING = ".npy";

    final String name;
    final int[] extents;
    final float[] values;
    final boolean whole;

    private NpyArray(String name, int[] extents, float[] values, boolean whole) {
        this.name = name;
        this.extents = extents;
        this.values = values;
        this.whole = whole;
    }

    /**
     * Reads an array of a file.
     *
     * @param key the name of the array in an .npz file; null for an .npy file, and for the only array of an .npz file
     */
    static NpyArray read(DataFile file, @Nullable String key) throws IOException {
        try (InputStream in = file.open()) {
            in.mark(2);
            boolean zip = in.read() == 'P' && in.read() == 'K';
            in.reset();
            if (!zip && key != null) {
                throw new InputException(file.name(), null, "this is no .npz file, so it has no array '" + key + "'",
                        "Leave out #"
                                + key);
            }
            return zip ? archived(file.name(), in, key) : new Reading(file.name(), in).read();
        } catch (EOFException e) {
            throw new InputException(file.name(), null, "the file is cut off", "Write it again");
        } catch (ZipException | IllegalArgumentException e) {
            // What Java says to names of entries that are no UTF-8 is the latter.
            throw new InputException(file.name(), null, "the file is damaged (" + e.getMessage() + ")", "Write it again");
        }
    }

    /** The number of rows. */
    int rows() {
        return extents[0];
    }

    /** The shape of one row. */
    Shape rowShape() {
        return Shape.of(extents).withoutFirst();
    }

    private static NpyArray archived(String file, InputStream in, @Nullable String key) throws IOException {
        List<String> names = new ArrayList<>();
        NpyArray found = null;
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName().endsWith(ENDING)
                    ? entry.getName().substring(0, entry.getName().length() - ENDING.length()) : entry.getName();
            names.add(name);
            if (key == null ? found == null : name.equals(key)) {
                found = new Reading(file + "#" + name, zip).read();
            }
        }
        if (found == null || key == null && names.size() > 1) {
            throw new InputException(file, null, found == null && key != null ? "there is no array '" + key + "' in it"
                    : names.isEmpty() ? "there is no array in it" : "it is not said which of its arrays is meant",
                    names.isEmpty() ? "Is it the right file?" : "It has: " + String.join(", ", names) + ". Name one as in "
                            + "\"" + "arrays.npz#" + names.get(0) + "\"");
        }
        return found;
    }

    /** Reads one. */
    private static final class Reading {
        private final String name;
        private final InputStream in;

        Reading(String name, InputStream in) {
            this.name = name;
            this.in = in;
        }

        NpyArray read() throws IOException {
            for (byte each : MAGIC) {
                if (in.read() != (each & 0xff)) {
                    throw problem("this is no array of NumPy", "numpy.save(file, array) writes one");
                }
            }
            int version = in.read();
            in.read();
            int length = number(version >= 2 ? 4 : 2);
            if (version < 1 || version > 3 || length > LONGEST_HEADER || length < 0) {
                throw problem("its header is damaged", "Write it again");
            }
            String header = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            Matcher type = DESCRIPTION.matcher(header);
            Matcher order = FORTRAN.matcher(header);
            Matcher shape = SHAPE.matcher(header);
            if (!order.find() || !shape.find()) {
                throw problem("its header is damaged: " + Readable.quote(header), "Write it again");
            } else if (!type.find() || "biuf".indexOf(type.group(2)) < 0) {
                throw problem("its elements are no numbers: " + Readable.quote(header),
                        "Write numbers: array.astype('float32'). Objects of Python are never read");
            }
            int[] extents = extents(shape.group(1));
            int size = size(extents);
            float[] values = values(type, size);
            if (in.read() >= 0) {
                throw problem("there is more in it than its " + Shape.of(extents) + " numbers", "Write it again");
            }
            return new NpyArray(name, extents, order.group(1).equals("True") ? rowMajor(values, extents) : values,
                    !type.group(2).equals("f"));
        }

        private int number(int bytes) throws IOException {
            int number = 0;
            for (int i = 0; i < bytes; i++) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                number |= next << 8 * i;
            }
            return number;
        }

        private int[] extents(String text) {
            List<Integer> extents = new ArrayList<>();
            for (String extent : text.split(",")) {
                if (!extent.isBlank()) {
                    String digits = extent.strip();
                    if (digits.length() > 9 || !digits.matches("\\d+")) {
                        throw problem("'" + Readable.quote(digits) + "' is no extent of an array", "Write it again");
                    }
                    extents.add(Integer.parseInt(digits));
                }
            }
            if (extents.isEmpty()) {
                throw problem("it is a single number, and its first axis should be the rows", "Write an array of rows");
            }
            return extents.stream().mapToInt(Integer::intValue).toArray();
        }

        private int size(int[] extents) {
            long size = 1;
            for (int extent : extents) {
                size *= extent;
                if (size > Integer.MAX_VALUE - 8) {
                    throw problem("it has more numbers than one array of Java can", "Split it");
                }
            }
            if (size == 0) {
                throw problem("it has no rows", "Is it the right file?");
            }
            return (int) size;
        }

        private float[] values(Matcher type, int size) throws IOException {
            int bytes = type.group(3).isEmpty() ? 1 : Integer.parseInt(type.group(3));
            char kind = type.group(2).charAt(0);
            boolean known =
                    kind == 'f' ? bytes == 2 || bytes == 4 || bytes == 8 : bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
            if (!known) {
                throw problem("numbers of " + bytes + " bytes are not read", "Write it with array.astype('float32')");
            }
            ByteBuffer block = ByteBuffer.allocate(BLOCK)
                    .order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            // The numbers are counted before there is room for them: a damaged header may promise any.
            float[] values = new float[Math.min(size, BLOCK)];
            int done = 0;
            while (done < size) {
                int now = Math.min(BLOCK / bytes, size - done);
                if (in.readNBytes(block.array(), 0, now * bytes) < now * bytes) {
                    throw problem("the file is cut off: " + done + " of " + size + " numbers are there at most",
                            "Write it again");
                }
                if (done + now > values.length) {
                    values = Arrays.copyOf(values, (int) Math.min(size, Math.max(done + now, 2L * values.length)));
                }
                for (int i = 0; i < now; i++) {
                    double number = number(block, kind, bytes, i * bytes);
                    values[done + i] = (float) number;
                    if (Float.isInfinite(values[done + i]) && !Double.isInfinite(number)) {
                        throw problem("the number " + number + " is beyond the largest number of 32 bits",
                                "Scale the numbers first");
                    }
                }
                done += now;
            }
            return values;
        }

        private static double number(ByteBuffer from, char kind, int bytes, int at) {
            switch (bytes) {
                case 1:
                    return kind == 'i' ? from.get(at) : from.get(at) & 0xff;
                case 2:
                    return kind == 'f' ? half(from.getShort(at)) : kind == 'i' ? from.getShort(at) : from.getShort(at) & 0xffff;
                case 4:
                    return kind == 'f' ? from.getFloat(at) : kind == 'i' ? from.getInt(at) : from.getInt(at) & 0xffffffffL;
                default:
                    long whole = from.getLong(at);
                    return kind == 'f' ? from.getDouble(at) : kind == 'i' || whole >= 0 ? whole : whole + 0x1p64;
            }
        }

        private static double half(short bits) {
            int exponent = bits >> 10 & 0x1f;
            int fraction = bits & 0x3ff;
            double size = exponent == 0 ? fraction * 0x1p-24
                    : exponent == 0x1f ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : (1 + fraction * 0x1p-10) * Math.scalb(1.0, exponent - 15);
            return bits < 0 ? -size : size;
        }

        // The first axis varies fastest in what Fortran writes.
        private static float[] rowMajor(float[] values, int[] extents) {
            float[] ordered = new float[values.length];
            int[] at = new int[extents.length];
            for (float value : values) {
                int place = 0;
                for (int axis = 0; axis < extents.length; axis++) {
                    place = place * extents[axis] + at[axis];
                }
                ordered[place] = value;
                for (int axis = 0; axis < extents.length && ++at[axis] == extents[axis]; axis++) {
                    at[axis] = 0;
                }
            }
            return ordered;
        }

        private InputException problem(String problem, String remedy) {
            return new InputException(name, null, problem, remedy);
        }
    }
}
