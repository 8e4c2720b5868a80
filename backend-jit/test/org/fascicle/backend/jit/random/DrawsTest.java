package org.fascicle.backend.jit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;

import org.fascicle.api.expr.Philox;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.Targets;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.machine.Words;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Rooms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrawsTest {
    private static final int MOST = 300;

    @ParameterizedTest
    @EnumSource
    void lanesGiveTheWordsOfOneCallAfterTheOther(Target target) {
        Random random = new Random(25);
        Draws draws = new Draws(Targets.natives(target));
        draws.prepare();
        Words words = new Words();
        for (int count = 0; count <= MOST; count++) {
            Draws.Key key = new Draws.Key(random.nextInt(), random.nextInt(8), random.nextInt(Integer.SIZE));
            key.seed = random.nextLong();
            key.step = random.nextInt();
            // Some calls before and behind the greatest number of one.
            int block = count % 10 == 0 ? -random.nextInt(40) : random.nextInt();
            Room room = Rooms.unwritten(Type.INT32, count);
            draws.fill(key, block, room.address(), count, words);
            assertArrayEquals(expected(key, block, count), Rooms.content(room, count), count + " numbers");
        }
    }

    private static int[] expected(Draws.Key key, int block, int count) {
        int[] expected = new int[count];
        int[] call = new int[Draws.WORDS];
        for (int i = 0; i < count; i++) {
            if (i % Draws.WORDS == 0) {
                Philox.words(key.seed, block + i / Draws.WORDS, key.step, key.path, key.draw, call);
            }
            expected[i] = call[i % Draws.WORDS] >>> key.shift;
        }
        return expected;
    }
}
