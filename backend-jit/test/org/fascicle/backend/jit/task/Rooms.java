package org.fascicle.backend.jit.task;

import java.util.Arrays;
import java.util.Random;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.kernel.Scratch;

/** Memory for tests of tasks, as arrays of bits: comparing these tells NaN and both zeros apart. */
public final class Rooms {
    private static final float[] SPECIAL = {Float.NaN, 0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1f, 1f};
    /** What lies around a room, which nobody may touch. */
    private static final int AROUND = 20;
    private static final int UNTOUCHED = 0x7FABCDEF;

    private Rooms() {}

    /** The bits of reals, one in some of them a special one. */
    public static int[] reals(Random random, int count, boolean specials) {
        int[] bits = new int[count];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(specials && random.nextInt(5) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)] : (float) random.nextGaussian()));
        return bits;
    }

    /** A room that begins anywhere, with something around it. */
    public static Room of(Type type, int[] content) {
        Room whole = Room.allocate(type, content.length + 2L * AROUND + 1, "a test");
        for (int i = 0; i < whole.block.length(); i++) {
            whole.block.integer(i, UNTOUCHED);
        }
        Room room = whole.from(AROUND + 1);
        room.block.write(room.offset, content, 0, content.length);
        return room;
    }

    /** A room of something that is to be overwritten. */
    public static Room unwritten(Type type, int count) {
        int[] content = new int[count];
        Arrays.fill(content, UNTOUCHED);
        return of(type, content);
    }

    /** A room that begins where its block does. */
    public static Room atZero(int[] content) {
        Room room = allocated(content.length);
        room.block.write(0, content, 0, content.length);
        return room;
    }

    /** The same, of something that is to be overwritten. */
    public static Room allocated(int count) {
        Room room = Room.allocate(Type.REAL, count + (long) AROUND, "a test");
        for (int i = 0; i < room.block.length(); i++) {
            room.block.integer(i, UNTOUCHED);
        }
        return room;
    }

    /** What a room holds; fails if what is around it has been touched. */
    public static int[] content(Room room, int count) {
        for (int i = 0; i < room.block.length(); i++) {
            boolean isOutside = i < room.offset || i >= room.offset + count;
            if (isOutside && room.block.integer(i) != UNTOUCHED) {
                throw new AssertionError("element " + (i - room.offset) + " has been written, of " + count);
            }
        }
        int[] content = new int[count];
        room.block.read(room.offset, content, 0, count);
        return content;
    }

    /** Bits of results: all NaN have the same. */
    public static int[] canonical(int[] bits) {
        int[] canonical = new int[bits.length];
        Arrays.setAll(canonical, i -> Float.floatToIntBits(Float.intBitsToFloat(bits[i])));
        return canonical;
    }

    public static float real(int bits) {
        return Float.intBitsToFloat(bits);
    }

    /** Runs all blocks of a task, the last first. */
    public static void run(Task task) {
        Scratch scratch = new Scratch();
        for (int block = task.blocks() - 1; block >= 0; block--) {
            task.run(block, scratch);
        }
    }

    /** Runs all of a task in parts of some rows. */
    public static void runInParts(CutTask task, int rows) {
        Scratch scratch = new Scratch();
        for (int row = 0; row < task.extent(); row += rows) {
            task.part(row, Math.min(task.extent(), row + rows), scratch);
        }
    }
}
