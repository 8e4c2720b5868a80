package org.fascicle.format.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads event files by their description alone: records with checksums, messages with fields. */
final class Records {
    private static final int POLYNOMIAL = 0x82f63b78;

    private Records() {}

    /** The fields of a message, by number: a {@code Long}, or the bytes. */
    static final class Fields extends TreeMap<Integer, List<Object>> {
        private static final long serialVersionUID = 1;

        static Fields of(ByteBuffer bytes) {
            Fields fields = new Fields();
            while (bytes.hasRemaining()) {
                long key = varint(bytes);
                fields.computeIfAbsent((int) (key >>> 3), field -> new ArrayList<>()).add(switch ((int) (key & 7)) {
                    case 0 -> varint(bytes);
                    case 1 -> bytes.getLong();
                    case 2 -> slice(bytes, (int) varint(bytes));
                    case 5 -> (long) bytes.getInt();
                    default -> throw new IllegalStateException("wire type of " + key);
                });
            }
            return fields;
        }

        long number(int field) {
            return containsKey(field) ? (Long) one(field) : 0;
        }

        double real(int field) {
            return Double.longBitsToDouble(number(field));
        }

        float single(int field) {
            return Float.intBitsToFloat((int) number(field));
        }

        String text(int field) {
            return new String(bytes(field), java.nio.charset.StandardCharsets.UTF_8);
        }

        byte[] bytes(int field) {
            return (byte[]) one(field);
        }

        double[] reals(int field) {
            ByteBuffer packed = little(bytes(field));
            double[] values = new double[packed.remaining() / Double.BYTES];
            packed.asDoubleBuffer().get(values);
            return values;
        }

        Fields message(int field) {
            return of(little(bytes(field)));
        }

        List<Fields> messages(int field) {
            return getOrDefault(field, List.of()).stream().map(each -> of(little((byte[]) each))).toList();
        }

        private Object one(int field) {
            assertEquals(1, getOrDefault(field, List.of()).size(), "of field " + field + " in " + keySet());
            return get(field).get(0);
        }

        private static byte[] slice(ByteBuffer bytes, int length) {
            byte[] part = new byte[length];
            bytes.get(part);
            return part;
        }

        private static long varint(ByteBuffer bytes) {
            long value = 0;
            for (int shift = 0;; shift += 7) {
                byte next = bytes.get();
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }

    /** The event files of a folder, in TensorBoard's order. */
    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparing(Path::toString)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events of all files of a folder but the first of each, which says what it is. */
    static List<Fields> events(Path folder) throws IOException {
        List<Fields> all = new ArrayList<>();
        for (Path file : files(folder)) {
            List<Fields> events = read(file);
            assertEquals("brain.Event:2", events.get(0).text(3));
            all.addAll(events.subList(1, events.size()));
        }
        return all;
    }

    private static List<Fields> read(Path file) throws IOException {
        ByteBuffer bytes = little(Files.readAllBytes(file));
        List<Fields> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = Fields.slice(bytes, Long.BYTES);
            assertEquals(checksum(length), unmasked(bytes.getInt()), "the length's checksum");
            byte[] event = Fields.slice(bytes, Math.toIntExact(little(length).getLong()));
            assertEquals(checksum(event), unmasked(bytes.getInt()), "the event's checksum");
            events.add(Fields.of(little(event)));
        }
        return events;
    }

    private static int unmasked(int masked) {
        int rotated = masked - 0xa282ead8;
        return rotated >>> 17 | rotated << 15;
    }

    /** CRC-32C, bit by bit. */
    private static int checksum(byte[] bytes) {
        int crc = -1;
        for (byte each : bytes) {
            crc ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
            }
        }
        return ~crc;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
