package org.fascicle.format.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes one thing of a file of ONNX, either in its bytes or in its fields, whose lengths are then right again. */
final class OnnxMutator {
    private static final long[] NUMBERS = {-1, 0, 1, 2, 3, 7, 255, 1 << 20, Integer.MAX_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE,
        Long.MIN_VALUE};
    private static final List<String> TEXTS =
            List.of("", "x", "a", "..", "/", "\u0000\u001b[31m", "Relu", "Conv", "Add", "Gemm", "Reshape",
                    "MatMul", "Softmax", "Loop", "Transpose", "Flatten", "Constant", "Sub", "Max", "Slice", "axis", "pads",
                    "kernel_shape", "ä".repeat(500));
    /** Which fields of a message are messages. */
    private static final Map<String, Map<Integer, String>> MESSAGES = Map.of("model",
            Map.of(7, "graph", 8, "set", 14, "entry"), "graph", Map.of(1, "node", 5, "tensor", 11, "port", 12, "port"), "node",
            Map.of(5, "attribute"), "attribute", Map.of(5, "tensor"), "port", Map.of(2, "type"), "type", Map.of(1, "tensortype"),
            "tensortype", Map.of(2, "shape"), "shape", Map.of(1, "dim"));

    private final byte[] good;
    private final Random random;

    OnnxMutator(byte[] good, Random random) {
        this.good = good;
        this.random = random;
    }

    /** A field: a number, bytes, or a message. */
    private static final class Field {
        private int key;
        private long number;
        private byte[] bytes = new byte[0];
        private List<Field> fields;

        Field copy() {
            Field copy = new Field();
            copy.key = key;
            copy.number = number;
            copy.bytes = bytes;
            copy.fields = fields == null ? null : new ArrayList<>(fields.stream().map(Field::copy).toList());
            return copy;
        }
    }

    /** A changed file. */
    byte[] mutated() {
        return random.nextInt(3) == 0 ? bytes() : fields();
    }

    private byte[] bytes() {
        byte[] changed = good.clone();
        int at = random.nextInt(changed.length);
        switch (random.nextInt(4)) {
            case 0:
                changed[at] ^= (byte) (1 << random.nextInt(8));
                return changed;
            case 1:
                return Arrays.copyOf(changed, at);
            case 2:
                changed[at] = (byte) 0xff;
                return changed;
            default:
                int to = Math.min(changed.length, at + 1 + random.nextInt(16));
                byte[] shorter = Arrays.copyOf(changed, changed.length - (to - at));
                System.arraycopy(changed, to, shorter, at, changed.length - to);
                return shorter;
        }
    }

    private byte[] fields() {
        List<Field> all = parse(good, "model");
        List<List<Field>> lists = new ArrayList<>();
        collect(all, lists);
        List<Field> list = lists.get(random.nextInt(lists.size()));
        int at = random.nextInt(list.size());
        Field field = list.get(at);
        switch (random.nextInt(6)) {
            case 0:
                list.remove(at);
                break;
            case 1:
                list.add(random.nextInt(list.size() + 1), field.copy());
                break;
            case 2:
                List<Field> other = lists.get(random.nextInt(lists.size()));
                list.set(at, other.get(random.nextInt(other.size())).copy());
                break;
            default:
                change(field);
                break;
        }
        return written(all);
    }

    private void change(Field field) {
        if (field.fields != null) {
            field.key = random.nextInt(30) << 3 | 2;
        } else if ((field.key & 7) == 0) {
            field.number =
                    random.nextInt(4) == 0 ? field.number + random.nextInt(5) - 2 : NUMBERS[random.nextInt(NUMBERS.length)];
        } else if (random.nextBoolean()) {
            field.bytes = TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
        } else {
            field.bytes = Arrays.copyOf(field.bytes, random.nextInt(2 * field.bytes.length + 2));
            if (field.bytes.length > 0) {
                field.bytes[random.nextInt(field.bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
    }

    private static void collect(List<Field> fields, List<List<Field>> into) {
        if (!fields.isEmpty()) {
            into.add(fields);
        }
        fields.stream().filter(field -> field.fields != null).forEach(field -> collect(field.fields, into));
    }

    private static List<Field> parse(byte[] bytes, String message) {
        List<Field> fields = new ArrayList<>();
        int[] at = new int[1];
        while (at[0] < bytes.length) {
            Field field = new Field();
            field.key = (int) varint(bytes, at);
            if ((field.key & 7) == 0) {
                field.number = varint(bytes, at);
            } else {
                int length = (field.key & 7) == 5 ? Float.BYTES : (int) varint(bytes, at);
                field.bytes = Arrays.copyOfRange(bytes, at[0], at[0] + length);
                at[0] += length;
                String inner = MESSAGES.getOrDefault(message, Map.of()).get(field.key >> 3);
                field.fields = inner == null ? null : parse(field.bytes, inner);
            }
            fields.add(field);
        }
        return fields;
    }

    private static long varint(byte[] bytes, int[] at) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = bytes[at[0]++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static byte[] written(List<Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : fields) {
            varint(out, field.key);
            int type = field.key & 7;
            if (type == 0) {
                varint(out, field.number);
                continue;
            }
            byte[] bytes = field.fields != null ? written(field.fields) : field.bytes;
            if (type == 2) {
                varint(out, bytes.length);
            }
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & -128) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
