package org.fascicle.backend.jit.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.Targets;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Rooms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows of all kinds over images with NaN, both zeros, infinities and equal cells. */
class PoolTaskTest {
    private static final int EXAMPLES = 3;

    private final Random random = new Random(26);

    @ParameterizedTest
    @EnumSource
    void poolsAndGivesGradients(Target target) {
        Natives natives = Targets.natives(target);
        for (int turn = 0; turn < 60; turn++) {
            for (PoolTask.Kind kind : PoolTask.Kind.values()) {
                check(natives, kind, Images.draw(random, turn % 2 == 0 ? 1 + random.nextInt(5) : 14 + random.nextInt(30)));
            }
        }
    }

    private void check(Natives natives, PoolTask.Kind kind, Images images) {
        boolean isGradient = kind == PoolTask.Kind.MAXIMUM_GRADIENT || kind == PoolTask.Kind.SUM_GRADIENT;
        int cells = EXAMPLES * images.height * images.width * images.channels;
        int elements = EXAMPLES * images.lines * images.columns * images.channels;
        int[] image = Rooms.reals(random, cells, true);
        int[] places = Rooms.reals(random, elements, isGradient);
        Room imageRoom = Rooms.of(Type.REAL, image);
        Room placesRoom = Rooms.of(Type.REAL, places);
        Room gradient = Rooms.unwritten(Type.REAL, cells);
        Rooms.run(new PoolTask(natives, kind, images.sliding(EXAMPLES), imageRoom, placesRoom,
                kind == PoolTask.Kind.MAXIMUM_GRADIENT ? gradient : null, EXAMPLES));
        Room result = kind == PoolTask.Kind.MAXIMUM_GRADIENT ? gradient : isGradient ? imageRoom : placesRoom;
        int[] expected = expected(kind, images, image, places);
        assertArrayEquals(expected, Rooms.canonical(Rooms.content(result, expected.length)), kind + " " + images);
    }

    private static int[] expected(PoolTask.Kind kind, Images images, int[] image, int[] places) {
        float[] gradient = new float[image.length];
        float[] pooled = new float[places.length];
        Arrays.fill(pooled, kind == PoolTask.Kind.SUM ? 0f : Float.NEGATIVE_INFINITY);
        for (int place = 0; place < places.length; place++) {
            int first = -1;
            for (int cell : images.under(place)) {
                float x = Rooms.real(image[cell]);
                float best = first < 0 ? 0 : Rooms.real(image[first]);
                first = first < 0 || x > best || Float.isNaN(x) && !Float.isNaN(best) ? cell : first;
                pooled[place] = kind == PoolTask.Kind.SUM ? pooled[place] + x : Math.max(pooled[place], x);
                gradient[cell] += kind == PoolTask.Kind.SUM_GRADIENT ? Rooms.real(places[place]) : 0f;
            }
            if (first >= 0 && kind == PoolTask.Kind.MAXIMUM_GRADIENT) {
                gradient[first] += Rooms.real(places[place]);
            }
        }
        float[] result = kind == PoolTask.Kind.MAXIMUM || kind == PoolTask.Kind.SUM ? pooled : gradient;
        int[] bits = new int[result.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(result[i]));
        return bits;
    }
}
